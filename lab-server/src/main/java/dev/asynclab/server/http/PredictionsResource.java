package dev.asynclab.server.http;

import dev.asynclab.api.Problem;
import dev.asynclab.server.run.Runs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What somebody expects of a run, handed in before it is measured.
final class PredictionsResource {
    /// What a body of answers holds, for the documentation.
    static final String ANSWERS = "`a = b, c` or [[\"a\", \"b\"], \"c\"] for a rank, `500/s` for a number, an option's"
            + " number or words for a choice";

    private final Runs runs;

    PredictionsResource(Services services) {
        this.runs = services.runs();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/runs/{id}/predictions", "The answers handed in for a run")
                        .reply(200, "`predictions`, an answer per question; empty when none were", Json.TYPE)
                        .fails(ProblemType.NO_SUCH_RUN)
                        .by(r -> Answer.json(
                                200,
                                Map.of(
                                        "predictions",
                                        runs.predictions(RunResource.find(runs, r.param("id"))
                                                .id())))),
                put());
    }

    private Endpoint put() {
        return Endpoint.put("/api/v1/runs/{id}/predictions", "Hand in answers to the questions of the lesson")
                .body(Json.TYPE)
                .field("QUESTION", ANSWERS)
                .reply(200, "kept; they replace earlier ones until measuring starts", Json.TYPE)
                .fails(
                        ProblemType.NO_SUCH_RUN,
                        ProblemType.PREDICTIONS_LOCKED,
                        ProblemType.WRONG_ANSWER,
                        ProblemType.INVALID_BODY)
                .by(this::put);
    }

    private Answer put(Request request) {
        String id = request.param("id");
        RunResource.find(runs, id);
        JsonBody body = JsonBody.open(request);
        Map<String, String> answers = answers(body, body.root());
        body.check();
        return switch (runs.predict(id, answers)) {
            case Runs.Prediction.Kept(Map<String, String> kept) -> Answer.json(200, Map.of("predictions", kept));
            case Runs.Prediction.Locked(String state) ->
                throw new Refused(ProblemType.PREDICTIONS_LOCKED, "run `" + id + "` is " + state);
            case Runs.Prediction.Wrong(List<Problem> problems) ->
                throw new Refused(ProblemType.WRONG_ANSWER, problems.getFirst().message(), problems, Map.of());
            case Runs.Prediction.NoSuchRun _ -> throw RunResource.missing(id);
        };
    }

    /// Question to answer; a list is a rank, from best to worst, a list in it a group that ties.
    static Map<String, String> answers(JsonBody body, JsonNode object) {
        Map<String, String> answers = new TreeMap<>();
        if (!object.isObject()) {
            body.wrong("predictions", "is not an object of questions and answers");
        }
        for (var entry : object.properties()) {
            String text = text(entry.getValue());
            if (text.isEmpty() || entry.getKey().length() > 200 || text.length() > 10_000) {
                body.wrong("predictions", "has a question without an answer, or one far too long");
            } else {
                answers.put(entry.getKey(), text);
            }
        }
        return answers;
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.isValueNode() && !value.isNull() ? value.asString() : "";
        }
        return value.valueStream()
                .map(group -> group.isArray()
                        ? group.valueStream().map(JsonNode::asString).collect(Collectors.joining(" = "))
                        : group.asString())
                .collect(Collectors.joining(", "));
    }
}
