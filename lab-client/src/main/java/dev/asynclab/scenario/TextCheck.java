package dev.asynclab.scenario;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What can be said about a text before it is parsed: its size and its characters.
final class TextCheck {
    static final int MAX_BYTES = 256 * 1024;

    private TextCheck() {}

    /// Whether the text may be parsed; if not, the reason is reported.
    static boolean passes(String text, Findings findings) {
        // A char is at least one byte: a very long text is refused without encoding it.
        if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            findings.error(
                    "too-large",
                    new Span(1, 1, 1),
                    "",
                    "the file is larger than 256 KiB",
                    Optional.empty(),
                    "a scenario is one idea; split it into several files");
            return false;
        }
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            boolean first = i == 0;
            i += Character.charCount(c);
            if (c == '\n' || (c == '\r' && (i >= text.length() || text.charAt(i) != '\n'))) {
                line++;
                column = 1;
                continue;
            }
            if (!allowed(c, first)) {
                refuse(c, new Span(line, column, 1), findings);
                return false;
            }
            column++;
        }
        return true;
    }

    private static boolean allowed(int c, boolean first) {
        if (c == 0xFEFF) {
            return first; // a byte order mark
        }
        boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
        boolean control = (c < 0x20 && c != '\r') || (c >= 0x7F && c < 0xA0 && c != 0x85);
        return !surrogate && !control && c != 0xFFFE && c != 0xFFFF;
    }

    private static void refuse(int c, Span at, Findings findings) {
        if (c == '\t') {
            findings.error(
                    "tab",
                    at,
                    "",
                    "a tab stands here; YAML counts spaces",
                    Optional.empty(),
                    "replace every tab by spaces; most editors have a setting \"insert spaces\"");
        } else {
            findings.error(
                    "bad-character",
                    at,
                    "",
                    "the character U+%04X is not allowed in a scenario".formatted(c),
                    Optional.empty(),
                    "save the file as UTF-8 text and delete the character");
        }
    }
}
