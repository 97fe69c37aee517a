package dev.asynclab.server.report;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.server.verdict.RecordedRunTest;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A result as large as a scenario may make one: every cell has all metrics of a real one, with a figure per round.
record LargeResult(ResultDocument result, String json) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ROUNDS = 8;

    /// @param models variants
    /// @param points values of the one axis, 10, 20, 40 and so on in ten steps to each doubling
    static LargeResult of(int models, int points) {
        ObjectNode tree = JSON.valueToTree(RecordedRunTest.capsule().result());
        ObjectNode sample = (ObjectNode) tree.path("cells").path(0);
        ObjectNode pair = (ObjectNode) tree.path("pairs").path(0);
        ArrayNode cells = tree.putArray("cells");
        ArrayNode pairs = tree.putArray("pairs");
        for (int point = 0; point < points; point++) {
            String at = String.valueOf(Math.round(10 * Math.pow(2, point / 10.0)));
            for (int model = 0; model < models; model++) {
                cells.add(cell(sample.deepCopy(), "model-" + model, at, 1 + model / 10.0 + point));
                if (model > 0) {
                    ObjectNode judged = pair.deepCopy();
                    judged.put("a", "model-0")
                            .put("b", "model-" + model)
                            .putObject("at")
                            .put("callers", at);
                    pairs.add(judged);
                }
            }
        }
        return new LargeResult(JSON.treeToValue(tree, ResultDocument.class), JSON.writeValueAsString(tree));
    }

    private static ObjectNode cell(ObjectNode cell, String model, String at, double factor) {
        cell.put("id", model + "@callers=" + at).put("model", model).put("label", at);
        cell.putObject("at").put("callers", at);
        cell.path("metrics").forEach(metric -> {
            ObjectNode estimate = (ObjectNode) metric;
            double median = estimate.path("median").asDouble(1) * factor;
            estimate.put("median", median).put("lo", median * 0.97).put("hi", median * 1.03);
            ArrayNode rounds = estimate.putArray("rounds");
            for (int round = 0; round < ROUNDS; round++) {
                rounds.add(median * (0.98 + round / 200.0));
            }
        });
        return cell;
    }
}
