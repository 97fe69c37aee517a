package dev.asynclab.server.fork;

import dev.asynclab.api.Load;
import dev.asynclab.api.PythonModels;
import dev.asynclab.api.Scenario.TaskKind;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.StepTree;
import dev.asynclab.server.plan.TaskShape;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.record.TrialRecord.CanaryRun;
import dev.asynclab.server.record.TrialRecord.CellRecord;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.wire.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The processes of one run: its backends and its canary for as long as the run lasts, and one trial process after
/// another.
///
/// Used by one thread; interrupting that thread ends the trial in flight and its processes within three seconds.
public final class Laboratory implements AutoCloseable {

    /// Outcome of a trial that the end of the run's time cut short: no result of its model, and not to be kept.
    public static final String OUT_OF_TIME = "cancelled";

    private static final long REFERENCE_NANOS = 400_000_000;

    /// Enough to see a pattern, few enough to see one task.
    private static final int TRACED_TASKS = 200;

    private static final long TRACE_WARM_UP = 500_000_000;
    private static final long TRACE_MOST_NANOS = 60_000_000_000L;

    /// Of a second look at the backends, the part spent on warming the client up.
    private static final int RECHECK_PART = 3;

    private final Plan plan;
    private final JavaCommand java;
    private final Path directory;
    private final Backends backends;
    private final HostCounters host = new HostCounters();
    private final Map<TaskKind, Long> checksums = new HashMap<>();
    private final Consumer<FromTrial.Sample> samples;
    private @Nullable BackendProcess backendProcess;
    private @Nullable CanaryProcess canary;
    private @Nullable Long endByNanos;
    private @Nullable TrialProcess trialProcess;
    private int trials;

    /// @param directory folder for the logs of the child processes
    /// @param samples gets progress of the cell being measured, at most four times a second
    public Laboratory(Plan plan, JavaCommand java, Path directory, Consumer<FromTrial.Sample> samples) {
        this.plan = plan;
        this.java = java;
        this.directory = directory;
        this.samples = samples;
        this.backends = new Backends(plan);
    }

    /// Brings the backends up and finds out what they can do.
    ///
    /// @throws LaboratoryFailure when they do not come up
    public Calibration open() throws LaboratoryFailure, InterruptedException {
        try {
            Files.createDirectories(directory);
            openCanary();
            if (backends.specs().isEmpty()) {
                return new Calibration(Map.of());
            }
            BackendProcess process =
                    BackendProcess.start(java.backend(plan.cores()), plan.seed(), backends.specs(), directory);
            backendProcess = process;
            return calibrate(process, plan.profile().care().backendWarmUp());
        } catch (ChildGone e) {
            throw new LaboratoryFailure("backends did not come up: " + e.detail());
        } catch (OrderFailed e) {
            throw new LaboratoryFailure("calibration failed: " + e.reason() + ": " + e.detail());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void openCanary() throws LaboratoryFailure, InterruptedException {
        if (!plan.profile().care().canary()) {
            return;
        }
        try {
            CanaryProcess process = CanaryProcess.start(java.canary(), directory);
            host.countAsControl(process.pid());
            canary = process;
        } catch (ChildGone e) {
            throw new LaboratoryFailure("the canary did not come up: " + e.detail());
        }
    }

    private Calibration calibrate(BackendProcess process, Duration warmUp)
            throws ChildGone, OrderFailed, InterruptedException {
        try (TrialProcess trial = process(Calibrator.MODEL, plan.cores(), "calibration")) {
            Calibration calibration =
                    Calibrator.calibrate(trial, backends.specs(), process.ports(), plan.cores(), plan.seed(), warmUp);
            trial.end();
            return calibration;
        }
    }

    /// Trials are no longer waited for from this moment of `System.nanoTime` on; they end as [#OUT_OF_TIME].
    public void endBy(long nanoTime) {
        endByNanos = nanoTime;
    }

    /// Waits until other programs are quiet, at most so long; takes a second at least.
    public Quiet.Waited awaitQuiet(Duration most) throws InterruptedException {
        return Quiet.await(most, () -> host.foreignShare(Quiet.LOOK));
    }

    /// Looks at the backends again; empty when there are none, or they cannot be looked at: then the trials will
    /// tell.
    ///
    /// @param length about how long that may take
    public Optional<Calibration> recheck(Duration length) throws InterruptedException {
        BackendProcess process = backendProcess;
        if (process == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(calibrate(process, length.dividedBy(RECHECK_PART)));
        } catch (ChildGone | OrderFailed e) {
            return Optional.empty();
        }
    }

    private boolean outOfTime() {
        return endByNanos != null && System.nanoTime() - endByNanos >= 0;
    }

    /// Runs one trial. A trial that fails is a record, never an exception. In a process that is shared the next
    /// trial replaces the model of this one; when the process dies, so do the trials that were to follow in it.
    ///
    /// @param reference also measure the kernels' rate on all cores, at the end
    public TrialRecord run(Plan.Trial trial, int attempt, boolean reference) throws InterruptedException {
        CanaryRun before = canaryRun();
        TrialRecord record = measured(trial, attempt, reference);
        return record.withCanary(CanaryProcess.around(before, canaryRun()));
    }

    /// Null without a canary. One that is lost costs its readings, not the run.
    private @Nullable CanaryRun canaryRun() throws InterruptedException {
        CanaryProcess process = canary;
        if (process == null) {
            return null;
        }
        try {
            return process.compute();
        } catch (ChildGone e) {
            // An answer that comes late would be taken for that to the next order.
            process.close();
            canary = null;
            return null;
        }
    }

    private TrialRecord measured(Plan.Trial trial, int attempt, boolean reference) throws InterruptedException {
        List<CellRecord> cells = new ArrayList<>();
        List<FromTrial.ReferenceRate> rates = new ArrayList<>();
        FromTrial.Ready ready = null;
        String outcome = "measured";
        String detail = null;
        Optional<String> absent = absent(trial);
        if (absent.isPresent()) {
            return record(trial, "failed", "unavailable: " + absent.get(), null, List.of());
        }
        TrialProcess standing = trialProcess;
        TrialProcess process = standing == null ? start(trial) : standing;
        trialProcess = process;
        ToTrial.Prepare order = prepare(trial, plan.warmUp());
        try {
            ready = standing == null ? process.prepare(order) : process.replace(order);
            for (Plan.Cell cell : trial.cells()) {
                cells.add(process.measure(
                        new ToTrial.Measure(
                                cell.id(),
                                cell.settleNanos(),
                                cell.windowNanos(),
                                plan.readsMemory(),
                                plan.profile().care().memoryLevels(),
                                null),
                        (long) cell.delayNanos()));
            }
            if (reference) {
                rates.addAll(references(process, trial));
            }
            if (trial.last()) {
                process.end();
            }
        } catch (ChildGone e) {
            // It is also the end of those that were to follow in the same process.
            process.close();
            outcome = outOfTime() ? OUT_OF_TIME : e.outcome();
            detail = e.detail();
        } catch (OrderFailed e) {
            outcome = "failed";
            detail = e.reason() + ": " + e.detail();
        } finally {
            if (trial.last()) {
                closeTrial();
            }
        }
        return new TrialRecord(
                trial.round(), trial.order(), attempt, trial.variant().name(), outcome, detail, ready, cells, rates);
    }

    /// Runs a trial that shows its tasks, in a process of its own.
    ///
    /// The end of the run's time does not cut it short: it comes last, and has a limit of its own.
    ///
    /// @param trial of one cell
    /// @param recording file for the recording of Flight Recorder
    public Traced trace(Plan.Trial trial, Path recording) throws InterruptedException {
        Plan.Cell cell = trial.cells().getFirst();
        ToTrial.Measure order = new ToTrial.Measure(
                cell.id(),
                cell.settleNanos(),
                cell.windowNanos(),
                false,
                1,
                new ToTrial.Tracing(TRACED_TASKS, recording.toAbsolutePath().toString()));
        closeTrial();
        Optional<String> absent = absent(trial);
        if (absent.isPresent()) {
            String why = "unavailable: " + absent.get();
            return new Traced(record(trial, "failed", why, null, List.of()), Optional.empty());
        }
        try (TrialProcess process = start(trial)) {
            process.endBy(System.nanoTime() + TRACE_MOST_NANOS);
            FromTrial.Ready ready = process.prepare(prepare(trial, new Plan.WarmUp(TRACE_WARM_UP, TRACE_WARM_UP)));
            TrialProcess.Traced traced = process.trace(order, (long) cell.delayNanos());
            process.end();
            return new Traced(
                    record(trial, "measured", null, ready, List.of(traced.cell())),
                    Optional.ofNullable(traced.trace()));
        } catch (ChildGone e) {
            return new Traced(record(trial, e.outcome(), e.detail(), null, List.of()), Optional.empty());
        } catch (OrderFailed e) {
            String why = e.reason() + ": " + e.detail();
            return new Traced(record(trial, "failed", why, null, List.of()), Optional.empty());
        }
    }

    /// A trial that showed its tasks, and what it showed; nothing when it failed.
    public record Traced(TrialRecord record, Optional<Trace> trace) {}

    private static TrialRecord record(
            Plan.Trial trial,
            String outcome,
            @Nullable String detail,
            FromTrial.@Nullable Ready ready,
            List<CellRecord> cells) {
        String variant = trial.variant().name();
        return new TrialRecord(trial.round(), trial.order(), 1, variant, outcome, detail, ready, cells, List.of());
    }

    private List<FromTrial.ReferenceRate> references(TrialProcess process, Plan.Trial trial)
            throws ChildGone, InterruptedException {
        List<FromTrial.ReferenceRate> rates = new ArrayList<>();
        List<List<TaskKind>> seen = new ArrayList<>();
        for (Plan.Cell cell : trial.cells()) {
            boolean computes = cell.point().kinds().stream().anyMatch(k -> TaskShape.computes(k.steps()));
            if (computes && !seen.contains(cell.point().kinds())) {
                seen.add(cell.point().kinds());
                FromTrial.ReferenceRate rate = process.reference(new ToTrial.Reference(cell.id(), REFERENCE_NANOS));
                if (rate != null) {
                    rates.add(rate);
                }
            }
        }
        return rates;
    }

    /// Why the trial's model cannot run on this machine: no result of the model, and no fault of the round.
    private static Optional<String> absent(Plan.Trial trial) {
        String model = trial.variant().model();
        return PythonModels.isPython(model)
                ? Optional.of(PythonCommand.ofThisMachine().whyNot(model)).filter(why -> !why.isEmpty())
                : Optional.empty();
    }

    private TrialProcess start(Plan.Trial trial) {
        return process(trial.variant().model(), carriers(trial), trial.variant().name());
    }

    private void closeTrial() {
        if (trialProcess != null) {
            trialProcess.close();
            trialProcess = null;
        }
    }

    private TrialProcess process(String model, int carriers, String name) {
        trials++;
        String file = "%03d-%s".formatted(trials, name.replaceAll("[^a-z0-9-]", "_"));
        TrialProcess process = new TrialProcess(
                PythonModels.isPython(model)
                        ? PythonCommand.ofThisMachine().trial(model)
                        : java.trial(model, plan.cores(), carriers, directory.resolve(file + ".pauses.log")),
                name,
                directory.resolve(file + ".log"),
                backendProcess,
                host,
                samples);
        process.endBy(endByNanos);
        return process;
    }

    private int carriers(Plan.Trial trial) {
        String carriers = trial.cells().getFirst().parameters().getOrDefault("carriers", "cores");
        return carriers.equals("cores") ? plan.cores() : Integer.parseInt(carriers);
    }

    private ToTrial.Prepare prepare(Plan.Trial trial, Plan.WarmUp warmUp) {
        return new ToTrial.Prepare(
                FromTrial.VERSION,
                trial.variant().model(),
                plan.cores(),
                // The same seed for every model of a round: same arrivals, same kinds, same delays.
                plan.seed() + trial.round(),
                warmUp.leastNanos(),
                warmUp.mostNanos(),
                trial.cells().stream().map(this::cell).toList());
    }

    private ToTrial.Cell cell(Plan.Cell cell) {
        Map<String, Integer> ports = backendProcess == null ? Map.of() : backendProcess.ports();
        Map<String, StepTree.Address> addresses = backends.addresses(cell.point(), ports);
        return new ToTrial.Cell(
                cell.id(),
                cell.parameters(),
                cell.connections(),
                cell.width(),
                (long) cell.delayNanos(),
                cell.point().kinds().stream()
                        .map(k -> new ToTrial.Kind(
                                k.name(),
                                k.share(),
                                checksum(k, cell),
                                new StepTree(addresses, plan.seed()).convert(k.steps())))
                        .toList(),
                load(cell.point().load()));
    }

    private long checksum(TaskKind kind, Plan.Cell cell) {
        return checksums.computeIfAbsent(
                kind, k -> StepTree.checksum(k.steps(), cell.point().backends()));
    }

    private static ToTrial.LoadShape load(Load load) {
        return switch (load) {
            case Load.Batch(int tasks) -> new ToTrial.Batch(tasks);
            case Load.Closed(int concurrency) -> new ToTrial.Closed(concurrency);
            case Load.Open open ->
                new ToTrial.Open(open.ratePerSecond(), open.arrivals() == Load.Arrivals.POISSON, open.maxInFlight());
        };
    }

    @Override
    public void close() {
        closeTrial();
        if (canary != null) {
            canary.close();
        }
        if (backendProcess != null) {
            backendProcess.close();
        }
    }
}
