package dev.asynclab.server.fork;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The backends of a run for as long as it lives: their process, and what it was found able to do.
///
/// Used by one thread.
final class RunBackends implements AutoCloseable {

    /// Of a second look, the part spent on warming the client up.
    private static final int RECHECK_PART = 3;

    private final Plan plan;
    private final JavaCommand java;
    private final Path directory;
    private final List<BackendSpec> specs;
    private final TrialStarts starts;
    private @Nullable BackendProcess process;

    /// @param specs under the names they run by
    /// @param starts of the trials that look at them
    RunBackends(Plan plan, JavaCommand java, Path directory, List<BackendSpec> specs, TrialStarts starts) {
        this.plan = plan;
        this.java = java;
        this.directory = directory;
        this.specs = specs;
        this.starts = starts;
    }

    /// Brings them up and finds out what they can do; without any there is nothing to do.
    ///
    /// @param endByNanos moment of `System.nanoTime` at which nobody waits any longer
    /// @throws LaboratoryFailure when they do not come up
    Calibration open(@Nullable Long endByNanos) throws LaboratoryFailure, InterruptedException {
        if (specs.isEmpty()) {
            return new Calibration(Map.of());
        }
        try {
            BackendProcess started = BackendProcess.start(java.backend(plan.cores()), plan.seed(), specs, directory);
            process = started;
            return calibrate(started, plan.profile().care().backendWarmUp(), endByNanos);
        } catch (ChildGone e) {
            throw new LaboratoryFailure("backends did not come up: " + e.detail());
        } catch (OrderFailed e) {
            throw new LaboratoryFailure("calibration failed: " + e.reason() + ": " + e.detail());
        }
    }

    /// Looks at them again; empty when there are none, or they cannot be looked at: then the trials will tell.
    ///
    /// @param length about how long that may take
    Optional<Calibration> recheck(Duration length, @Nullable Long endByNanos) throws InterruptedException {
        BackendProcess standing = process;
        if (standing == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(calibrate(standing, length.dividedBy(RECHECK_PART), endByNanos));
        } catch (ChildGone | OrderFailed e) {
            return Optional.empty();
        }
    }

    private Calibration calibrate(BackendProcess standing, Duration warmUp, @Nullable Long endByNanos)
            throws ChildGone, OrderFailed, InterruptedException {
        try (TrialProcess trial = starts.process(Calibrator.MODEL, plan.cores(), "calibration", standing)) {
            trial.endBy(endByNanos);
            Calibration calibration =
                    Calibrator.calibrate(trial, specs, standing.ports(), plan.cores(), plan.seed(), warmUp);
            trial.end();
            return calibration;
        }
    }

    /// Their process; null when there are none.
    @Nullable
    BackendProcess process() {
        return process;
    }

    /// By the names they run by.
    Map<String, Integer> ports() {
        return process == null ? Map.of() : process.ports();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
