package dev.asynclab.server.http;

import dev.asynclab.server.run.Runs;

/// Two runs side by side.
final class ComparisonsResource {
    private final Runs runs;

    ComparisonsResource(Services services) {
        this.runs = services.runs();
    }

    Endpoint endpoint() {
        return Endpoint.get("/api/v1/comparisons", "Two runs side by side: what differs around them, then cell by cell")
                .query("base", "id of the run to compare with")
                .query("with", "id of the other run; ratios are this one over base")
                .query("anyway", "`true`: compare also runs that are not comparable, under a banner")
                .reply(
                        200,
                        "also when they are not comparable: then `comparable` is false and `problems` say why",
                        Json.TYPE)
                .fails(ProblemType.NO_SUCH_RUN, ProblemType.NO_RESULT, ProblemType.BAD_PARAMETER)
                .by(this::compare);
    }

    private Answer compare(Request request) {
        String base = run(request, "base");
        String with = run(request, "with");
        String anyway = request.query("anyway").orElse("false");
        if (!anyway.equals("true") && !anyway.equals("false")) {
            throw new Refused(ProblemType.BAD_PARAMETER, "`anyway` is true or false");
        }
        return runs.compare(base, with, anyway.equals("true"))
                .map(c -> (Answer) Answer.json(200, c))
                .orElseThrow(() -> new Refused(ProblemType.NO_RESULT, "the result was deleted meanwhile"));
    }

    private String run(Request request, String name) {
        String id = request.query(name)
                .orElseThrow(() -> new Refused(ProblemType.BAD_PARAMETER, "`" + name + "` is the id of a run"));
        RunResource.find(runs, id);
        if (runs.result(id).isEmpty()) {
            throw new Refused(ProblemType.NO_RESULT, "run `" + id + "` has no result (yet)");
        }
        return id;
    }
}
