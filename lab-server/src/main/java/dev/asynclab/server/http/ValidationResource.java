package dev.asynclab.server.http;

import dev.asynclab.api.Problem;
import dev.asynclab.scenario.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The problems of a text; nothing is stored.
final class ValidationResource {
    private final ScenarioTexts texts;

    ValidationResource(Services services) {
        this.texts = new ScenarioTexts(services.reader());
    }

    Endpoint endpoint() {
        return Endpoint.post("/api/v1/validations", "The problems of a scenario text")
                .body(ScenarioTexts.TYPES)
                .field("text", "the text")
                .reply(200, "`valid`, and the problems, also when there are none", Json.TYPE)
                .fails(ProblemType.TOO_LARGE)
                .by(this::validate);
    }

    private Answer validate(Request request) {
        String text;
        if (request.hasYaml()) {
            text = request.text();
        } else {
            JsonBody body = JsonBody.of(request, List.of("text"));
            text = body.needed("text");
            body.check();
        }
        return switch (texts.read("scenario.yaml", text)) {
            case Reading.Valid valid -> document(true, List.of(), valid.warnings());
            case Reading.Invalid invalid -> document(false, invalid.problems(), List.of());
        };
    }

    private static Answer document(boolean valid, List<Problem> problems, List<Problem> warnings) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("valid", valid);
        document.put("problems", Problems.errors(problems));
        document.put("warnings", Problems.errors(warnings));
        return Answer.json(200, document);
    }
}
