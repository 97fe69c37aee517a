package dev.asynclab.server.report;

import dev.asynclab.api.ResultDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The result document inside a page, as data no browser executes.
///
/// A large one is cut to fit: first the raw rounds of metrics nobody was judged by, then those metrics; what is
/// left is still a result document, and `cut` says that something is missing.
final class EmbeddedJson {
    private static final JsonMapper JSON = new JsonMapper();

    private static final Pattern SPECIAL = Pattern.compile("[<\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    private EmbeddedJson() {}

    /// @param bytes room left in the page
    static String of(String json, ResultDocument result, int bytes) {
        JsonNode root = JSON.readTree(json);
        String whole = escaped(root);
        if (size(whole) <= bytes) {
            return element(whole, "");
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
            return element(medians, " data-cut=rounds");
        }
        root.path("cells").forEach(cell -> {
            if (cell.path("metrics") instanceof ObjectNode metrics) {
                metrics.retain(kept);
            }
        });
        String judged = escaped(root);
        return size(judged) <= bytes ? element(judged, " data-cut=metrics") : element("{}", " data-cut=all");
    }

    /// Characters that mean something outside a string of JSON: `<` to HTML, line separators to old JavaScript, the
    /// marks that reorder text to whoever reads the source. In JSON they stand only inside strings, where their
    /// escape means the same; neither `</script` nor `<!--` is left.
    private static String escaped(JsonNode root) {
        return SPECIAL.matcher(JSON.writeValueAsString(root))
                .replaceAll(m -> "\\\\u%04x".formatted((int) m.group().charAt(0)));
    }

    private static String element(String json, String attributes) {
        return "<script type=\"application/json\" id=result" + attributes + ">" + json + "</script>\n";
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
