package dev.asynclab.server.http;

import dev.asynclab.server.run.Runs;
import java.util.List;
import java.util.Map;

/// The files of a run: pictures of what its kernels computed. The result lists them under `artifacts`.
final class ArtifactResource {
    private static final String PNG = "image/png";
    private final Runs runs;

    ArtifactResource(Services services) {
        this.runs = services.runs();
    }

    Endpoint endpoint() {
        return Endpoint.get("/api/v1/runs/{id}/artifacts/{name}", "A file of a run, such as a picture it computed")
                .reply(200, "the picture", PNG)
                .fails(ProblemType.NO_SUCH_RUN, ProblemType.NO_ARTIFACT)
                .by(this::file);
    }

    private Answer file(Request request) {
        String id = RunResource.find(runs, request.param("id")).id();
        byte[] file = runs.artifact(id, request.param("name")).orElseThrow(() -> missing(id));
        return new Answer.Whole(200, Map.of("Content-Type", PNG), file);
    }

    private Refused missing(String id) {
        List<String> names = runs.artifacts(id);
        return new Refused(
                ProblemType.NO_ARTIFACT,
                names.isEmpty()
                        ? "run `" + id + "` has no artifacts (yet)"
                        : "run `" + id + "` has no such artifact; it has " + String.join(", ", names));
    }
}
