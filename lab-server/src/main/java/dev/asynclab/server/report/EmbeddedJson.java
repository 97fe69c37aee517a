package dev.asynclab.server.report;

import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Data inside a page, which no browser executes: the result document, and the exact text of the scenario.
///
/// A large result is cut to fit, see [ResultForms]; [#loss()] says what is missing.
///
/// @param element HTML
record EmbeddedJson(String element, Loss loss) {
    private static final JsonMapper JSON = new JsonMapper();

    /// What did not fit, in words for the reader of the page.
    enum Loss {
        NOTHING("", ""),
        ROUNDS(" data-cut=rounds", "in the data inside this file, the rounds of metrics nobody was judged by"),
        METRICS(" data-cut=metrics", "in the data inside this file, the metrics nobody was judged by"),
        ALL(" data-cut=all", "the data inside this file");

        private final String attribute;
        private final String words;

        Loss(String attribute, String words) {
            this.attribute = attribute;
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /// A text, to the character, as one string of JSON: what a page shows of it is made visible, and no longer exact.
    static String text(String id, String text) {
        return script(id, "", escaped(JSON.getNodeFactory().stringNode(text)));
    }

    /// Characters that mean something outside a string of JSON: `<` to HTML, line separators to old JavaScript, the
    /// marks that reorder text to whoever reads the source. In JSON they stand only inside strings, where their
    /// escape means the same; neither `</script` nor `<!--` is left.
    static String escaped(JsonNode root) {
        String json = JSON.writeValueAsString(root);
        var safe = new StringBuilder(json.length() + 64);
        // By hand: a report may have megabytes of it, over which a pattern takes longer than all drawing.
        int done = 0;
        for (int i = 0; i < json.length(); i++) {
            if (special(json.charAt(i))) {
                safe.append(json, done, i).append("\\u").append(HexFormat.of().toHexDigits(json.charAt(i)));
                done = i + 1;
            }
        }
        return safe.append(json, done, json.length()).toString();
    }

    private static boolean special(char c) {
        return c == '<' || c == 0x2028 || c == 0x2029 || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    }

    static EmbeddedJson result(String json, Loss loss) {
        return new EmbeddedJson(script("result", loss.attribute, json), loss);
    }

    private static String script(String id, String attributes, String json) {
        return "<script type=\"application/json\" id=" + id + attributes + ">" + json + "</script>\n";
    }
}
