package dev.asynclab.server.http;

import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunStatus;
import dev.asynclab.server.run.Runs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Server-sent events: what happens in a run, as it happens.
final class RunEventsResource {
    private static final String STREAM = "text/event-stream";
    private static final int MOST_RUNS = 50;
    private final Runs runs;

    RunEventsResource(Services services) {
        this.runs = services.runs();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/runs/{id}/events", "The events of a run, the stored ones first, then live")
                        .header("Last-Event-ID", "id of the last event seen; the stream goes on after it")
                        .reply(200, "a stream that ends after the event `end`", STREAM)
                        .reply(200, "as JSON: `events`, those stored so far", Json.TYPE)
                        .reply(204, "there is nothing after Last-Event-ID, and never will be")
                        .fails(ProblemType.NO_SUCH_RUN)
                        .by(this::one),
                Endpoint.get("/api/v1/events", "The events of several runs, or from now on of all, in one stream")
                        .query("runs", "run ids with commas between, at most " + MOST_RUNS)
                        .header("Last-Event-ID", "id of the last event seen; the stream goes on after it")
                        .reply(200, "a stream; with `runs` it ends when all of them have ended", STREAM)
                        .reply(204, "there is nothing after Last-Event-ID, and never will be")
                        .fails(ProblemType.NO_SUCH_RUN)
                        .by(this::several));
    }

    private Answer one(Request request) {
        RunStatus status = RunResource.find(runs, request.param("id"));
        boolean list = Accept.choose(request, List.of(STREAM, Json.TYPE)).equals(Json.TYPE);
        long after = request.header("last-event-id")
                .filter(h -> !h.isBlank())
                .map(RunEventsResource::sequence)
                .orElse(0L);
        if (list) {
            return Answer.json(200, Map.of("events", runs.events(status.id(), after)));
        }
        return finished(status, after) ? Answer.noContent() : new Answer.Events(Map.of(status.id(), after), false);
    }

    private Answer several(Request request) {
        Accept.choose(request, List.of(STREAM));
        List<String> ids = List.of(request.query("runs").orElse("").split(",", MOST_RUNS + 1)).stream()
                .filter(s -> !s.isEmpty())
                .distinct()
                .toList();
        if (ids.size() > MOST_RUNS) {
            throw new Refused(ProblemType.BAD_PARAMETER, "`runs` names at most " + MOST_RUNS + " runs");
        }
        Map<String, Long> seen = positions(request.header("last-event-id").orElse(""));
        Map<String, Long> positions = new LinkedHashMap<>();
        for (String id : ids) {
            long after = seen.getOrDefault(id, 0L);
            if (!finished(RunResource.find(runs, id), after)) {
                positions.put(id, after);
            }
        }
        return !ids.isEmpty() && positions.isEmpty() ? Answer.noContent() : new Answer.Events(positions, true);
    }

    /// Whether the reader has the event `end`.
    private boolean finished(RunStatus status, long after) {
        if (after == 0 || !RunResource.ended(status)) {
            return false;
        }
        List<RunEvent> rest = runs.events(status.id(), after - 1);
        return rest.isEmpty()
                || rest.getLast().type().equals("end") && rest.getLast().sequence() <= after;
    }

    /// Positions of several runs: `run:sequence` with commas between.
    private static Map<String, Long> positions(String header) {
        Map<String, Long> positions = new LinkedHashMap<>();
        for (String part : header.split(",", MOST_RUNS + 1)) {
            int colon = part.lastIndexOf(':');
            if (colon > 0) {
                positions.put(part.substring(0, colon).strip(), sequence(part.substring(colon + 1)));
            }
        }
        return positions;
    }

    private static long sequence(String text) {
        if (!text.strip().matches("[0-9]{1,18}")) {
            throw new Refused(ProblemType.BAD_PARAMETER, "Last-Event-ID is not an id of this stream");
        }
        return Long.parseLong(text.strip());
    }
}
