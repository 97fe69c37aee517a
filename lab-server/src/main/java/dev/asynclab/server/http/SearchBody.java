package dev.asynclab.server.http;

import dev.asynclab.api.SearchRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The member `crossover` of a request to run something: a search instead of the file's sweep.
final class SearchBody {

    static final String DESCRIPTION = "search instead of the file's sweep: {\"axes\": [{\"axis\": \"callers\", "
            + "\"from\": 10, \"to\": 1000}], \"between\": [\"event-loop\", \"pool-50\"], \"metric\": "
            + "\"throughput\", \"at\": {}}; one axis finds a crossover, two make a map; `from`, `to`, `metric` "
            + "and `at` may be left out. A crossover is a `swap`, a `departure`, `none` when it is shown that nothing "
            + "changes, or `inconclusive`";

    private SearchBody() {}

    static Optional<SearchRequest> read(JsonBody body, String field) {
        if (!body.has(field)) {
            return Optional.empty();
        }
        JsonNode node = body.raw(field);
        List<SearchRequest.Range> axes = new ArrayList<>();
        for (JsonNode range : node.path("axes")) {
            Optional<Long> from = whole(body, range, field, "from");
            Optional<Long> to = whole(body, range, field, "to");
            if (range.path("axis").isString()) {
                axes.add(new SearchRequest.Range(range.path("axis").stringValue(), from, to));
            } else {
                body.wrong(field, "needs the name of an `axis` in each of its `axes`");
            }
        }
        List<String> between = new ArrayList<>();
        node.path("between").forEach(name -> between.add(name.asString()));
        Map<String, String> at = new LinkedHashMap<>();
        node.path("at")
                .properties()
                .forEach(e -> at.put(e.getKey(), e.getValue().asString()));
        if (axes.isEmpty() || axes.size() > 2 || between.size() != 2) {
            body.wrong(field, "needs one or two `axes`, and the names of two models in `between`");
        }
        Optional<String> metric =
                node.path("metric").isString() ? Optional.of(node.path("metric").stringValue()) : Optional.empty();
        return Optional.of(new SearchRequest(axes, between, metric, at));
    }

    private static Optional<Long> whole(JsonBody body, JsonNode range, String field, String name) {
        JsonNode value = range.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            body.wrong(field, "has a `" + name + "` that is not a whole number");
            return Optional.empty();
        }
        return Optional.of(value.longValue());
    }
}
