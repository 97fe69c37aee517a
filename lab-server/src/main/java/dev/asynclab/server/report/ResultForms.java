package dev.asynclab.server.report;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.server.report.EmbeddedJson.Loss;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The data of a page, whole or cut: first the raw rounds of metrics nobody was judged by go, then those metrics; what
/// is left is still a result document. Each form is written when it is asked for, and once.
final class ResultForms {
    private static final JsonMapper JSON = new JsonMapper();

    private record Form(String json, int bytes) {}

    private final JsonNode root;
    private final List<String> judged;

    /// By ordinal of their loss. A form is made of the one before.
    private final List<Form> forms = new ArrayList<>();

    /// @param json the result as a document
    ResultForms(String json, ResultDocument result) {
        root = JSON.readTree(json);
        judged = result.primaryMetrics();
    }

    /// How much the data takes that has lost this much.
    int bytes(Loss loss) {
        return form(loss).bytes();
    }

    /// The form that has lost least of those that fit; nothing at all when none does.
    ///
    /// @param room left in the page, in bytes
    EmbeddedJson fitting(int room) {
        for (Loss loss : Loss.values()) {
            if (loss == Loss.ALL || bytes(loss) <= room) {
                return EmbeddedJson.result(form(loss).json(), loss);
            }
        }
        throw new AssertionError("a loss of everything always fits");
    }

    private Form form(Loss loss) {
        while (forms.size() <= loss.ordinal()) {
            String json = written(Loss.values()[forms.size()]);
            forms.add(new Form(json, json.getBytes(StandardCharsets.UTF_8).length));
        }
        return forms.get(loss.ordinal());
    }

    private String written(Loss loss) {
        switch (loss) {
            case NOTHING -> {}
            case ROUNDS -> loseRounds();
            case METRICS -> loseMetrics();
            case ALL -> {
                return "{}";
            }
        }
        return EmbeddedJson.escaped(root);
    }

    private void loseRounds() {
        root.path("cells")
                .forEach(cell -> cell.path("metrics").properties().forEach(metric -> {
                    if (!judged.contains(metric.getKey()) && metric.getValue() instanceof ObjectNode estimate) {
                        estimate.putArray("rounds");
                    }
                }));
    }

    private void loseMetrics() {
        root.path("cells").forEach(cell -> {
            if (cell.path("metrics") instanceof ObjectNode metrics) {
                metrics.retain(judged);
            }
        });
    }
}
