package dev.asynclab.server.run;

import dev.asynclab.api.PlanDocument;
import dev.asynclab.api.Problem;
import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunStatus;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.run.Runs.Planned;
import dev.asynclab.server.run.Runs.Submission;
import dev.asynclab.server.verdict.Forecast;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Takes runs in: reads and plans what is asked for, and stores it with its place in the queue, or says why not.
///
/// Safe for many threads.
final class RunIntake {

    private static final long GIBIBYTE = 1L << 30;
    private static final int RETRY_AFTER_SECONDS = 30;
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /// 36 to the eighth: ids of the same second differ in eight digits of base 36.
    private static final long ID_DRAWS = 2_821_109_907_456L;

    private final EngineParts parts;
    private final RunStore store;
    private final Function<StoredRun, RunStatus> status;
    private final Runnable queued;
    private volatile boolean draining;

    /// @param queued told after every run that was stored
    RunIntake(EngineParts parts, Function<StoredRun, RunStatus> status, Runnable queued) {
        this.parts = parts;
        this.store = parts.store();
        this.status = status;
        this.queued = queued;
    }

    /// From now on only runs that are there already are answered.
    void drain() {
        draining = true;
    }

    /// The same as [Runs#submit].
    Submission submit(RunRequest request, @Nullable String idempotencyKey, String fingerprint) {
        if (idempotencyKey != null) {
            Optional<RunStore.Keyed> earlier = store.keyed(idempotencyKey);
            if (earlier.isPresent()) {
                return earlier.get().fingerprint().equals(fingerprint)
                        ? new Submission.Accepted(status.apply(earlier.get().run()), true)
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
                queued.run();
                yield new Submission.Accepted(status.apply(inserted), false);
            }
            case RunStore.Insertion.Replayed(StoredRun earlier) -> new Submission.Accepted(status.apply(earlier), true);
            case RunStore.Insertion.KeyReused _ -> new Submission.KeyReused(String.valueOf(key));
            case RunStore.Insertion.QueueFull(int queued) -> new Submission.QueueFull(queued, RETRY_AFTER_SECONDS);
        };
    }

    /// Sortable by time, and fit for a path and a URL.
    private String newId(Instant now) {
        String draw = Long.toString(Math.floorMod(parts.seeds().getAsLong(), ID_DRAWS), 36);
        return ID_TIME.format(now) + "-" + "0".repeat(8 - draw.length()) + draw;
    }

    /// The same as [Runs#plan].
    Planned plan(RunRequest request) {
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
}
