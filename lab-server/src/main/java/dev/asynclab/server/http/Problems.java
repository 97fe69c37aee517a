package dev.asynclab.server.http;

import dev.asynclab.api.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes problem documents (RFC 9457).
///
/// @param base address of this server, for the absolute `type`
record Problems(String base) {
    static final String TYPE = "application/problem+json";

    Answer.Whole answer(Refused refused, String instance) {
        ProblemType type = refused.type();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", base + "/problems/" + type.id());
        document.put("title", type.title());
        document.put("status", type.status());
        document.put("detail", refused.detail());
        document.put("instance", instance);
        document.put("help", type.help());
        if (!refused.errors().isEmpty()) {
            document.put("errors", errors(refused.errors()));
        }
        Answer.Whole answer = Answer.of(type.status(), TYPE, Json.write(document));
        for (var header : refused.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return type == ProblemType.UNAUTHENTICATED ? answer.with("WWW-Authenticate", "Bearer realm=\"lab\"") : answer;
    }

    /// The errors of a text, as every document carries them.
    static List<Map<String, Object>> errors(List<Problem> problems) {
        return problems.stream().map(Problems::error).toList();
    }

    private static Map<String, Object> error(Problem problem) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", problem.code());
        error.put("message", problem.message());
        error.put("line", problem.line());
        error.put("column", problem.column());
        error.put("length", problem.length());
        error.put("pointer", problem.pointer());
        problem.suggestion().ifPresent(s -> error.put("suggestion", s));
        error.put("help", problem.help());
        return error;
    }
}
