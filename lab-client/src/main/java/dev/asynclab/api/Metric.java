package dev.asynclab.api;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Every figure the lab reports. The id is the name in files, results and reports.
public enum Metric {
    THROUGHPUT("throughput", Unit.PER_SECOND, Better.HIGHER, "verified tasks completed per second"),
    GOODPUT(
            "goodput",
            Unit.PER_SECOND,
            Better.HIGHER,
            "tasks completed per second, without failures and wrong results"),
    WALL("wall", Unit.SECONDS, Better.LOWER, "time from the start of a batch to its last verified result"),
    SPEEDUP("speedup", Unit.RATIO, Better.HIGHER, "wall of sequential in the same round / own wall"),
    LATENCY_P50("latency.p50", Unit.SECONDS, Better.LOWER, "median time from the intended start to the result"),
    LATENCY_P90("latency.p90", Unit.SECONDS, Better.LOWER, "90th percentile of the time from the intended start"),
    LATENCY_P99("latency.p99", Unit.SECONDS, Better.LOWER, "99th percentile of the time from the intended start"),
    LATENCY_P999("latency.p999", Unit.SECONDS, Better.LOWER, "99.9th percentile of the time from the intended start"),
    LATENCY_MAX("latency.max", Unit.SECONDS, Better.LOWER, "longest time from the intended start to the result"),
    LATENCY_MEAN("latency.mean", Unit.SECONDS, Better.LOWER, "mean time from the intended start to the result"),
    SERVICE_P50(
            "service.p50", Unit.SECONDS, Better.LOWER, "median time from the actual start, waiting to start left out"),
    SERVICE_P90("service.p90", Unit.SECONDS, Better.LOWER, "90th percentile of the time from the actual start"),
    SERVICE_P99("service.p99", Unit.SECONDS, Better.LOWER, "99th percentile of the time from the actual start"),
    SERVICE_P999("service.p999", Unit.SECONDS, Better.LOWER, "99.9th percentile of the time from the actual start"),
    SERVICE_MAX("service.max", Unit.SECONDS, Better.LOWER, "longest time from the actual start"),
    SERVICE_MEAN("service.mean", Unit.SECONDS, Better.LOWER, "mean time from the actual start"),
    SERVICE_FIRST("service.first", Unit.SECONDS, Better.LOWER, "time of the very first task of a fresh process"),
    SLOW_SHARE("slow-share", Unit.RATIO, Better.LOWER, "share of tasks slower than twice the base delay"),
    ERRORS_RATE("errors.rate", Unit.RATIO, Better.LOWER, "failed tasks / all tasks"),
    CPU_CORES("cpu.cores", Unit.CORES, Better.LOWER, "CPU time / wall time, process and children"),
    CPU_PER_TASK(
            "cpu.per-task", Unit.SECONDS, Better.LOWER, "CPU time per completed task, compiler and collector left out"),
    RSS_PEAK("rss.peak", Unit.BYTES, Better.LOWER, "largest resident set of process and children"),
    HEAP_PEAK("heap.peak", Unit.BYTES, Better.LOWER, "largest heap in use seen after a collection or at a window edge"),
    MEMORY_PER_TASK(
            "memory.per-task",
            Unit.BYTES,
            Better.LOWER,
            "growth of (resident - committed heap) + live heap over the idle model, per task in flight"
                    + "; in standard and publish under closed load its slope over four numbers of callers"),
    ALLOCATED_PER_TASK("allocated.per-task", Unit.BYTES, Better.LOWER, "heap bytes allocated per task"),
    THREADS_PEAK("threads.peak", Unit.COUNT, Better.LOWER, "most operating-system threads at once"),
    PROCESSES_PEAK("processes.peak", Unit.COUNT, Better.LOWER, "most processes at once, the trial process included"),
    SWITCHES_PER_TASK("switches.per-task", Unit.COUNT, Better.LOWER, "context switches per task"),
    GC_SHARE("gc.share", Unit.RATIO, Better.LOWER, "time in collections / wall time"),
    DISPATCH_P50("dispatch.p50", Unit.SECONDS, Better.LOWER, "median delay before an empty task starts"),
    DISPATCH_P99(
            "dispatch.p99", Unit.SECONDS, Better.LOWER, "99th percentile of the delay before an empty task starts"),
    DISPATCH_MAX("dispatch.max", Unit.SECONDS, Better.LOWER, "longest delay before an empty task starts"),
    IN_FLIGHT_PEAK("in-flight.peak", Unit.COUNT, Better.HIGHER, "most tasks in flight at once, seen by the generator"),
    LATE("late", Unit.COUNT, Better.LOWER, "arrivals that started after their intended start because of max-in-flight"),
    DROPPED("dropped", Unit.COUNT, Better.LOWER, "arrivals not started by the end of the drain"),
    STARTUP("startup", Unit.SECONDS, Better.LOWER, "time from process start to a model ready for work"),
    TIME_QUEUE("time.queue", Unit.SECONDS, Better.LOWER, "mean time a task waited for a thread, loop or child"),
    TIME_WAIT("time.wait", Unit.SECONDS, Better.LOWER, "mean time a task waited for a backend or a timer"),
    TIME_RUN("time.run", Unit.SECONDS, Better.LOWER, "mean time a task computed or held its thread"),
    EFFICIENCY("efficiency", Unit.RATIO, Better.HIGHER, "measured / bound for rates, bound / measured for times"),
    CANCEL_LATENCY(
            "cancel.latency",
            Unit.SECONDS,
            Better.LOWER,
            "mean time from a cancellation to the end of the last work it covers"),
    BACKEND_CALLS("backend.calls", Unit.COUNT, Better.LOWER, "calls the backends saw"),
    BACKEND_CALLS_PER_TASK("backend.calls-per-task", Unit.COUNT, Better.LOWER, "calls the backends saw per task"),
    BACKEND_CALLS_WASTED("backend.calls-wasted", Unit.COUNT, Better.LOWER, "calls answered to nobody"),
    BACKEND_IN_FLIGHT_PEAK(
            "backend.in-flight.peak", Unit.COUNT, Better.HIGHER, "most calls in flight at once, seen by the backends"),
    COMPUTE_CALLS("compute.calls", Unit.COUNT, Better.LOWER, "kernel executions"),
    CACHE_HITS("cache.hits", Unit.COUNT, Better.HIGHER, "answers served from a cache"),
    LOST_UPDATES("lost-updates", Unit.COUNT, Better.LOWER, "updates of shared state that vanished"),
    BYTES_MOVED("bytes.moved", Unit.BYTES, Better.LOWER, "bytes copied between processes"),
    NODES_RUN("nodes.run", Unit.COUNT, Better.LOWER, "graph nodes executed");

    /// Base unit of a metric's values in results.
    public enum Unit {
        PER_SECOND("/s"),
        SECONDS("s"),
        BYTES("B"),
        CORES("cores"),
        COUNT(""),
        RATIO("");

        private final String symbol;

        Unit(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }

    /// Which direction wins.
    public enum Better {
        HIGHER,
        LOWER
    }

    private final String id;
    private final Unit unit;
    private final Better better;
    private final String summary;

    Metric(String id, Unit unit, Better better, String summary) {
        this.id = id;
        this.unit = unit;
        this.better = better;
        this.summary = summary;
    }

    public String id() {
        return id;
    }

    public Unit unit() {
        return unit;
    }

    public Better better() {
        return better;
    }

    public String summary() {
        return summary;
    }

    /// Whether a physical bound is computed for it, so that a claim may compare it with `bound`.
    public boolean bounded() {
        return switch (this) {
            case THROUGHPUT, GOODPUT, WALL, SLOW_SHARE -> true;
            default -> false;
        };
    }

    /// The metric with this id.
    public static Optional<Metric> of(String id) {
        return Arrays.stream(values()).filter(m -> m.id.equals(id)).findFirst();
    }

    /// All ids, in documentation order.
    public static List<String> ids() {
        return Arrays.stream(values()).map(Metric::id).toList();
    }
}
