package dev.asynclab.server.report;

import dev.asynclab.api.ResultDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Data inside a page, which no browser executes: the result document, and the exact text of the scenario.
///
/// A large result is cut to fit: first the raw rounds of metrics nobody was judged by, then those metrics; what is
/// left is still a result document, and [#loss()] says what is missing.
///
/// @param element HTML
record EmbeddedJson(String element, Loss loss) {
    private static final JsonMapper JSON = new JsonMapper();

    private static final Pattern SPECIAL = Pattern.compile("[<\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

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

    /// The result.
    ///
    /// @param bytes room left in the page
    static EmbeddedJson of(String json, ResultDocument result, int bytes) {
        JsonNode root = JSON.readTree(json);
        String whole = escaped(root);
        if (size(whole) <= bytes) {
            return element(whole, Loss.NOTHING);
        }
        List<String> kept = result.primaryMetrics();
        root.path("cells")
                .forEach(cell -> cell.path("metrics").properties().forEach(metric -> {
                    if (!kept.contains(metric.getKey()) && metric.getValue() instanceof ObjectNode estimate) {
                        estimate.putArray("rounds");
                    }
                }));
        String medians = escaped(root);
        if (size(medians) <= bytes) {
            return element(medians, Loss.ROUNDS);
        }
        root.path("cells").forEach(cell -> {
            if (cell.path("metrics") instanceof ObjectNode metrics) {
                metrics.retain(kept);
            }
        });
        String judged = escaped(root);
        return size(judged) <= bytes ? element(judged, Loss.METRICS) : element("{}", Loss.ALL);
    }

    /// A text, to the character, as one string of JSON: what a page shows of it is made visible, and no longer exact.
    static String text(String id, String text) {
        return script(id, "", escaped(JSON.getNodeFactory().stringNode(text)));
    }

    /// Characters that mean something outside a string of JSON: `<` to HTML, line separators to old JavaScript, the
    /// marks that reorder text to whoever reads the source. In JSON they stand only inside strings, where their
    /// escape means the same; neither `</script` nor `<!--` is left.
    private static String escaped(JsonNode root) {
        return SPECIAL.matcher(JSON.writeValueAsString(root))
                .replaceAll(m -> "\\\\u%04x".formatted((int) m.group().charAt(0)));
    }

    private static EmbeddedJson element(String json, Loss loss) {
        return new EmbeddedJson(script("result", loss.attribute, json), loss);
    }

    private static String script(String id, String attributes, String json) {
        return "<script type=\"application/json\" id=" + id + attributes + ">" + json + "</script>\n";
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
