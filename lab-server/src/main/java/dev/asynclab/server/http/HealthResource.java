package dev.asynclab.server.http;

import dev.asynclab.server.run.EnvironmentFacts;
import dev.asynclab.server.run.Runs;
import java.util.List;
import java.util.Map;

/// Whether the server lives, and whether it can work.
final class HealthResource {
    private final Runs runs;

    HealthResource(Services services) {
        this.runs = services.runs();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/health/live", "Whether the server answers at all")
                        .reply(200, "it does", Json.TYPE)
                        .by(_ -> Answer.json(200, Map.of("status", "up", "version", EnvironmentFacts.version()))),
                Endpoint.get("/health/ready", "Whether the server can take work")
                        .reply(200, "its store answers", Json.TYPE)
                        .reply(503, "its store does not answer", Json.TYPE)
                        .by(_ -> ready()));
    }

    private Answer ready() {
        try {
            runs.list(null, null, null, 1, null);
            return Answer.json(200, Map.of("status", "ready"));
        } catch (RuntimeException _) {
            // The reason is in the log of whoever threw it; a load balancer only needs to know.
            return Answer.json(503, Map.of("status", "not ready", "reason", "the store does not answer"));
        }
    }
}
