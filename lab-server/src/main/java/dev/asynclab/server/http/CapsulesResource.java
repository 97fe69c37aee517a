package dev.asynclab.server.http;

import dev.asynclab.server.capsule.CapsuleZip;
import dev.asynclab.server.run.Runs;
import java.util.List;
import java.util.Map;

/// Runs as files: handed out, taken in, and what it takes to repeat one.
final class CapsulesResource {
    private static final String ZIP = "application/zip";
    private final Runs runs;

    CapsulesResource(Services services) {
        this.runs = services.runs();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/runs/{id}/capsule", "The run as one file, to be opened elsewhere")
                        .reply(200, "scenario, settings, raw records, environment and result", ZIP)
                        .fails(ProblemType.NO_SUCH_RUN, ProblemType.NO_RESULT)
                        .by(this::capsule),
                Endpoint.get("/api/v1/runs/{id}/request", "The request that repeats the run, for POST /runs")
                        .reply(200, "text, settings, profile, budget and seed", Json.TYPE)
                        .fails(ProblemType.NO_SUCH_RUN)
                        .by(this::repeated),
                Endpoint.post("/api/v1/imports", "Keep the run of a capsule, under its own id")
                        .body(ZIP)
                        .largest(CapsuleZip.LARGEST_PACKED_BYTES)
                        .reply(201, "kept; see Location", Json.TYPE)
                        .reply(200, "this very run was here before", Json.TYPE)
                        .fails(ProblemType.BAD_CAPSULE, ProblemType.ID_TAKEN, ProblemType.DISK_FULL)
                        .by(this::open));
    }

    private Answer capsule(Request request) {
        String id = RunResource.find(runs, request.param("id")).id();
        byte[] file = runs.capsule(id)
                .orElseThrow(() -> new Refused(ProblemType.NO_RESULT, "run `" + id + "` has no result (yet)"));
        return new Answer.Whole(
                200,
                Map.of("Content-Type", ZIP, "Content-Disposition", "attachment; filename=\"" + id + ".zip\""),
                file);
    }

    private Answer repeated(Request request) {
        String id = RunResource.find(runs, request.param("id")).id();
        return runs.repeated(id).map(r -> (Answer) Answer.json(200, r)).orElseThrow(() -> RunResource.missing(id));
    }

    private Answer open(Request request) {
        return switch (runs.open(request.body())) {
            case Runs.Opened.Ok ok ->
                Answer.json(ok.known() ? 200 : 201, ok.status())
                        .with("Location", "/api/v1/runs/" + ok.status().id());
            case Runs.Opened.Bad(String reason) -> throw new Refused(ProblemType.BAD_CAPSULE, reason);
            case Runs.Opened.IdTaken(String run) ->
                throw new Refused(ProblemType.ID_TAKEN, "another run with the id `" + run + "` is here");
            case Runs.Opened.DiskFull(long free) ->
                throw new Refused(ProblemType.DISK_FULL, "%,d bytes are free".formatted(free));
        };
    }
}
