package dev.asynclab.server.verdict;

import dev.asynclab.api.Metric;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ProcessFigures;
import java.util.Optional;

/// Whether other programs on the machine spoiled a figure. The gate depends on the metric.
///
/// A task that waits does not care who computes meanwhile, and CPU time does not count other people's; wall time
/// of computing work does. So a busy host still gets verdicts where they can be had.
final class Contention {

    /// Foreign CPU that makes wall time of computing work useless.
    static final double FOREIGN_FOR_CPU = 0.05;
    /// Foreign CPU that makes a tail useless.
    static final double FOREIGN_FOR_TAILS = 0.10;
    /// Lateness of an idle thread that no tail may be blamed for, and the share of a tail it may make up.
    static final double HICCUP_NANOS = 2e6;

    static final double HICCUP_SHARE = 0.05;
    /// Idle CPU that shows waiting work was not held up.
    static final double IDLE_ENOUGH = 0.10;
    /// At this share of its bound a figure cannot have been held up by much.
    static final double AT_THE_LIMIT = 0.95;

    private enum Gate {
        ALWAYS,
        RATE,
        TAIL
    }

    private final Observations runs;
    private final Bounds bounds;
    private final CanaryFaults canary;

    Contention(Observations runs, Bounds bounds) {
        this.runs = runs;
        this.bounds = bounds;
        this.canary = new CanaryFaults(runs);
    }

    /// The foreign share that spoils this metric in this round; empty when the figure may be judged.
    Optional<Double> spoils(Metric metric, Plan.Cell cell, int round) {
        TrialRecord.HostWindow host = runs.host(cell, round).orElse(null);
        Double foreign = host == null ? null : host.foreignShare();
        if (host == null || foreign == null) {
            return Optional.empty();
        }
        boolean spoiled = switch (gate(metric)) {
            case ALWAYS -> false;
            case TAIL -> foreign > FOREIGN_FOR_TAILS;
            case RATE -> foreign > FOREIGN_FOR_CPU && (cpuLimited(cell) || heldUp(cell, round, host));
        };
        return spoiled ? Optional.of(foreign) : Optional.empty();
    }

    /// Why a figure of this round is that of the machine though no program of it took CPU time. Empty when the figure
    /// may be judged.
    Optional<String> disturbs(Metric metric, Plan.Cell cell, int round) {
        return stutters(metric, cell, round)
                .or(() -> wavers(metric, cell, round))
                .or(() -> countsCpu(metric) ? canary.otherSpeed(cell, round) : Optional.empty());
    }

    /// Why a round of computing work is void: the processor ran at another speed than in the other rounds. Waiting
    /// work is as fast on a slower processor; only its CPU time is not, see [#disturbs].
    Optional<String> otherSpeed(Plan.Cell cell, int round) {
        return cpuLimited(cell) ? canary.otherSpeed(cell, round) : Optional.empty();
    }

    private static boolean countsCpu(Metric metric) {
        return metric == Metric.CPU_PER_TASK || metric == Metric.CPU_CORES;
    }

    /// Why wall time of computing work in this round is that of the machine: a piece of work that never changes took
    /// another time before the trial than after it. Empty where there is no canary.
    private Optional<String> wavers(Metric metric, Plan.Cell cell, int round) {
        return gate(metric) == Gate.RATE && cpuLimited(cell) ? canary.uneven(cell, round) : Optional.empty();
    }

    /// Why a tail of this round is that of the machine: an idle thread woke up about as late. Empty when the figure
    /// may be judged, and where hiccups were not measured.
    Optional<String> stutters(Metric metric, Plan.Cell cell, int round) {
        ProcessFigures process =
                runs.measurement(cell, round).map(Measurement::process).orElse(null);
        Measurement.Distribution hiccup = process == null ? null : process.hiccup();
        Long p99 = hiccup == null ? null : hiccup.p99();
        Double seconds = gate(metric) == Gate.TAIL ? MetricValues.basic(runs, metric, cell, round) : null;
        return p99 == null || seconds == null || p99 <= StrictMath.max(HICCUP_NANOS, HICCUP_SHARE * seconds * 1e9)
                ? Optional.empty()
                : Optional.of("idle threads woke up to " + Wording.duration((double) p99) + " late");
    }

    private boolean cpuLimited(Plan.Cell cell) {
        return bounds.of(cell).map(b -> b.binding().cpu()).orElse(true);
    }

    private boolean heldUp(Plan.Cell cell, int round, TrialRecord.HostWindow host) {
        Double idle = idle(host);
        boolean spare = idle != null && idle >= IDLE_ENOUGH;
        return !spare && !(bounds.efficiency(cell, round) >= AT_THE_LIMIT);
    }

    /// Share of the host's CPU nobody used; null where it cannot be read.
    static @org.jspecify.annotations.Nullable Double idle(TrialRecord.HostWindow host) {
        Long busy = host.busyNanos();
        return busy == null ? null : 1 - (double) busy / ((double) host.cores() * host.nanos());
    }

    private static Gate gate(Metric metric) {
        return switch (metric) {
            case THROUGHPUT, GOODPUT, WALL, SPEEDUP, EFFICIENCY, CPU_CORES, SLOW_SHARE, GC_SHARE -> Gate.RATE;
            case LATENCY_P50, LATENCY_P90, LATENCY_MEAN, SERVICE_P50, SERVICE_P90, SERVICE_MEAN -> Gate.RATE;
            case TIME_QUEUE, TIME_WAIT, TIME_RUN, DISPATCH_P50 -> Gate.RATE;
            case LATENCY_P99, LATENCY_P999, LATENCY_MAX, SERVICE_P99, SERVICE_P999, SERVICE_MAX -> Gate.TAIL;
            case DISPATCH_P99, DISPATCH_MAX, SERVICE_FIRST, STARTUP, CANCEL_LATENCY -> Gate.TAIL;
            case CPU_PER_TASK, RSS_PEAK, HEAP_PEAK, MEMORY_PER_TASK, ALLOCATED_PER_TASK -> Gate.ALWAYS;
            case THREADS_PEAK, PROCESSES_PEAK, SWITCHES_PER_TASK, IN_FLIGHT_PEAK, LATE, DROPPED -> Gate.ALWAYS;
            case ERRORS_RATE, BACKEND_CALLS, BACKEND_CALLS_PER_TASK, BACKEND_CALLS_WASTED -> Gate.ALWAYS;
            case BACKEND_IN_FLIGHT_PEAK, COMPUTE_CALLS, CACHE_HITS, LOST_UPDATES, BYTES_MOVED, NODES_RUN -> Gate.ALWAYS;
        };
    }
}
