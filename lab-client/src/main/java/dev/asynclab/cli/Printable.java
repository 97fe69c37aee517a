package dev.asynclab.cli;

/// Text that is safe to print and its width on a terminal.
///
/// Titles, labels and reasons come from files other people wrote: an escape sequence in them could rewrite the
/// screen, so control characters never reach it.
final class Printable {
    private static final int ESCAPE = 0x1b;

    private Printable() {}

    /// The text with control characters removed; line feeds and tabs stay.
    static String text(String raw) {
        if (raw.chars().noneMatch(Printable::forbidden)) {
            return raw;
        }
        var kept = new StringBuilder(raw.length());
        raw.codePoints().filter(c -> !forbidden(c)).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /// The same on one line: line feeds and tabs become spaces.
    static String line(String raw) {
        return text(raw).replace('\n', ' ').replace('\t', ' ').strip();
    }

    /// Columns the text takes; colour sequences take none, East Asian wide characters two.
    static int width(String text) {
        int columns = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (point == ESCAPE) {
                int end = text.indexOf('m', at);
                at = end < 0 ? text.length() : end + 1;
            } else {
                columns += width(point);
            }
        }
        return columns;
    }

    /// Text on the left, spaces up to `columns`.
    static String left(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    /// Spaces, then text that ends at `columns`.
    static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - width(text))) + text;
    }

    /// The text cut to `columns`, with an ellipsis when something is missing. For text without colours.
    static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        var kept = new StringBuilder();
        int used = 0;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            if (used + width(point) > columns - 1) {
                break;
            }
            kept.appendCodePoint(point);
            used += width(point);
            at += Character.charCount(point);
        }
        return kept.append('…').toString();
    }

    private static int width(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return wide(point) ? 2 : 1;
    }

    /// Ranges Unicode calls wide or full width, coarsely: Hangul, CJK, kana, full-width forms, emoji.
    private static boolean wide(int point) {
        return point >= 0x1100
                && (point <= 0x115f
                        || (point >= 0x2e80 && point <= 0xa4cf)
                        || (point >= 0xac00 && point <= 0xd7a3)
                        || (point >= 0xf900 && point <= 0xfaff)
                        || (point >= 0xfe30 && point <= 0xfe6f)
                        || (point >= 0xff00 && point <= 0xff60)
                        || (point >= 0xffe0 && point <= 0xffe6)
                        || (point >= 0x1f300 && point <= 0x1faff)
                        || (point >= 0x20000 && point <= 0x3fffd));
    }

    /// Control characters, and the marks that reorder text: a title must not be able to read backwards.
    private static boolean forbidden(int point) {
        return (Character.isISOControl(point) && point != '\n' && point != '\t')
                || (point >= 0x202a && point <= 0x202e)
                || (point >= 0x2066 && point <= 0x2069);
    }
}
