package dev.asynclab.server.verdict;

import dev.asynclab.api.Load;
import dev.asynclab.api.Metric;
import dev.asynclab.api.Scenario;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.Measurement;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The values of the metrics that backends count in one cell and round; null where one is not available.
final class BackendValues {

    private BackendValues() {}

    /// @param windows what each backend counted; without any there is no value
    static @Nullable Double value(
            Metric metric, Plan.Cell cell, Measurement m, List<TrialRecord.BackendWindow> windows) {
        if (windows.isEmpty()) {
            return null;
        }
        return switch (metric) {
            case BACKEND_IN_FLIGHT_PEAK ->
                (double) windows.stream()
                        .mapToInt(TrialRecord.BackendWindow::inFlightPeak)
                        .max()
                        .getAsInt();
            case BACKEND_CALLS -> calls(windows);
            case BACKEND_CALLS_PER_TASK -> callsPerTask(cell, m, windows);
            case BACKEND_CALLS_WASTED -> wasted(cell, m, windows);
            default -> throw new IllegalArgumentException("no backend counts " + metric.id());
        };
    }

    private static double calls(List<TrialRecord.BackendWindow> windows) {
        return windows.stream().mapToLong(TrialRecord.BackendWindow::arrivals).sum();
    }

    /// A batch begins and ends inside its window; a steady load is cut at both edges, so rates are divided.
    private static @Nullable Double callsPerTask(
            Plan.Cell cell, Measurement m, List<TrialRecord.BackendWindow> windows) {
        double calls = calls(windows);
        double ended = m.completed() + m.failed();
        return MetricValues.finite(
                cell.point().load() instanceof Load.Batch
                        ? calls / ended
                        : calls / windows.getFirst().nanos() / (ended / m.windowNanos()));
    }

    /// Answers written to somebody, minus those that went into a result. Exact for a batch; under any other load
    /// up to as many as were in flight at the window's edges may be counted wrongly.
    private static @Nullable Double wasted(Plan.Cell cell, Measurement m, List<TrialRecord.BackendWindow> windows) {
        List<Scenario.TaskKind> kinds = cell.point().kinds();
        OptionalInt used = kinds.size() == 1 ? UsedCalls.of(kinds.getFirst().steps()) : OptionalInt.empty();
        if (used.isEmpty()) {
            return null;
        }
        long answered = 0;
        for (TrialRecord.BackendWindow window : windows) {
            Long abandoned = window.abandoned();
            if (abandoned == null) {
                return null;
            }
            answered += window.departures() - abandoned;
        }
        return (double) StrictMath.max(0, answered - m.completed() * used.getAsInt());
    }
}
