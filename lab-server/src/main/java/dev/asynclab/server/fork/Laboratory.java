package dev.asynclab.server.fork;

import dev.asynclab.api.Load;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.record.TrialRecord.CanaryRun;
import dev.asynclab.server.record.TrialRecord.CellRecord;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.ToTrial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    private static final long TRACE_MOST_NANOS = 60_000_000_000L;

    private final Plan plan;
    private final JavaCommand java;
    private final Path directory;
    private final HostCounters host = new HostCounters();
    private final TrialOrders orders;
    private final TrialStarts starts;
    private final RunBackends backends;
    private @Nullable RunCanary canary;
    private @Nullable Long endByNanos;
    private @Nullable TrialProcess trialProcess;

    /// @param directory folder for the logs of the child processes
    /// @param samples gets progress of the cell being measured, at most four times a second
    public Laboratory(Plan plan, JavaCommand java, Path directory, Consumer<FromTrial.Sample> samples) {
        this.plan = plan;
        this.java = java;
        this.directory = directory;
        Backends specified = new Backends(plan);
        this.orders = new TrialOrders(plan, specified);
        this.starts = new TrialStarts(java, plan.cores(), directory, host, samples);
        this.backends = new RunBackends(plan, java, directory, specified.specs(), starts);
    }

    /// Brings the backends up and finds out what they can do.
    ///
    /// @throws LaboratoryFailure when they do not come up
    public Calibration open() throws LaboratoryFailure, InterruptedException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        openCanary();
        return backends.open(endByNanos);
    }

    private void openCanary() throws LaboratoryFailure, InterruptedException {
        if (plan.profile().care().canary()) {
            RunCanary started = RunCanary.start(java.canary(), directory);
            host.countAsControl(started.pid());
            canary = started;
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
        return backends.recheck(length, endByNanos);
    }

    private boolean outOfTime() {
        return endByNanos != null && System.nanoTime() - endByNanos >= 0;
    }

    /// Runs one trial. A trial that fails is a record, never an exception. In a process that is shared the next
    /// trial replaces the model of this one; when the process dies, so do the trials that were to follow in it.
    ///
    /// @param reference also measure the kernels' rate on all cores, at the end
    public TrialRecord run(Plan.Trial trial, int attempt, boolean reference) throws InterruptedException {
        RunCanary standing = canary;
        if (standing == null) {
            return measured(trial, attempt, reference);
        }
        CanaryRun before = standing.read();
        TrialRecord record = measured(trial, attempt, reference);
        return record.withCanary(CanaryProcess.around(before, standing.read()));
    }

    private TrialRecord measured(Plan.Trial trial, int attempt, boolean reference) throws InterruptedException {
        List<CellRecord> cells = new ArrayList<>();
        List<FromTrial.ReferenceRate> rates = new ArrayList<>();
        FromTrial.Ready ready = null;
        String outcome = "measured";
        String detail = null;
        Optional<String> absent = TrialStarts.absent(trial);
        if (absent.isPresent()) {
            return new TrialRecord(
                    trial.round(),
                    trial.order(),
                    attempt,
                    trial.variant().name(),
                    "failed",
                    absent.get(),
                    null,
                    cells,
                    rates);
        }
        TrialProcess standing = trialProcess;
        TrialProcess process = standing == null ? started(trial) : standing;
        trialProcess = process;
        ToTrial.Prepare order = orders.prepare(trial, backends.ports());
        try {
            ready = standing == null ? process.prepare(order) : process.replace(order);
            for (Plan.Cell cell : trial.cells()) {
                cells.add(process.measure(orders.measure(cell), (long) cell.delayNanos(), isBatch(cell)));
            }
            if (reference) {
                rates.addAll(process.references(TrialOrders.references(trial)));
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
    public TracedTrial trace(Plan.Trial trial, Path recording) throws InterruptedException {
        Plan.Cell cell = trial.cells().getFirst();
        closeTrial();
        Optional<String> absent = TrialStarts.absent(trial);
        if (absent.isPresent()) {
            return TracedTrial.failed(trial, "failed", absent.get());
        }
        try (TrialProcess process = starts.of(trial, backends.process())) {
            process.endBy(System.nanoTime() + TRACE_MOST_NANOS);
            FromTrial.Ready ready = process.prepare(orders.prepareTrace(trial, backends.ports()));
            TrialProcess.Traced traced =
                    process.trace(orders.trace(cell, recording), (long) cell.delayNanos(), isBatch(cell));
            process.end();
            return TracedTrial.of(trial, ready, traced);
        } catch (ChildGone e) {
            return TracedTrial.failed(trial, e.outcome(), e.detail());
        } catch (OrderFailed e) {
            return TracedTrial.failed(trial, "failed", e.reason() + ": " + e.detail());
        }
    }

    private static boolean isBatch(Plan.Cell cell) {
        return cell.point().load() instanceof Load.Batch;
    }

    private TrialProcess started(Plan.Trial trial) {
        TrialProcess process = starts.of(trial, backends.process());
        process.endBy(endByNanos);
        return process;
    }

    private void closeTrial() {
        if (trialProcess != null) {
            trialProcess.close();
            trialProcess = null;
        }
    }

    @Override
    public void close() {
        closeTrial();
        if (canary != null) {
            canary.close();
        }
        backends.close();
    }
}
