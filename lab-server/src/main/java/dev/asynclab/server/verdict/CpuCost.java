package dev.asynclab.server.verdict;

import dev.asynclab.api.PythonModels;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import java.util.Map;
import java.util.Optional;

/// CPU seconds per task on this machine, of model and backend, by the CPU clock.
///
/// CPU time hardly moves when other programs take the processors, so the median over the rounds serves all of
/// them.
final class CpuCost {

    private final Observations runs;
    private final Calibration calibration;

    CpuCost(Observations runs, Calibration calibration) {
        this.runs = runs;
        this.calibration = calibration;
    }

    /// Model and backend together; from the calibration where no round tells; NaN when nothing does.
    double perTaskNanos(Plan.Cell cell) {
        double measured = runs.median(round -> modelNanos(cell, round) + backendNanos(cell, round));
        if (Double.isFinite(measured)) {
            return measured;
        }
        double sum = 0;
        for (Map.Entry<String, Double> calls :
                new StepTotals(cell.point()).leastCalls().entrySet()) {
            Calibration.BackendCapacity capacity = calibration.backends().get(calls.getKey());
            sum += capacity == null ? 0 : calls.getValue() * capacity.cpuNanosPerCall();
        }
        return sum > 0 ? sum : Double.NaN;
    }

    /// The model's side alone: the trial process, its children, and the load generator inside it.
    double modelPerTaskNanos(Plan.Cell cell) {
        return runs.median(round -> modelNanos(cell, round));
    }

    /// CPU of the trial in one round, per task completed; NaN when unknown.
    double modelNanos(Plan.Cell cell, int round) {
        Measurement m = runs.measurement(cell, round).orElse(null);
        if (m == null || m.completed() == 0) {
            return Double.NaN;
        }
        Optional<TrialRecord.HostWindow> host = runs.host(cell, round);
        Long outside = host.map(TrialRecord.HostWindow::trialNanos).orElse(null);
        if (outside != null) {
            return perTask(outside, host.orElseThrow().nanos(), m);
        }
        Long own = m.cpuNanos();
        if (own == null) {
            return Double.NaN;
        }
        Long children = m.childrenCpuNanos();
        return (own + (children == null ? 0 : children)) / (double) m.completed();
    }

    /// CPU of the backend in one round, per task completed; 0 when unknown.
    double backendNanos(Plan.Cell cell, int round) {
        Measurement m = runs.measurement(cell, round).orElse(null);
        Optional<TrialRecord.HostWindow> host = runs.host(cell, round);
        Long nanos = host.map(TrialRecord.HostWindow::backendNanos).orElse(null);
        return m == null || m.completed() == 0 || nanos == null
                ? 0
                : perTask(nanos, host.orElseThrow().nanos(), m);
    }

    /// The two windows open and close a moment apart, so rates are divided, not counts.
    private static double perTask(long cpuNanos, long overNanos, Measurement m) {
        double completedPerNano = (double) m.completed() / m.windowNanos();
        return (double) cpuNanos / overNanos / completedPerNano;
    }

    /// The kernels' own rate on all cores in this round, measured beside any variant of the same language at the
    /// same sweep point: a kernel in CPython is another kernel.
    Optional<FromTrial.ReferenceRate> reference(Plan.Cell cell, int round) {
        Map<String, String> at = cell.point().at();
        boolean python = PythonModels.isPython(cell.variant().model());
        return runs.trials(round).stream()
                .flatMap(t -> t.references().stream())
                .filter(r -> runs.plan().cells().stream()
                        .anyMatch(c -> c.id().equals(r.cell())
                                && c.point().at().equals(at)
                                && PythonModels.isPython(c.variant().model()) == python))
                .findFirst();
    }

    /// Tasks per second the kernels alone reach on all cores: of this round, else the median of all; NaN when
    /// never measured.
    double kernelPerSecond(Plan.Cell cell, Optional<Integer> round) {
        return round.flatMap(r -> reference(cell, r))
                .map(FromTrial.ReferenceRate::tasksPerSecond)
                .orElseGet(() -> runs.median(r -> reference(cell, r)
                        .map(FromTrial.ReferenceRate::tasksPerSecond)
                        .orElse(Double.NaN)));
    }

    /// CPU per task of the kernels alone; where no reference was measured, the model's whole CPU; NaN when
    /// unknown.
    double computeNanos(Plan.Cell cell) {
        double kernels = runs.median(r ->
                reference(cell, r).map(FromTrial.ReferenceRate::cpuNanosPerTask).orElse(Double.NaN));
        return Double.isFinite(kernels) ? kernels : modelPerTaskNanos(cell);
    }
}
