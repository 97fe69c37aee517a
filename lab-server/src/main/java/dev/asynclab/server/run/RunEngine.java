package dev.asynclab.server.run;

import static dev.asynclab.api.RunState.CANCELLED;
import static dev.asynclab.api.RunState.CANCELLING;
import static dev.asynclab.api.RunState.INTERRUPTED;
import static dev.asynclab.api.RunState.QUEUED;
import static dev.asynclab.api.RunState.RUNNING;
import static dev.asynclab.api.RunState.STARTING;

import dev.asynclab.api.ComparisonDocument;
import dev.asynclab.api.Problem;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunStatus;
import dev.asynclab.scenario.AnswerReader;
import dev.asynclab.server.record.TrialRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs, from the request to the result: takes them in, has them carried out one at a time, tells what happens.
///
/// Owns the thread of the queue and the thread of the current run; the store belongs to whoever made it and is
/// closed after this. Safe for many threads.
public final class RunEngine implements Runs, AutoCloseable {

    private final EngineParts parts;
    private final RunStore store;
    private final RunFeed feed = new RunFeed();
    private final RunQueue queue;
    private final RunIntake intake;
    private final RunPages pages;
    private final RunArchive archive;

    public RunEngine(EngineParts parts) {
        this.parts = parts;
        this.store = parts.store();
        this.queue = new RunQueue(parts, feed::publish);
        this.intake = new RunIntake(parts, this::status, queue::wake);
        this.pages = new RunPages(store, this::status);
        this.archive = new RunArchive(parts, run -> status(run).orElseThrow());
        store.listen(feed::publish);
    }

    /// Continues what the last process left and starts on the queue. Once.
    public void start() {
        queue.start();
    }

    @Override
    public Submission submit(RunRequest request, @Nullable String idempotencyKey, String fingerprint) {
        return intake.submit(request, idempotencyKey, fingerprint);
    }

    @Override
    public Planned plan(RunRequest request) {
        return intake.plan(request);
    }

    @Override
    public Optional<RunStatus> status(String run) {
        return store.find(run).map(this::status);
    }

    private RunStatus status(StoredRun run) {
        RunExecution current = queue.current();
        RunPace.Now pace =
                run.state() == RUNNING && current != null && current.id().equals(run.id())
                        ? current.pace(run.trialsDone(), run.plannedTrials())
                        : null;
        return RunTexts.status(run, pace);
    }

    /// @throws IllegalArgumentException when `state`, `since` or `pageToken` cannot be read; the text says which
    @Override
    public Page list(
            @Nullable String scenario,
            @Nullable String state,
            @Nullable String since,
            int pageSize,
            @Nullable String pageToken) {
        return pages.of(scenario, state, since, pageSize, pageToken);
    }

    @Override
    public Prediction predict(String run, Map<String, String> answers) {
        Optional<StoredRun> found = store.find(run);
        if (found.isEmpty()) {
            return new Prediction.NoSuchRun();
        }
        StoredRun stored = found.get();
        List<Problem> problems = switch (PreparedRun.again(
                stored, store.text(run).orElse(""), parts.reader(), parts.cores())) {
            case PreparedRun.Ready ready -> AnswerReader.problems(ready.plan().scenario(), answers);
            case PreparedRun.Invalid(List<Problem> invalid) -> invalid;
            case PreparedRun.NoSuchScenario _ -> List.of();
        };
        if (!problems.isEmpty()) {
            return new Prediction.Wrong(problems);
        }
        if (store.predict(run, answers)) {
            return new Prediction.Kept(store.predictions(run));
        }
        // The state after the refusal: between the two it can only have moved on.
        return new Prediction.Locked(store.find(run).map(r -> r.state().id()).orElse("deleted"));
    }

    @Override
    public Map<String, String> predictions(String run) {
        return store.predictions(run);
    }

    @Override
    public Scoring score(String run, Map<String, String> answers) {
        return archive.score(run, answers);
    }

    @Override
    public Change cancel(String run) {
        Instant now = parts.clock().instant();
        // First out of the queue, then out of the work: a run that starts between the two is caught by the second.
        if (store.move(Transition.of(run, Set.of(QUEUED, INTERRUPTED), CANCELLED, now))) {
            return Change.DONE;
        }
        if (store.move(Transition.of(run, Set.of(STARTING, RUNNING), CANCELLING, now))) {
            queue.interrupt(run);
            return Change.DONE;
        }
        return store.find(run)
                .map(r -> r.state().ended() ? Change.ALREADY_ENDED : Change.DONE)
                .orElse(Change.NO_SUCH_RUN);
    }

    @Override
    public Change delete(String run) {
        if (store.delete(run, parts.clock().instant())) {
            return Change.DONE;
        }
        return store.find(run).isPresent() ? Change.STILL_RUNNING : Change.NO_SUCH_RUN;
    }

    @Override
    public List<RunEvent> events(String run, long after) {
        return store.events(run, after);
    }

    @Override
    public Subscription subscribe(@Nullable String run, long after, Consumer<RunEvent> listener) {
        return feed.subscribe(run, after, () -> run == null ? List.of() : store.events(run, after), listener);
    }

    @Override
    public Optional<ResultDocument> result(String run) {
        return archive.result(run);
    }

    @Override
    public Optional<ResultDocument> fresh(String run) {
        return archive.fresh(run);
    }

    @Override
    public Optional<byte[]> capsule(String run) {
        return archive.capsule(run);
    }

    @Override
    public Opened open(byte[] file) {
        return archive.open(file);
    }

    @Override
    public Optional<RunRequest> repeated(String run) {
        return archive.repeated(run);
    }

    @Override
    public Optional<ComparisonDocument> compare(String base, String with, boolean anyway) {
        return archive.compare(base, with, anyway);
    }

    @Override
    public Optional<String> scenarioText(String run) {
        return archive.scenarioText(run);
    }

    @Override
    public List<String> traces(String run) {
        return archive.traces(run);
    }

    @Override
    public Optional<byte[]> trace(String run, String cell, TraceFiles.Kind kind) {
        return archive.trace(run, cell, kind);
    }

    @Override
    public List<String> artifacts(String run) {
        return archive.artifacts(run);
    }

    @Override
    public Optional<byte[]> artifact(String run, String name) {
        return archive.artifact(run, name);
    }

    @Override
    public List<TrialRecord> trials(String run) {
        return store.trials(run);
    }

    /// Takes no more runs, gives the current one its grace, and waits for the threads. What was not finished is
    /// continued by the next start.
    @Override
    public void close() {
        intake.drain();
        queue.close();
    }
}
