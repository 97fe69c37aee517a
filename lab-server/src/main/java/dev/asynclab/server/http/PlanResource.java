package dev.asynclab.server.http;

import dev.asynclab.server.run.Runs;
import dev.asynclab.server.run.ScenarioLibrary;

/// What a run would do; nothing is started.
final class PlanResource {
    private final Runs runs;
    private final ScenarioLibrary library;

    PlanResource(Services services) {
        this.runs = services.runs();
        this.library = services.scenarios();
    }

    Endpoint endpoint() {
        return RunBody.describe(Endpoint.post("/api/v1/plans", "Cells, order and cost of a run, before it is started"))
                .reply(200, "the plan", Json.TYPE)
                .fails(ProblemType.NO_SUCH_SCENARIO, ProblemType.INVALID_SCENARIO, ProblemType.INVALID_BODY)
                .by(this::plan);
    }

    private Answer plan(Request request) {
        return switch (runs.plan(RunBody.read(request))) {
            case Runs.Planned.Ok ok -> Answer.json(200, ok.plan());
            case Runs.Planned.Invalid invalid -> throw ScenarioTexts.invalid(invalid.problems());
            case Runs.Planned.NoSuchScenario missing -> throw ScenarioResource.missing(missing.id(), library);
        };
    }
}
