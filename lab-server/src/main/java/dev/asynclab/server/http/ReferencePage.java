package dev.asynclab.server.http;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The key reference of scenario files as a page, so that a problem in the editor can lead to the block it is about.
///
/// Reads what the generated `REFERENCE.md` is made of and nothing more: headings, paragraphs, tables, fenced text, and
/// in a line `code`, **strong**, *emphasis* and links inside the page.
final class ReferencePage {
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");
    private static final Pattern STRONG = Pattern.compile("\\*\\*([^*]+)\\*\\*");
    private static final Pattern EMPHASIS = Pattern.compile("\\*([^* ]+)\\*");
    private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]]+)]\\(#([a-z0-9-]+)\\)");
    private static final String FENCE = "```";
    private final StringBuilder html = new StringBuilder();
    private final Set<String> groups = new HashSet<>();

    private ReferencePage() {}

    /// @param markdown the text of `REFERENCE.md`
    static Answer.Whole of(String markdown) {
        var page = new ReferencePage();
        Iterator<String> lines = markdown.lines().iterator();
        while (lines.hasNext()) {
            page.take(lines.next(), lines);
        }
        return Page.of("Scenario files: key reference", page.html.toString());
    }

    private void take(String line, Iterator<String> rest) {
        if (line.startsWith("## ")) {
            heading(line.substring("## ".length()));
        } else if (line.startsWith(FENCE)) {
            block(rest, FENCE, "<pre>", "\n", "</pre>\n", Page::text);
        } else if (line.startsWith("|")) {
            html.append("<div class=wide><table><thead>")
                    .append(row(line, "th"))
                    .append("</thead><tbody>\n");
            block(rest, "", "", "\n", "</tbody></table></div>\n", r -> r.startsWith("|---") ? "" : row(r, "td"));
        } else if (!line.isBlank() && !line.startsWith("# ")) {
            block(rest, "", "<p>" + inline(line) + "\n", "\n", "</p>\n", ReferencePage::inline);
        }
    }

    /// Its anchor is its text. The first of several blocks such as `model netty` is where `#model` leads.
    private void heading(String text) {
        String id = text.replace(' ', '-');
        int blank = text.indexOf(' ');
        String group = blank < 0 ? text : text.substring(0, blank);
        boolean first = groups.add(group) && blank >= 0;
        html.append(first ? "<a id=\"" + Page.text(group) + "\"></a>" : "")
                .append("<h2 id=\"%s\">%s</h2>\n".formatted(Page.text(id), Page.text(text)));
    }

    private void block(
            Iterator<String> rest,
            String end,
            String before,
            String between,
            String after,
            java.util.function.UnaryOperator<String> each) {
        html.append(before);
        while (rest.hasNext()) {
            String line = rest.next();
            if (line.equals(end)) {
                break;
            }
            html.append(each.apply(line)).append(between);
        }
        html.append(after);
    }

    private static String row(String line, String cell) {
        String inner = line.substring(1, line.endsWith("|") ? line.length() - 1 : line.length());
        return List.of(inner.split(" \\| ", -1)).stream()
                .map(c -> "<" + cell + ">" + inline(c.strip()))
                .collect(Collectors.joining("", "<tr>", ""));
    }

    /// Everything is escaped first: what stands in backquotes may look like markup.
    private static String inline(String raw) {
        String text = Page.text(raw);
        text = CODE.matcher(text).replaceAll("<code>$1</code>");
        text = LINK.matcher(text).replaceAll("<a href=\"#$2\">$1</a>");
        text = STRONG.matcher(text).replaceAll("<b>$1</b>");
        return EMPHASIS.matcher(text).replaceAll("<em>$1</em>");
    }
}
