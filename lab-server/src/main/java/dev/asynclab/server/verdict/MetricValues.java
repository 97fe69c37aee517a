package dev.asynclab.server.verdict;

import dev.asynclab.api.Metric;
import dev.asynclab.api.StepSpec;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ProcessFigures;
import dev.asynclab.wire.TimeSplit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The value of each metric in one cell and round, in the metric's base unit; null where it is not available.
final class MetricValues {

    /// CPU time a window must hold before CPU per task is judged: below it the clock's steps and the compiler's
    /// tail are a visible part of the figure.
    static final double LEAST_CPU_NANOS = 0.2e9;

    private final Observations runs;
    private final Bounds bounds;

    MetricValues(Observations runs, Bounds bounds) {
        this.runs = runs;
        this.bounds = bounds;
    }

    /// @param kind a task kind of a mix; empty for all tasks together
    @Nullable
    Double value(Metric metric, Optional<String> kind, Plan.Cell cell, int round) {
        if (kind.isPresent() && cell.point().kinds().size() > 1) {
            return runs.measurement(cell, round)
                    .map(m -> ofKind(metric, kind.get(), m))
                    .orElse(null);
        }
        return switch (metric) {
            case SPEEDUP -> speedup(cell, round);
            case EFFICIENCY -> finite(bounds.efficiency(cell, round));
            case SLOW_SHARE -> slowShare(cell, round);
            default -> basic(runs, metric, cell, round);
        };
    }

    /// What needs neither another cell nor a bound.
    static @Nullable Double basic(Observations runs, Metric metric, Plan.Cell cell, int round) {
        Observations.Entry entry = runs.entry(cell, round).orElse(null);
        Measurement m = entry == null ? null : entry.measurement();
        if (entry == null || m == null) {
            return null;
        }
        return switch (metric) {
            case THROUGHPUT, GOODPUT -> m.throughput();
            case WALL -> wall(m.wallNanos());
            case LATENCY_P50, LATENCY_P90, LATENCY_P99, LATENCY_P999, LATENCY_MAX, LATENCY_MEAN ->
                quantile(metric, m.latency());
            case SERVICE_P50, SERVICE_P90, SERVICE_P99, SERVICE_P999, SERVICE_MAX, SERVICE_MEAN ->
                quantile(metric, m.service());
            case DISPATCH_P50, DISPATCH_P99, DISPATCH_MAX -> quantile(metric, m.dispatch());
            case SERVICE_FIRST -> ready(entry, FromTrial.Ready::firstTaskNanos);
            case STARTUP -> ready(entry, FromTrial.Ready::startNanos);
            case ERRORS_RATE -> finite((double) m.failed() / (m.completed() + m.failed()));
            case CPU_CORES -> scaled(cpu(m), 1.0 / m.windowNanos());
            case CPU_PER_TASK -> cpuPerTask(m);
            case RSS_PEAK -> resident(m);
            case HEAP_PEAK -> number(m.heapPeakBytes());
            case MEMORY_PER_TASK -> m.memoryPerTaskBytes();
            case ALLOCATED_PER_TASK -> scaled(number(m.allocatedBytes()), 1.0 / m.completed());
            case THREADS_PEAK -> number(m.threadsPeak());
            case PROCESSES_PEAK -> (double) m.processesPeak();
            case SWITCHES_PER_TASK -> switches(m);
            case GC_SHARE -> (double) m.gcNanos() / m.windowNanos();
            case IN_FLIGHT_PEAK -> (double) m.inFlightPeak();
            case LATE -> (double) m.late();
            case DROPPED -> (double) m.dropped();
            case TIME_QUEUE -> timeQueue(m);
            case TIME_WAIT -> split(m, TimeSplit::waitNanos);
            case TIME_RUN -> split(m, TimeSplit::runNanos);
            case BACKEND_CALLS, BACKEND_CALLS_PER_TASK, BACKEND_CALLS_WASTED, BACKEND_IN_FLIGHT_PEAK ->
                BackendValues.value(metric, cell, m, runs.backends(cell, round));
            case COMPUTE_CALLS -> countable(cell) ? (double) m.kernelCalls() : null;
            case CACHE_HITS, LOST_UPDATES, BYTES_MOVED, NODES_RUN -> counted(metric, m);
            case CANCEL_LATENCY -> Cancelled.latency(m);
            case SPEEDUP, EFFICIENCY, SLOW_SHARE -> null;
        };
    }

    private static @Nullable Double ofKind(Metric metric, String kind, Measurement m) {
        Measurement.Distribution latency = m.kinds().get(kind);
        if (latency == null) {
            return null;
        }
        return switch (metric) {
            case THROUGHPUT, GOODPUT -> latency.count() * 1e9 / m.windowNanos();
            case LATENCY_P50, LATENCY_P90, LATENCY_P99, LATENCY_P999, LATENCY_MAX, LATENCY_MEAN ->
                quantile(metric, latency);
            default -> null;
        };
    }

    private static @Nullable Double quantile(Metric metric, Measurement.Distribution d) {
        Double nanos = switch (metric) {
            case LATENCY_P50, SERVICE_P50, DISPATCH_P50 -> number(d.p50());
            case LATENCY_P90, SERVICE_P90 -> number(d.p90());
            case LATENCY_P99, SERVICE_P99, DISPATCH_P99 -> number(d.p99());
            case LATENCY_P999, SERVICE_P999 -> number(d.p999());
            case LATENCY_MAX, SERVICE_MAX, DISPATCH_MAX -> number(d.max());
            case LATENCY_MEAN, SERVICE_MEAN -> d.count() > 0 ? d.mean() : null;
            default -> null;
        };
        return scaled(nanos, 1e-9);
    }

    private static @Nullable Double wall(List<Long> nanos) {
        return finite(
                Observations.median(nanos.stream().mapToDouble(n -> n / 1e9).toArray()));
    }

    private static @Nullable Double ready(
            Observations.Entry entry, java.util.function.ToLongFunction<FromTrial.Ready> nanos) {
        FromTrial.Ready ready = entry.trial().ready();
        return ready == null ? null : nanos.applyAsLong(ready) / 1e9;
    }

    /// CPU of process and children in nanoseconds.
    private static @Nullable Double cpu(Measurement m) {
        Long own = m.cpuNanos();
        Long children = m.childrenCpuNanos();
        return own == null ? null : (double) (own + (children == null ? 0 : children));
    }

    /// With children their proportional sets: the resident sets of processes that share pages add up to more memory
    /// than there is in use.
    private static @Nullable Double resident(Measurement m) {
        ProcessFigures process = m.process();
        Long proportional = process == null ? null : process.pssBytes();
        return number(proportional != null ? proportional : m.rssPeakBytes());
    }

    private static @Nullable Double cpuPerTask(Measurement m) {
        Double nanos = cpu(m);
        return nanos == null || nanos < LEAST_CPU_NANOS ? null : finite(nanos / 1e9 / m.completed());
    }

    /// Earlier versions measured nothing but the time to the start.
    private static @Nullable Double timeQueue(Measurement m) {
        Double beforeStart = m.queueNanosMean() / 1e9;
        return m.split() == null ? beforeStart : split(m, TimeSplit::queueNanos);
    }

    /// A part of the time of the sampled tasks.
    private static @Nullable Double split(Measurement m, ToDoubleFunction<TimeSplit> part) {
        TimeSplit split = m.split();
        return split == null || split.tasks() == 0 ? null : part.applyAsDouble(split) / 1e9;
    }

    private static @Nullable Double switches(Measurement m) {
        Long waiting = m.voluntarySwitches();
        Long preempted = m.involuntarySwitches();
        return waiting == null || preempted == null ? null : finite((double) (waiting + preempted) / m.completed());
    }

    /// Whether every task runs every kernel once: not behind a cache or a graph that remembers, nor in a race or a
    /// retry.
    private static boolean countable(Plan.Cell cell) {
        return cell.point().kinds().stream().allMatch(kind -> countable(kind.steps()));
    }

    private static boolean countable(List<StepSpec> steps) {
        return steps.stream()
                .allMatch(step -> !(step instanceof StepSpec.Cache
                                || step instanceof StepSpec.Race
                                || step instanceof StepSpec.Retry
                                || step instanceof StepSpec.Graph(var _, boolean persist, var _) && persist)
                        && step.inside().stream().allMatch(MetricValues::countable));
    }

    private static @Nullable Double counted(Metric metric, Measurement m) {
        Map<String, Double> counts = m.counts();
        return counts == null ? null : counts.getOrDefault(metric.id(), 0.0);
    }

    private @Nullable Double speedup(Plan.Cell cell, int round) {
        Double own = basic(runs, Metric.WALL, cell, round);
        Map<String, String> at = cell.point().at();
        Double floor = runs.cellsAt(at).stream()
                .filter(c -> c.variant().model().equals("sequential"))
                .findFirst()
                .map(c -> basic(runs, Metric.WALL, c, round))
                .orElse(null);
        return own == null || floor == null ? null : finite(floor / own);
    }

    private @Nullable Double slowShare(Plan.Cell cell, int round) {
        double limit = 2 * SlowTasks.baseNanos(cell.point());
        return runs.measurement(cell, round)
                .filter(m -> limit > 0)
                .flatMap(m -> Histograms.shareAbove(m.latency(), limit))
                .orElse(null);
    }

    private static @Nullable Double number(@Nullable Number value) {
        return value == null ? null : value.doubleValue();
    }

    private static @Nullable Double scaled(@Nullable Double value, double factor) {
        return value == null ? null : finite(value * factor);
    }

    static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
