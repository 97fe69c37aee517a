package dev.asynclab.server.http;

import dev.asynclab.api.Problem;
import dev.asynclab.scenario.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The fields of a JSON request body. Collects what is wrong, and refuses all of it at once.
final class JsonBody {
    private final JsonNode root;
    private final List<Problem> problems = new ArrayList<>();

    private JsonBody(JsonNode root) {
        this.root = root;
    }

    /// @param allowed the only fields there may be
    static JsonBody of(Request request, List<String> allowed) {
        JsonNode root = Json.read(request.text());
        if (root.isMissingNode()) {
            throw new Refused(ProblemType.MALFORMED_JSON, "the body is empty");
        }
        if (!root.isObject()) {
            throw invalid(List.of(problem(
                    "wrong-type", "", "the body is not a JSON object", Optional.empty(), "send {\"field\": value}")));
        }
        var body = new JsonBody(root);
        for (String name : root.propertyNames()) {
            if (!allowed.contains(name)) {
                String shown = shown(name);
                body.problems.add(problem(
                        "unknown-field",
                        shown,
                        "no field `" + shown + "` here; there are " + String.join(", ", allowed),
                        Spelling.closest(name, allowed),
                        "leave it out, or correct its name"));
            }
        }
        return body;
    }

    boolean has(String field) {
        return !root.path(field).isMissingNode() && !root.path(field).isNull();
    }

    Optional<String> text(String field) {
        if (!has(field)) {
            return Optional.empty();
        }
        if (!root.path(field).isString()) {
            wrong(field, "is not a text");
            return Optional.empty();
        }
        return Optional.of(root.path(field).stringValue());
    }

    /// A text that must be there; empty when it is not, and then [#check] refuses.
    String needed(String field) {
        if (!has(field)) {
            wrong(field, "is missing");
        }
        return text(field).orElse("");
    }

    Optional<Long> whole(String field) {
        if (!has(field)) {
            return Optional.empty();
        }
        JsonNode value = root.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            wrong(field, "is not a whole number of 64 bits");
            return Optional.empty();
        }
        return Optional.of(value.longValue());
    }

    JsonNode raw(String field) {
        return root.path(field);
    }

    /// An object of texts; numbers and truth values count as their text.
    Map<String, String> texts(String field) {
        Map<String, String> values = new LinkedHashMap<>();
        if (has(field) && !root.path(field).isObject()) {
            wrong(field, "is not an object of names and values");
        }
        for (var entry : root.path(field).properties()) {
            if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                values.put(entry.getKey(), entry.getValue().asString());
            } else {
                wrong(field + "/" + shown(entry.getKey()), "is not a single value");
            }
        }
        return values;
    }

    /// An object of lists of texts; a single text counts as a list of one.
    Map<String, List<String>> lists(String field) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (has(field) && !root.path(field).isObject()) {
            wrong(field, "is not an object of names and lists");
        }
        for (var entry : root.path(field).properties()) {
            JsonNode value = entry.getValue();
            List<JsonNode> items = value.isArray() ? value.values().stream().toList() : List.of(value);
            if (items.stream().allMatch(i -> i.isValueNode() && !i.isNull())) {
                values.put(
                        entry.getKey(), items.stream().map(JsonNode::asString).collect(Collectors.toList()));
            } else {
                wrong(field + "/" + shown(entry.getKey()), "is not a list of values");
            }
        }
        return values;
    }

    void wrong(String field, String what) {
        problems.add(problem(
                what.equals("is missing") ? "missing-field" : "wrong-type",
                field,
                "`" + field + "` " + what,
                Optional.empty(),
                "see the fields of this request on /docs/"));
    }

    /// Refuses when anything was wrong.
    void check() {
        if (!problems.isEmpty()) {
            throw invalid(problems);
        }
    }

    static Refused invalid(List<Problem> problems) {
        String first = problems.getFirst().message();
        String more = problems.size() == 1 ? "" : "; and " + (problems.size() - 1) + " more";
        return new Refused(
                ProblemType.INVALID_BODY, first + more, problems.subList(0, Math.min(20, problems.size())), Map.of());
    }

    private static String shown(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "...";
    }

    private static Problem problem(
            String code, String field, String message, Optional<String> suggestion, String help) {
        return new Problem(code, message, 0, 0, 1, field.isEmpty() ? "" : "/" + field, suggestion, help);
    }
}
