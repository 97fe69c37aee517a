package dev.asynclab.server.http;

import dev.asynclab.api.Problem;
import dev.asynclab.api.ResultDocument.PredictionResult;
import dev.asynclab.api.RunRequest;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.run.Runs;
import java.util.List;
import java.util.Map;

/// What a replay needs to teach like a live run: the questions as they were asked for this run, and scores for answers
/// given today. It changes nothing.
final class ReplayResource {
    private final Runs runs;
    private final Services.Reader reader;

    ReplayResource(Services services) {
        this.runs = services.runs();
        this.reader = services.reader();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/runs/{id}/scenario", "The scenario of a run as it was read for it")
                        .reply(200, "every default filled in, the run's settings and filters applied", Json.TYPE)
                        .fails(ProblemType.NO_SUCH_RUN, ProblemType.INVALID_SCENARIO)
                        .by(this::scenario),
                Endpoint.post("/api/v1/runs/{id}/scores", "Score answers by what a run has measured; nothing is stored")
                        .body(Json.TYPE)
                        .field("QUESTION", PredictionsResource.ANSWERS)
                        .reply(200, "`predictions`, one per question, as in the result", Json.TYPE)
                        .fails(
                                ProblemType.NO_SUCH_RUN,
                                ProblemType.NO_RESULT,
                                ProblemType.WRONG_ANSWER,
                                ProblemType.INVALID_BODY)
                        .by(this::score));
    }

    private Answer scenario(Request request) {
        var run = RunResource.find(runs, request.param("id"));
        RunRequest repeated = runs.repeated(run.id()).orElseThrow(() -> RunResource.missing(run.id()));
        Settings settings = new Settings(repeated.set(), repeated.only());
        return switch (reader.read(run.scenario() + ".yaml", repeated.inline().orElse(""), settings)) {
            case Reading.Valid valid -> Answer.json(200, valid.scenario());
            // Of a version of the language this one does not read.
            case Reading.Invalid invalid -> throw ScenarioTexts.invalid(invalid.problems());
        };
    }

    private Answer score(Request request) {
        String id = RunResource.find(runs, request.param("id")).id();
        JsonBody body = JsonBody.open(request);
        Map<String, String> answers = PredictionsResource.answers(body, body.root());
        body.check();
        return switch (runs.score(id, answers)) {
            case Runs.Scoring.Ok(List<PredictionResult> predictions) ->
                Answer.json(200, Map.of("predictions", predictions));
            case Runs.Scoring.Wrong(List<Problem> problems) ->
                throw new Refused(ProblemType.WRONG_ANSWER, problems.getFirst().message(), problems, Map.of());
            case Runs.Scoring.NoResult _ ->
                throw new Refused(ProblemType.NO_RESULT, "run `" + id + "` has nothing to score by (yet)");
        };
    }
}
