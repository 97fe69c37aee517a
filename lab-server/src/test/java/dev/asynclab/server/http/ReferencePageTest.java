package dev.asynclab.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
    private static String html(String markdown) {
        return new String(ReferencePage.of(markdown).body(), StandardCharsets.UTF_8);
    }

    @Test
    void headings_tables_and_paragraphs_become_elements_and_everything_else_is_text() {
        String page = html("""
                # Title

                Two lines of `<b>`
                that are **one** paragraph.

                ## model netty

                | key | takes |
                |---|---|
                | `io` | a word, see [step](#step) |

                ```
                a | b <c>
                ```
                """);
        assertTrue(page.contains("<p>Two lines of <code>&lt;b&gt;</code>\nthat are <b>one</b> paragraph."), page);
        assertTrue(page.contains("<a id=\"model\"></a><h2 id=\"model-netty\">model netty</h2>"), page);
        assertTrue(page.contains("<tr><th>key<th>takes"), page);
        assertTrue(page.contains("<tr><td><code>io</code><td>a word, see <a href=\"#step\">step</a>"), page);
        assertTrue(page.contains("<pre>a | b &lt;c&gt;\n</pre>"), page);
    }

    @Test
    void every_link_of_the_shipped_reference_leads_somewhere() throws IOException {
        String page = html(
                Files.readString(Path.of(System.getProperty("lab.home", "..")).resolve("scenarios/REFERENCE.md")));
        Set<String> wanted = found(page, "href=\"#([^\"]+)\"");
        assertFalse(wanted.isEmpty());
        wanted.removeAll(found(page, " id=\"([^\"]+)\""));
        assertEquals(Set.of(), wanted);
    }

    private static Set<String> found(String page, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(page);
        var all = new TreeSet<String>();
        while (matcher.find()) {
            all.add(matcher.group(1));
        }
        return all;
    }
}
