package dev.asynclab.server.verdict;

import dev.asynclab.api.Metric;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.TimeSplit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Figures of a cell as medians over its rounds; not a number where no round has the figure.
///
/// @param cores of the machine
record CellMedians(Observations runs, int cores) {

    double of(Plan.Cell cell, Metric metric) {
        return runs.median(r -> orNaN(MetricValues.basic(runs, metric, cell, r)));
    }

    /// @param figure not a number where a measurement does not have it
    double of(Plan.Cell cell, ToDoubleFunction<Measurement> figure) {
        return runs.median(
                r -> runs.measurement(cell, r).map(figure::applyAsDouble).orElse(Double.NaN));
    }

    /// Share of a part in the time of the sampled tasks, between 0 and 1.
    double share(Plan.Cell cell, ToDoubleFunction<TimeSplit> part) {
        return split(cell, part) / split(cell, TimeSplit::wholeNanos);
    }

    /// A part of the mean time of the sampled tasks, in nanoseconds.
    double split(Plan.Cell cell, ToDoubleFunction<TimeSplit> part) {
        return runs.median(r -> runs.measurement(cell, r)
                .map(Measurement::split)
                .filter(s -> s.tasks() > 0)
                .map(part::applyAsDouble)
                .orElse(Double.NaN));
    }

    /// CPU of the trial as a share of all cores.
    double busy(Plan.Cell cell) {
        return of(cell, Metric.CPU_CORES) / cores;
    }

    static double orNaN(@Nullable Number value) {
        return value == null ? Double.NaN : value.doubleValue();
    }
}
