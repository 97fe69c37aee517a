package dev.asynclab.server.http;

import dev.asynclab.api.ComparisonDocument;
import dev.asynclab.api.PlanDocument;
import dev.asynclab.api.Problem;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.PredictionResult;
import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunState;
import dev.asynclab.api.RunStatus;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.run.Runs;
import dev.asynclab.server.run.StoreFailure;
import dev.asynclab.server.run.TraceFiles;
import dev.asynclab.server.verdict.RunComparison;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs in memory. A submitted run stays queued until a test says otherwise.
final class FakeRuns implements Runs {
    static final String INLINE_BAD = "bad";

    private record Listener(@Nullable String run, Consumer<RunEvent> consumer) {}

    private final Map<String, RunStatus> statuses = new LinkedHashMap<>();
    private final Map<String, List<RunEvent>> events = new LinkedHashMap<>();
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, ResultDocument> results = new LinkedHashMap<>();
    private final Map<String, List<TrialRecord>> trials = new LinkedHashMap<>();
    private final Map<String, Map<String, byte[]>> traces = new LinkedHashMap<>();
    private final Map<String, Map<String, byte[]>> artifacts = new LinkedHashMap<>();
    private @Nullable Submission scripted;
    private @Nullable StoreFailure broken;
    private @Nullable RunRequest last;

    /// Answers every submission with this from now on.
    synchronized void script(Submission answer) {
        scripted = answer;
    }

    /// Fails every submission with this from now on.
    synchronized void breakWith(StoreFailure failure) {
        broken = failure;
    }

    synchronized RunRequest lastRequest() {
        return java.util.Objects.requireNonNull(last);
    }

    int subscriptions() {
        return listeners.size();
    }

    synchronized void add(String id, RunState state) {
        statuses.put(id, status(id, state));
        events.computeIfAbsent(id, _ -> new ArrayList<>());
    }

    synchronized void put(String id, ResultDocument result, List<TrialRecord> records) {
        results.put(id, result);
        trials.put(id, records);
    }

    /// Stores an event and hands it to the subscribers, as the engine does.
    synchronized void emit(String run, String type, Map<String, Object> data) {
        List<RunEvent> stored = events.computeIfAbsent(run, _ -> new ArrayList<>());
        var event = new RunEvent(run, stored.size() + 1L, type, data);
        stored.add(event);
        if (type.equals("end")) {
            statuses.put(run, status(run, RunState.SUCCEEDED));
        }
        deliver(event);
    }

    /// A live sample: not stored.
    synchronized void sample(String run) {
        deliver(new RunEvent(run, 0, "sample", Map.of("rate", 1)));
    }

    private void deliver(RunEvent event) {
        listeners.stream()
                .filter(l -> l.run() == null || l.run().equals(event.run()))
                .forEach(l -> l.consumer().accept(event));
    }

    static RunStatus status(String id, RunState state) {
        return new RunStatus(
                id,
                "demo",
                "quick",
                state.id(),
                null,
                0,
                null,
                state == RunState.SUCCEEDED ? "holds" : null,
                null,
                null,
                "2026-01-01T00:00:00Z",
                null,
                null,
                Map.of());
    }

    @Override
    public synchronized Submission submit(RunRequest request, @Nullable String key, String fingerprint) {
        last = request;
        if (broken != null) {
            throw broken;
        }
        if (scripted != null) {
            return scripted;
        }
        if (request.scenario().filter(s -> !s.equals("demo")).isPresent()) {
            return new Submission.NoSuchScenario(request.scenario().get());
        }
        if (request.inline().filter(s -> s.contains(INLINE_BAD)).isPresent()) {
            return new Submission.Invalid(List.of(Problem.general("unknown-key", "no key `bad`", "leave it out")));
        }
        String id = "run-" + (statuses.size() + 1);
        if (key != null) {
            String before = keys.putIfAbsent(key, fingerprint + " " + id);
            if (before != null) {
                String[] parts = before.split(" ");
                return parts[0].equals(fingerprint)
                        ? new Submission.Accepted(status(parts[1]).orElseThrow(), true)
                        : new Submission.KeyReused(key);
            }
        }
        add(id, RunState.QUEUED);
        return new Submission.Accepted(status(id).orElseThrow(), false);
    }

    @Override
    public Planned plan(RunRequest request) {
        if (request.scenario().filter(s -> !s.equals("demo")).isPresent()) {
            return new Planned.NoSuchScenario(request.scenario().get());
        }
        if (request.inline().filter(s -> s.contains(INLINE_BAD)).isPresent()) {
            return new Planned.Invalid(List.of(Problem.general("unknown-key", "no key `bad`", "leave it out")));
        }
        return new Planned.Ok(new PlanDocument(
                "demo",
                "quick",
                8,
                12,
                6,
                16,
                20,
                150,
                1,
                0,
                true,
                0.5,
                0.5,
                0.05,
                0.14,
                "8 rounds",
                List.of(),
                List.of("a warning")));
    }

    @Override
    public synchronized Optional<RunStatus> status(String run) {
        return Optional.ofNullable(statuses.get(run));
    }

    @Override
    public synchronized Page list(
            @Nullable String scenario,
            @Nullable String state,
            @Nullable String since,
            int pageSize,
            @Nullable String pageToken) {
        int from = pageToken == null ? 0 : Integer.parseInt(pageToken);
        List<RunStatus> all = statuses.values().stream()
                .filter(s -> state == null || s.state().equals(state))
                .filter(s -> scenario == null || s.scenario().equals(scenario))
                .toList();
        int to = Math.min(all.size(), from + pageSize);
        return new Page(all.subList(from, to), to < all.size() ? String.valueOf(to) : null);
    }

    @Override
    public synchronized Prediction predict(String run, Map<String, String> answers) {
        RunStatus status = statuses.get(run);
        if (status == null) {
            return new Prediction.NoSuchRun();
        }
        if (!status.state().equals("queued")) {
            return new Prediction.Locked(status.state());
        }
        return answers.containsKey(INLINE_BAD)
                ? new Prediction.Wrong(List.of(Problem.general("bad-answer", "no answer", "it takes 1 or 2")))
                : new Prediction.Kept(answers);
    }

    /// Whoever answers `a` is right, whatever it is; only runs with a result have something to score by.
    @Override
    public synchronized Scoring score(String run, Map<String, String> answers) {
        if (!results.containsKey(run)) {
            return new Scoring.NoResult();
        }
        return answers.containsKey(INLINE_BAD)
                ? new Scoring.Wrong(List.of(Problem.general("bad-answer", "no answer", "it takes 1 or 2")))
                : new Scoring.Ok(List.of(
                        new PredictionResult("a", answers.get("a"), "50/s", "1 / 20 ms = 50/s", 1.0, null, null)));
    }

    @Override
    public synchronized Map<String, String> predictions(String run) {
        return Map.of();
    }

    @Override
    public synchronized Change cancel(String run) {
        RunStatus status = statuses.get(run);
        if (status == null) {
            return Change.NO_SUCH_RUN;
        }
        if (RunState.of(status.state()).orElseThrow().ended()) {
            return Change.ALREADY_ENDED;
        }
        statuses.put(run, status(run, RunState.CANCELLING));
        return Change.DONE;
    }

    @Override
    public synchronized Change delete(String run) {
        RunStatus status = statuses.get(run);
        if (status == null) {
            return Change.NO_SUCH_RUN;
        }
        if (!RunState.of(status.state()).orElseThrow().ended()) {
            return Change.STILL_RUNNING;
        }
        statuses.remove(run);
        return Change.DONE;
    }

    @Override
    public synchronized List<RunEvent> events(String run, long after) {
        return events.getOrDefault(run, List.of()).stream()
                .filter(e -> e.sequence() > after)
                .toList();
    }

    @Override
    public synchronized Subscription subscribe(@Nullable String run, long after, Consumer<RunEvent> consumer) {
        if (run != null) {
            events(run, after).forEach(consumer);
        }
        var listener = new Listener(run, consumer);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public synchronized Optional<ResultDocument> result(String run) {
        return Optional.ofNullable(results.get(run));
    }

    @Override
    public synchronized Optional<ResultDocument> fresh(String run) {
        return result(run);
    }

    @Override
    public synchronized Optional<byte[]> capsule(String run) {
        return Optional.ofNullable(results.get(run)).map(r -> new byte[] {'P', 'K'});
    }

    /// The first byte decides.
    @Override
    public synchronized Opened open(byte[] capsule) {
        return switch (capsule.length == 0 ? 0 : capsule[0]) {
            case 'n' -> new Opened.Ok(status("new", RunState.SUCCEEDED), false);
            case 'k' -> new Opened.Ok(status("known", RunState.SUCCEEDED), true);
            case 't' -> new Opened.IdTaken("taken");
            case 'f' -> new Opened.DiskFull(1);
            default -> new Opened.Bad("it is no ZIP file");
        };
    }

    @Override
    public synchronized Optional<RunRequest> repeated(String run) {
        return Optional.ofNullable(last);
    }

    @Override
    public synchronized Optional<ComparisonDocument> compare(String base, String with, boolean anyway) {
        var a = new RunComparison.Side(Objects.requireNonNull(results.get(base)), Optional.empty());
        var b = new RunComparison.Side(Objects.requireNonNull(results.get(with)), Optional.empty());
        return Optional.of(RunComparison.of(a, b, anyway, List.of()));
    }

    @Override
    public Optional<String> scenarioText(String run) {
        return Optional.of("id: demo\n");
    }

    synchronized void trace(String run, String cell, TraceFiles.Kind kind, String content) {
        traces.computeIfAbsent(run, _ -> new LinkedHashMap<>())
                .put(cell + " " + kind, content.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized List<String> traces(String run) {
        return traces.getOrDefault(run, Map.of()).keySet().stream()
                .filter(k -> k.endsWith(" " + TraceFiles.Kind.TRACE))
                .map(k -> k.substring(0, k.indexOf(' ')))
                .toList();
    }

    @Override
    public synchronized Optional<byte[]> trace(String run, String cell, TraceFiles.Kind kind) {
        return Optional.ofNullable(traces.getOrDefault(run, Map.of()).get(cell + " " + kind));
    }

    synchronized void artifact(String run, String name, byte[] content) {
        artifacts.computeIfAbsent(run, _ -> new LinkedHashMap<>()).put(name, content);
    }

    @Override
    public synchronized List<String> artifacts(String run) {
        return List.copyOf(artifacts.getOrDefault(run, Map.of()).keySet());
    }

    @Override
    public synchronized Optional<byte[]> artifact(String run, String name) {
        return Optional.ofNullable(artifacts.getOrDefault(run, Map.of()).get(name));
    }

    @Override
    public synchronized List<TrialRecord> trials(String run) {
        return trials.getOrDefault(run, List.of());
    }
}
