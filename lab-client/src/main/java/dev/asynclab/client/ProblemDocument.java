package dev.asynclab.client;

import dev.asynclab.api.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads `application/problem+json` (RFC 9457) with the lab's `errors[]`.
final class ProblemDocument {
    private static final int LONGEST_EXCERPT = 200;

    private ProblemDocument() {}

    /// The errors, or one problem made from title and detail. A body of another kind (a proxy's page) is quoted.
    static List<Problem> problems(int status, String body) {
        try {
            JsonNode root = new JsonMapper().readTree(body);
            var problems = new ArrayList<Problem>();
            root.path("errors").forEach(error -> problems.add(problem(error)));
            if (problems.isEmpty()) {
                problems.add(whole(status, root));
            }
            return problems;
        } catch (JacksonException _) {
            String excerpt = body.substring(0, Math.min(body.length(), LONGEST_EXCERPT));
            return List.of(Problem.general(
                    "http-" + status, "the server answered " + status + ": " + excerpt, "is this a lab server?"));
        }
    }

    private static Problem problem(JsonNode error) {
        String suggestion = error.path("suggestion").asString("");
        return new Problem(
                error.path("code").asString("refused"),
                error.path("message").asString(error.path("detail").asString("")),
                error.path("line").asInt(0),
                error.path("column").asInt(0),
                Math.max(1, error.path("length").asInt(1)),
                error.path("pointer").asString(""),
                suggestion.isEmpty() ? Optional.empty() : Optional.of(suggestion),
                error.path("help").asString(""));
    }

    /// The last part of `type` is a stable name: `http://.../problems/not-found`.
    private static Problem whole(int status, JsonNode root) {
        String type = root.path("type").asString("");
        String name = type.substring(type.lastIndexOf('/') + 1);
        String title = root.path("title").asString("the server answered " + status);
        String detail = root.path("detail").asString("");
        return Problem.general(
                name.isEmpty() || name.equals("about:blank") ? "http-" + status : name,
                detail.isEmpty() ? title : detail,
                root.path("help").asString(""));
    }
}
