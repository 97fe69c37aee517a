package dev.asynclab.server.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts answers. Cheap enough for every request; read only when somebody asks for metrics.
final class Traffic {
    /// @param route template of the path, so that there are as many as routes; `refused` before routing
    record Kind(String method, String route, int status) {}

    private final Map<Kind, LongAdder> answers = new ConcurrentHashMap<>();

    void answered(Endpoint endpoint, int status) {
        count(new Kind(endpoint.method(), endpoint.path(), status));
    }

    void refused(ProblemType type) {
        count(new Kind("any", "refused", type.status()));
    }

    Map<Kind, LongAdder> answers() {
        return answers;
    }

    private void count(Kind kind) {
        answers.computeIfAbsent(kind, _ -> new LongAdder()).increment();
    }
}
