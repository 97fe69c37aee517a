package dev.asynclab.server.http;

import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunState;
import dev.asynclab.api.RunStatus;
import dev.asynclab.server.run.Runs;
import dev.asynclab.server.run.ScenarioLibrary;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// All runs: list them, queue one.
final class RunListResource {
    private static final String PATH = "/api/v1/runs";
    private static final Pattern WAIT = Pattern.compile("(?i)(?:^|.*[,; ])wait=([0-9]{1,6})(?:$|[,; ].*)");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    /// Shorter than the connection's idle timeout, which knows nothing of a caller who waits on purpose.
    private static final int LONGEST_WAIT_SECONDS = 50;

    private final Runs runs;
    private final ScenarioLibrary library;

    RunListResource(Services services) {
        this.runs = services.runs();
        this.library = services.scenarios();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(PATH, "Runs, newest first")
                        .query("scenario", "only runs of this scenario")
                        .query("state", "only runs in this state")
                        .query("since", "only runs submitted at or after this ISO-8601 instant")
                        .query("pageSize", "1 to 500, 100 unless given")
                        .query("pageToken", "`nextPageToken` of the page before")
                        .reply(200, "a page", Json.TYPE)
                        .fails(ProblemType.BAD_PARAMETER)
                        .by(this::list),
                RunBody.describe(Endpoint.post(PATH, "Queue a run"))
                        .header("Idempotency-Key", "a repeated request with the same key starts no second run")
                        .header("Prefer", "`wait=N`: answer when the run has ended, at most N seconds later")
                        .reply(202, "queued, on disk; see Location and Retry-After", Json.TYPE)
                        .reply(200, "ended, with Prefer", Json.TYPE)
                        .fails(
                                ProblemType.NO_SUCH_SCENARIO,
                                ProblemType.KEY_REUSED,
                                ProblemType.INVALID_SCENARIO,
                                ProblemType.INVALID_BODY,
                                ProblemType.QUEUE_FULL,
                                ProblemType.DRAINING,
                                ProblemType.DISK_FULL)
                        .by(this::submit));
    }

    private Answer list(Request request) {
        String state = request.query("state").orElse(null);
        if (state != null && RunState.of(state).isEmpty()) {
            String states = String.join(
                    ", ", Arrays.stream(RunState.values()).map(RunState::id).toList());
            throw new Refused(ProblemType.BAD_PARAMETER, "`state` is one of " + states);
        }
        int size = Paging.size(request);
        Runs.Page page = page(
                request.query("scenario").orElse(null),
                state,
                since(request),
                size,
                request.query("pageToken").orElse(null));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("runs", page.runs());
        String next = page.nextPageToken();
        if (next == null) {
            return Answer.json(200, document);
        }
        document.put("nextPageToken", next);
        return Answer.json(200, document).with("Link", Paging.link(PATH, size, next));
    }

    private Runs.Page page(
            @Nullable String scenario,
            @Nullable String state,
            @Nullable String since,
            int size,
            @Nullable String token) {
        try {
            return runs.list(scenario, state, since, size, token);
        } catch (IllegalArgumentException _) {
            throw new Refused(ProblemType.BAD_PARAMETER, "`pageToken` is not one this list gave; start without it");
        }
    }

    private static @Nullable String since(Request request) {
        String since = request.query("since").orElse(null);
        try {
            return since == null ? null : Instant.parse(since).toString();
        } catch (DateTimeParseException _) {
            throw new Refused(ProblemType.BAD_PARAMETER, "`since` is an instant such as 2026-03-01T08:00:00Z");
        }
    }

    private Answer submit(Request request) throws InterruptedException {
        String key = request.header("idempotency-key").orElse(null);
        if (key != null && !KEY.matcher(key).matches()) {
            throw new Refused(ProblemType.BAD_PARAMETER, "Idempotency-Key has 1 to 200 visible ASCII characters");
        }
        RunRequest wanted = RunBody.read(request);
        return switch (runs.submit(wanted, key, Etag.digest(Json.canonical(wanted)))) {
            case Runs.Submission.Accepted accepted -> accepted(request, accepted.status());
            case Runs.Submission.Invalid invalid -> throw ScenarioTexts.invalid(invalid.problems());
            case Runs.Submission.NoSuchScenario missing -> throw ScenarioResource.missing(missing.id(), library);
            case Runs.Submission.KeyReused _ ->
                throw new Refused(ProblemType.KEY_REUSED, "this key came with another request before");
            case Runs.Submission.QueueFull full ->
                throw refused(
                        ProblemType.QUEUE_FULL, full.queued() + " runs are queued already", full.retryAfterSeconds());
            case Runs.Submission.Draining _ -> throw refused(ProblemType.DRAINING, "no new runs are taken", 10);
            case Runs.Submission.DiskFull disk ->
                throw new Refused(
                        ProblemType.DISK_FULL,
                        "%,d bytes are free; runs need at least %,d".formatted(disk.freeBytes(), disk.floorBytes()));
        };
    }

    private static Refused refused(ProblemType type, String detail, int retryAfterSeconds) {
        return new Refused(type, detail, List.of(), Map.of("Retry-After", String.valueOf(retryAfterSeconds)));
    }

    private Answer accepted(Request request, RunStatus queued) throws InterruptedException {
        int seconds = waitSeconds(request);
        RunStatus status = queued;
        if (seconds > 0 && !RunResource.ended(queued)) {
            awaitEnd(queued.id(), seconds);
            status = runs.status(queued.id()).orElse(queued);
        }
        Answer.Whole answer;
        if (seconds > 0 && RunResource.ended(status)) {
            answer = Answer.json(200, status).with("Preference-Applied", "wait=" + seconds);
        } else {
            answer = Answer.json(202, status).with("Retry-After", "1");
        }
        return answer.with("Location", PATH + "/" + status.id());
    }

    private static int waitSeconds(Request request) {
        Matcher matcher = WAIT.matcher(request.header("prefer").orElse(""));
        return matcher.matches() ? Math.min(LONGEST_WAIT_SECONDS, Integer.parseInt(matcher.group(1))) : 0;
    }

    private void awaitEnd(String run, int seconds) throws InterruptedException {
        var ended = new CountDownLatch(1);
        try (Runs.Subscription _ = runs.subscribe(run, 0, (RunEvent event) -> {
            if (event.type().equals("end")) {
                ended.countDown();
            }
        })) {
            boolean _ = ended.await(seconds, TimeUnit.SECONDS);
        }
    }
}
