package dev.asynclab.server.http;

import dev.asynclab.api.ResultDocument;
import java.io.IOException;
import java.util.List;

/// The schemas of what goes in and out.
final class AssetsResource {
    private static final String SCHEMA = "application/schema+json";
    private final HttpConfig config;

    AssetsResource(HttpConfig config) {
        this.config = config;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/schemas/scenario.json", "JSON schema of a scenario file")
                        .reply(200, "JSON Schema", SCHEMA)
                        .fails(ProblemType.NOT_FOUND)
                        .by(this::scenarioSchema),
                Endpoint.get("/docs/reference", "Every key of a scenario file, and what it takes")
                        .reply(200, "page", "text/html")
                        .fails(ProblemType.NOT_FOUND)
                        .by(_ -> ReferencePage.of(shipped("REFERENCE.md"))),
                Endpoint.get("/schemas/result.json", "JSON schema of a result document")
                        .reply(200, "JSON Schema", SCHEMA)
                        .by(r -> tagged(
                                r,
                                SCHEMA,
                                Json.pretty(RecordSchema.document("The result of a run", ResultDocument.class)))));
    }

    private Answer scenarioSchema(Request request) throws IOException {
        return tagged(request, SCHEMA, shipped("scenario.schema.json"));
    }

    private String shipped(String name) throws IOException {
        var file = config.home().resolve("scenarios").resolve(name);
        if (!java.nio.file.Files.isRegularFile(file)) {
            throw new Refused(ProblemType.NOT_FOUND, "this lab has no scenarios/" + name);
        }
        return java.nio.file.Files.readString(file);
    }

    private static Answer tagged(Request request, String type, String text) {
        return Etag.answer(request, Etag.digest(text), Answer.of(200, type, text));
    }
}
