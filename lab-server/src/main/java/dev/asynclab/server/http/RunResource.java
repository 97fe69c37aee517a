package dev.asynclab.server.http;

import dev.asynclab.api.RunState;
import dev.asynclab.api.RunStatus;
import dev.asynclab.server.run.Runs;
import java.util.List;
import java.util.regex.Pattern;

/// One run: watch it, cancel it, forget it.
final class RunResource {
    private static final String PATH = "/api/v1/runs/{id}";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private final Runs runs;

    RunResource(Services services) {
        this.runs = services.runs();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(PATH, "A run as it is now")
                        .reply(200, "its status; with Retry-After until it has ended", Json.TYPE)
                        .fails(ProblemType.NO_SUCH_RUN)
                        .by(this::read),
                Endpoint.post(PATH + "/cancel", "Ask a run to stop; harmless when it has ended")
                        .reply(202, "it will end", Json.TYPE)
                        .reply(200, "it had ended", Json.TYPE)
                        .fails(ProblemType.NO_SUCH_RUN)
                        .by(this::cancel),
                Endpoint.delete(PATH, "Forget a run that has ended")
                        .reply(204, "forgotten")
                        .fails(ProblemType.NO_SUCH_RUN, ProblemType.STILL_RUNNING)
                        .by(this::delete));
    }

    static boolean ended(RunStatus status) {
        return RunState.of(status.state()).map(RunState::ended).orElse(false);
    }

    /// Whether a run may have this id; anything else need not be looked up.
    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    static RunStatus find(Runs runs, String id) {
        return java.util.Optional.of(id)
                .filter(RunResource::isId)
                .flatMap(runs::status)
                .orElseThrow(() -> missing(id));
    }

    static Refused missing(String id) {
        String shown = id.length() > 64 ? id.substring(0, 64) + "..." : id;
        return new Refused(ProblemType.NO_SUCH_RUN, "no run `" + shown + "`");
    }

    private Answer read(Request request) {
        RunStatus status = find(runs, request.param("id"));
        Answer.Whole answer = Answer.json(200, status);
        return ended(status) ? answer : answer.with("Retry-After", "1");
    }

    private Answer cancel(Request request) {
        String id = request.param("id");
        find(runs, id);
        return switch (runs.cancel(id)) {
            case DONE, STILL_RUNNING -> Answer.json(202, find(runs, id)).with("Retry-After", "1");
            case ALREADY_ENDED -> Answer.json(200, find(runs, id));
            case NO_SUCH_RUN -> throw missing(id);
        };
    }

    private Answer delete(Request request) {
        String id = request.param("id");
        find(runs, id);
        return switch (runs.delete(id)) {
            case DONE, ALREADY_ENDED -> Answer.noContent();
            case STILL_RUNNING -> throw new Refused(ProblemType.STILL_RUNNING, "run `" + id + "` has not ended");
            case NO_SUCH_RUN -> throw missing(id);
        };
    }
}
