package dev.asynclab.server.http;

import dev.asynclab.api.RunStatus;
import dev.asynclab.server.run.Runs;
import dev.asynclab.server.run.TraceFiles;
import java.util.List;
import java.util.Map;

/// What sampled tasks did and on which thread, as files for other programs.
final class TraceResource {
    private static final String CELL = "/api/v1/runs/{id}/cells/{cell}/";
    private static final String JFR = "application/octet-stream";
    private final Runs runs;

    TraceResource(Services services) {
        this.runs = services.runs();
    }

    List<Endpoint> endpoints() {
        ProblemType[] failures = {ProblemType.NO_SUCH_RUN, ProblemType.NO_TRACE, ProblemType.STILL_RUNNING};
        return List.of(
                Endpoint.get("/api/v1/runs/{id}/traces", "The cells of a run that have a trace")
                        .reply(200, "their ids in `cells`; empty when no trace was asked for", Json.TYPE)
                        .fails(ProblemType.NO_SUCH_RUN, ProblemType.STILL_RUNNING)
                        .by(this::list),
                Endpoint.get(CELL + "trace", "The timeline of a cell's sampled tasks, for Perfetto")
                        .reply(200, "Chrome's trace format, object form; times in microseconds", Json.TYPE)
                        .fails(failures)
                        .by(request -> file(request, TraceFiles.Kind.TRACE)),
                Endpoint.get(CELL + "jfr", "The recording of Flight Recorder of a cell's trace trial")
                        .reply(200, "a file for JDK Mission Control or `jfr print`", JFR)
                        .fails(failures)
                        .by(request -> file(request, TraceFiles.Kind.JFR)));
    }

    private Answer list(Request request) {
        return Answer.json(200, Map.of("cells", runs.traces(ended(request))));
    }

    private Answer file(Request request, TraceFiles.Kind kind) {
        String id = ended(request);
        String cell = request.param("cell");
        byte[] file = runs.trace(id, cell, kind).orElseThrow(() -> missing(id));
        boolean jfr = kind == TraceFiles.Kind.JFR;
        // Only ids that are there come this far, and those have no quotes and no spaces.
        String name = id + "-" + cell + (jfr ? ".jfr" : ".trace.json");
        return new Answer.Whole(
                200,
                Map.of(
                        "Content-Type",
                        jfr ? JFR : Json.TYPE,
                        "Content-Disposition",
                        "attachment; filename=\"" + name + "\""),
                file);
    }

    /// The id of a run that has ended: a trace is made last, and is whole then.
    private String ended(Request request) {
        RunStatus status = RunResource.find(runs, request.param("id"));
        if (!RunResource.ended(status)) {
            throw new Refused(
                    ProblemType.STILL_RUNNING, "run `" + status.id() + "` has not ended; its traces are made last");
        }
        return status.id();
    }

    private Refused missing(String id) {
        List<String> cells = runs.traces(id);
        return new Refused(
                ProblemType.NO_TRACE,
                cells.isEmpty()
                        ? "run `" + id + "` recorded no trace"
                        : "run `" + id + "` has no trace of such a cell; it has " + String.join(", ", cells));
    }
}
