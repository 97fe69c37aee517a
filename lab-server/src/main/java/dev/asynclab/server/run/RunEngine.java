package dev.asynclab.server.run;

import static dev.asynclab.api.RunState.CANCELLED;
import static dev.asynclab.api.RunState.CANCELLING;
import static dev.asynclab.api.RunState.INTERRUPTED;
import static dev.asynclab.api.RunState.QUEUED;
import static dev.asynclab.api.RunState.RUNNING;
import static dev.asynclab.api.RunState.STARTING;

import dev.asynclab.api.ComparisonDocument;
import dev.asynclab.api.PlanDocument;
import dev.asynclab.api.Problem;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunState;
import dev.asynclab.api.RunStatus;
import dev.asynclab.scenario.AnswerReader;
import dev.asynclab.server.capsule.BadCapsule;
import dev.asynclab.server.capsule.Capsule;
import dev.asynclab.server.capsule.CapsuleZip;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.verdict.Forecast;
import dev.asynclab.server.verdict.RunComparison;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
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

    private static final long GIBIBYTE = 1L << 30;
    private static final int LARGEST_PAGE = 500;
    private static final int RETRY_AFTER_SECONDS = 30;
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /// 36 to the eighth: ids of the same second differ in eight digits of base 36.
    private static final long ID_DRAWS = 2_821_109_907_456L;

    private final EngineParts parts;
    private final RunStore store;
    private final RunFeed feed = new RunFeed();
    private final RunQueue queue;
    private final PreRegistration preRegistration;
    private volatile boolean draining;

    public RunEngine(EngineParts parts) {
        this.parts = parts;
        this.store = parts.store();
        this.queue = new RunQueue(parts, feed::publish);
        this.preRegistration = new PreRegistration(store, parts.library(), parts.reader());
        store.listen(feed::publish);
    }

    /// Continues what the last process left and starts on the queue. Once.
    public void start() {
        queue.start();
    }

    @Override
    public Submission submit(RunRequest request, @Nullable String idempotencyKey, String fingerprint) {
        if (idempotencyKey != null) {
            Optional<RunStore.Keyed> earlier = store.keyed(idempotencyKey);
            if (earlier.isPresent()) {
                return earlier.get().fingerprint().equals(fingerprint)
                        ? new Submission.Accepted(status(earlier.get().run()), true)
                        : new Submission.KeyReused(idempotencyKey);
            }
        }
        if (draining) {
            return new Submission.Draining();
        }
        long floor = Math.min(GIBIBYTE, parts.disk().totalBytes() / 20);
        long free = parts.disk().usableBytes();
        if (free < floor) {
            return new Submission.DiskFull(free, floor);
        }
        return switch (prepare(request)) {
            case PreparedRun.Invalid(List<Problem> problems) -> new Submission.Invalid(problems);
            case PreparedRun.NoSuchScenario(String id) -> new Submission.NoSuchScenario(id);
            case PreparedRun.Ready ready -> {
                try {
                    yield insert(request, ready, idempotencyKey, fingerprint);
                } catch (StoreFailure e) {
                    if (!e.diskFull()) {
                        throw e;
                    }
                    yield new Submission.DiskFull(parts.disk().usableBytes(), floor);
                }
            }
        };
    }

    private PreparedRun prepare(RunRequest request) {
        return PreparedRun.of(request, parts.library(), parts.reader(), parts.cores(), parts.seeds());
    }

    private Submission insert(RunRequest request, PreparedRun.Ready ready, @Nullable String key, String fingerprint) {
        Plan plan = ready.plan();
        Instant now = parts.clock().instant();
        StoredRun run = StoredRun.queued(
                newId(now),
                plan.scenario().id(),
                ready.revision(),
                request,
                plan.profile().id(),
                plan.budgetSeconds(),
                plan.seed(),
                ready.trials(),
                now);
        return switch (store.insert(run, ready.text(), key, fingerprint, parts.queueLimit())) {
            case RunStore.Insertion.Inserted(StoredRun inserted) -> {
                queue.wake();
                yield new Submission.Accepted(status(inserted), false);
            }
            case RunStore.Insertion.Replayed(StoredRun earlier) -> new Submission.Accepted(status(earlier), true);
            case RunStore.Insertion.KeyReused _ -> new Submission.KeyReused(String.valueOf(key));
            case RunStore.Insertion.QueueFull(int queued) -> new Submission.QueueFull(queued, RETRY_AFTER_SECONDS);
        };
    }

    /// Sortable by time, and fit for a path and a URL.
    private String newId(Instant now) {
        String draw = Long.toString(Math.floorMod(parts.seeds().getAsLong(), ID_DRAWS), 36);
        return ID_TIME.format(now) + "-" + "0".repeat(8 - draw.length()) + draw;
    }

    @Override
    public Planned plan(RunRequest request) {
        return switch (prepare(request)) {
            case PreparedRun.Invalid(List<Problem> problems) -> new Planned.Invalid(problems);
            case PreparedRun.NoSuchScenario(String id) -> new Planned.NoSuchScenario(id);
            case PreparedRun.Ready ready -> new Planned.Ok(document(ready));
        };
    }

    private static PlanDocument document(PreparedRun.Ready ready) {
        Plan plan = ready.plan();
        List<PlanDocument.PlannedCell> cells = plan.cells().stream()
                .map(c -> new PlanDocument.PlannedCell(
                        c.id(), c.variant().name(), c.point().at(), c.runs() ? "planned" : "skipped", c.skipped()))
                .toList();
        Forecast forecast = Forecast.assumed(plan).orElse(null);
        return new PlanDocument(
                plan.scenario().id(),
                plan.profile().id(),
                plan.rounds(),
                plan.roundsMax(),
                plan.roundsNeeded(),
                ready.trials(),
                plan.estimatedSeconds(),
                plan.budgetSeconds(),
                plan.pairs().size(),
                plan.intervalClaims(),
                plan.verdicts(),
                plan.warmUp().leastNanos() / 1e9,
                plan.warmUp().mostNanos() / 1e9,
                forecast == null ? null : (Double) forecast.noise(),
                forecast == null ? null : (Double) forecast.difference(),
                forecast == null ? null : forecast.sentence(),
                cells,
                plan.warnings());
    }

    @Override
    public Optional<RunStatus> status(String run) {
        return store.find(run).map(this::status);
    }

    private RunStatus status(StoredRun run) {
        RunExecution current = queue.current();
        Double eta = run.state() == RUNNING && current != null && current.id().equals(run.id())
                ? (Double) current.etaSeconds(run.trialsDone(), run.plannedTrials())
                : null;
        return RunTexts.status(run, eta);
    }

    /// @throws IllegalArgumentException when `state`, `since` or `pageToken` cannot be read; the text says which
    @Override
    public Page list(
            @Nullable String scenario,
            @Nullable String state,
            @Nullable String since,
            int pageSize,
            @Nullable String pageToken) {
        int size = Math.clamp(pageSize, 1, LARGEST_PAGE);
        RunState wanted = state == null
                ? null
                : RunState.of(state)
                        .orElseThrow(() -> new IllegalArgumentException("`" + state + "` is not a state of a run"));
        // One more than asked for tells whether there is another page.
        List<StoredRun> found =
                store.list(new RunStore.Query(scenario, wanted, instant(since), number(pageToken), size + 1));
        List<StoredRun> shown = found.subList(0, Math.min(size, found.size()));
        return new Page(
                shown.stream().map(this::status).toList(),
                found.size() > size ? String.valueOf(shown.getLast().number()) : null);
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "`" + text + "` is not an ISO-8601 instant such as 2026-11-20T14:30:00Z", e);
        }
    }

    private static long number(@Nullable String pageToken) {
        try {
            return pageToken == null ? Long.MAX_VALUE : Long.parseLong(pageToken);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("`" + pageToken + "` is not a page token of this list", e);
        }
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
        return store.result(run).map(preRegistration::checked);
    }

    @Override
    public Optional<ResultDocument> fresh(String run) {
        return StoredCapsule.of(store, run, parts.cores())
                .flatMap(c -> Reanalysis.of(c, parts.reader(), parts.judging()))
                .map(preRegistration::checked);
    }

    @Override
    public Optional<byte[]> capsule(String run) {
        return StoredCapsule.of(store, run, parts.cores()).map(CapsuleZip::write);
    }

    @Override
    public Opened open(byte[] file) {
        try {
            Capsule capsule = CapsuleZip.read(file);
            StoredRun run = CapsuleImport.checked(capsule, parts.reader(), parts.judging());
            if (store.adopt(run, capsule.scenario(), capsule.trials(), capsule.calibration(), capsule.result())) {
                return new Opened.Ok(status(run.id()).orElseThrow(), false);
            }
            boolean same =
                    store.result(run.id()).filter(capsule.result()::equals).isPresent();
            return same ? new Opened.Ok(status(run.id()).orElseThrow(), true) : new Opened.IdTaken(run.id());
        } catch (BadCapsule e) {
            return new Opened.Bad(String.valueOf(e.getMessage()));
        } catch (StoreFailure e) {
            if (!e.diskFull()) {
                throw e;
            }
            return new Opened.DiskFull(parts.disk().usableBytes());
        }
    }

    @Override
    public Optional<RunRequest> repeated(String run) {
        return store.find(run)
                .flatMap(r -> store.text(run)
                        .map(text -> r.request()
                                .decided(r.profile(), r.budgetSeconds(), r.seed())
                                .predicting(Map.of())
                                .of(text)));
    }

    @Override
    public Optional<ComparisonDocument> compare(String base, String with, boolean anyway) {
        return StoredCapsule.of(store, base, parts.cores())
                .flatMap(a -> StoredCapsule.of(store, with, parts.cores()).map(b -> compare(a, b, anyway)));
    }

    private ComparisonDocument compare(Capsule base, Capsule with, boolean anyway) {
        return RunComparison.of(
                new RunComparison.Side(base.result(), Reanalysis.plan(base, parts.reader())),
                new RunComparison.Side(with.result(), Reanalysis.plan(with, parts.reader())),
                anyway,
                TextChanges.between(
                        base.manifest().run(), base.scenario(), with.manifest().run(), with.scenario()));
    }

    @Override
    public Optional<String> scenarioText(String run) {
        return store.text(run);
    }

    @Override
    public List<String> traces(String run) {
        return TraceFiles.in(store.directory(run)).cells();
    }

    @Override
    public Optional<byte[]> trace(String run, String cell, TraceFiles.Kind kind) {
        return TraceFiles.in(store.directory(run)).read(cell, kind);
    }

    @Override
    public List<TrialRecord> trials(String run) {
        return store.trials(run);
    }

    /// Takes no more runs, gives the current one its grace, and waits for the threads. What was not finished is
    /// continued by the next start.
    @Override
    public void close() {
        draining = true;
        queue.close();
    }
}
