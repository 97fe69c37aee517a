package dev.asynclab.server.report;

import java.util.List;
import java.util.stream.Collectors;

/// Text made safe for HTML, and the few elements the report repeats.
final class Html {
    private Html() {}

    /// Escaped for element content and quoted attributes.
    static String text(String raw) {
        return visible(raw)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /// One line of text without control characters.
    static String plain(String raw) {
        return visible(raw).replace('\n', ' ').replace('\t', ' ').strip();
    }

    /// A table that scrolls inside itself on a narrow screen. The cells are HTML.
    static String table(String caption, List<String> heads, List<List<String>> rows) {
        String head = heads.stream().map(h -> "<th scope=col>" + h).collect(Collectors.joining());
        String body = rows.stream()
                .map(row -> "<tr><th scope=row>" + row.getFirst()
                        + row.stream().skip(1).map(c -> "<td>" + c).collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
        return "<p class=caption>" + caption + "</p><div class=wide tabindex=0><table><thead><tr>" + head
                + "</thead><tbody>\n" + body + "</tbody></table></div>\n";
    }

    /// A part of the page under a heading; nothing when there is nothing to show.
    static String section(String heading, String content) {
        return content.isEmpty() ? "" : "<section><h2>" + heading + "</h2>\n" + content + "</section>\n";
    }

    static String list(List<String> items) {
        return items.isEmpty() ? "" : items.stream().collect(Collectors.joining("\n<li>", "<ul><li>", "</ul>\n"));
    }

    static String details(String summary, String content) {
        return "<details><summary>" + summary + "</summary>\n" + content + "</details>\n";
    }

    private static String visible(String raw) {
        return raw.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !(Character.isISOControl(c) || reorders(c)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// Marks that make text read backwards.
    private static boolean reorders(int point) {
        return (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    }
}
