package dev.asynclab.server.verdict;

import dev.asynclab.api.Metric;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.verdict.Mechanisms.Evidence;
import dev.asynclab.server.verdict.Mechanisms.Part;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.TimeSplit;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// The evidence rule of each mechanism, over medians of the rounds.
final class MechanismRules {

    private static final double HELD_NANOS = 100e6;
    private static final double KIBI = 1_024;
    private static final double PLATFORM_THREAD_BYTES = 10 * KIBI;

    private final Judgement judgement;
    private final Observations runs;
    private final int cores;

    MechanismRules(Judgement judgement) {
        this.judgement = judgement;
        this.runs = judgement.runs();
        this.cores = judgement.plan().cores();
    }

    Optional<Evidence> look(String mechanism, Plan.Cell cell) {
        if (runs.rounds().stream().noneMatch(r -> runs.measurement(cell, r).isPresent())) {
            return Optional.empty();
        }
        return switch (mechanism) {
            case "waiting-is-cheap" -> waitingIsCheap(cell);
            case "pool-queueing" -> poolQueueing(cell);
            case "loop-blocked" -> loopBlocked(cell);
            case "single-core-loop" -> singleCoreLoop(cell);
            case "carriers-equal-cores" -> carriersEqualCores(cell);
            case "carrier-starved" -> carrierStarved(cell);
            case "thread-memory" -> threadMemory(cell);
            case "switch-overhead" -> switchOverhead(cell);
            case "global-lock" -> globalLock(cell);
            case "hand-over-cost" -> handOverCost(cell);
            case "startup-cost" -> startupCost(cell);
            case "gc-pressure" -> gcPressure(cell);
            case "connection-limit" -> connectionLimit(cell);
            case "generator-limit" -> flagged(cell, "generator-late");
            case "backend-limit" -> flagged(cell, "backend-saturated");
            case "host-noise" -> flagged(cell, "cpu-contended");
            case "carrier-pinned" -> carrierPinned(cell);
            default -> Optional.empty();
        };
    }

    private Optional<Evidence> waitingIsCheap(Plan.Cell cell) {
        return evidence(Part.above("wait-share", share(cell, TimeSplit::waitNanos), 0.9), busy(cell, 0.3, false));
    }

    private Optional<Evidence> poolQueueing(Plan.Cell cell) {
        return Slots.of(cell, cores).flatMap(slots -> {
            double seen = median(cell, Metric.BACKEND_IN_FLIGHT_PEAK);
            double inFlight = seen > 0 ? seen : median(cell, Metric.IN_FLIGHT_PEAK);
            double full = StrictMath.min(1, inFlight / slots.count());
            String text = Wording.number(StrictMath.min(inFlight, slots.count())) + " of "
                    + Wording.number(slots.count()) + " " + slots.what();
            return evidence(
                    Part.above("queue-share", share(cell, TimeSplit::queueNanos), 0.5),
                    // All of them, give or take the one between two tasks.
                    new Part("busy", text, full / 0.95));
        });
    }

    private Optional<Evidence> loopBlocked(Plan.Cell cell) {
        if (Slots.loops(cell, cores) == 0) {
            return Optional.empty();
        }
        double held = median(cell, Metric.DISPATCH_MAX) * 1e9;
        double late = runs.median(r ->
                runs.measurement(cell, r).map(MechanismRules::lateOfTheQuickest).orElse(Double.NaN));
        return evidence(
                new Part("held", Wording.duration(held), held / HELD_NANOS),
                new Part("others-late", Wording.duration(late), late / (held / 2)));
    }

    /// The tail of the quickest kind beyond its own median: what others had to do with it.
    private static double lateOfTheQuickest(Measurement m) {
        List<Measurement.Distribution> kinds = m.kinds().isEmpty()
                ? List.of(m.latency())
                : List.copyOf(m.kinds().values());
        return kinds.stream()
                .filter(d -> d.p50() != null && d.max() != null)
                .min((a, b) -> Double.compare(nanos(a.p50()), nanos(b.p50())))
                .map(d -> nanos(d.p99() == null ? d.max() : d.p99()) - nanos(d.p50()))
                .orElse(Double.NaN);
    }

    private Optional<Evidence> singleCoreLoop(Plan.Cell cell) {
        if (Slots.loops(cell, cores) != 1 || cores == 1) {
            return Optional.empty();
        }
        double used = median(cell, Metric.CPU_CORES);
        return evidence(
                new Part("cpu-cores", Wording.number(used), used / 0.8),
                Part.when("one-loop", "at most 1.2 cores", used <= 1.2));
    }

    private Optional<Evidence> carriersEqualCores(Plan.Cell cell) {
        if (!cell.variant().model().equals("virtual-threads")) {
            return Optional.empty();
        }
        double ready = share(cell, TimeSplit::queueNanos) + share(cell, TimeSplit::runNanos);
        double inFlight = runs.median(
                r -> runs.measurement(cell, r).map(Measurement::inFlightMean).orElse(Double.NaN));
        double runnable = ready * inFlight;
        int carriers = Slots.carriers(cell, cores);
        double busy = median(cell, Metric.CPU_CORES) / StrictMath.min(carriers, cores);
        return evidence(
                new Part(
                        "runnable",
                        Wording.number(runnable) + " on " + Wording.plural(carriers, "carrier"),
                        runnable / carriers),
                Part.above("carriers-busy", busy, 0.8));
    }

    private Optional<Evidence> carrierStarved(Plan.Cell cell) {
        if (!cell.variant().model().equals("virtual-threads")
                || cell.point().kinds().size() < 2) {
            return Optional.empty();
        }
        double late = runs.median(r ->
                runs.measurement(cell, r).map(MechanismRules::lateOfTheQuickest).orElse(Double.NaN));
        double longest = runs.median(r -> runs.measurement(cell, r)
                .flatMap(m -> m.kinds().values().stream()
                        .filter(d -> d.p50() != null)
                        .map(d -> nanos(d.p50()))
                        .max(Double::compare))
                .orElse(Double.NaN));
        return evidence(
                new Part("short-tasks-late", Wording.duration(late), late / (longest / 2)),
                new Part("long-tasks", Wording.duration(longest), Double.POSITIVE_INFINITY),
                busy(cell, 0.5, true));
    }

    /// Only a recording of the JVM tells, and none is on while figures are judged: a trial for a timeline has one.
    private Optional<Evidence> carrierPinned(Plan.Cell cell) {
        double share = runs.traced(cell)
                .flatMap(RuntimeFlags::pinnedShare)
                .orElseGet(() -> runs.median(r -> runs.measurement(cell, r)
                        .flatMap(RuntimeFlags::pinnedShare)
                        .orElse(Double.NaN)));
        return evidence(Part.above("pinned-share", share, RuntimeFlags.PINNED_SHARE));
    }

    private Optional<Evidence> threadMemory(Plan.Cell cell) {
        double threads = median(cell, Metric.THREADS_PEAK);
        double inFlight = median(cell, Metric.IN_FLIGHT_PEAK);
        double bytes = median(cell, Metric.MEMORY_PER_TASK);
        return evidence(
                new Part("threads", Wording.number(threads), threads / (inFlight / 2)),
                new Part("memory-per-task", Wording.number(bytes / KIBI) + " KiB", bytes / PLATFORM_THREAD_BYTES));
    }

    private Optional<Evidence> switchOverhead(Plan.Cell cell) {
        double preempted = runs.median(r -> runs.measurement(cell, r)
                .filter(m -> m.involuntarySwitches() != null && m.completed() > 0)
                .map(m -> nanos(m.involuntarySwitches()) / m.completed())
                .orElse(Double.NaN));
        double threads = median(cell, Metric.THREADS_PEAK);
        return evidence(
                new Part("preempted-per-task", Wording.number(preempted), preempted / 0.5),
                new Part("threads", Wording.number(threads), threads / (2.0 * cores)),
                busy(cell, 0.8, true));
    }

    private Optional<Evidence> globalLock(Plan.Cell cell) {
        boolean locked = judgement.bounds().of(cell).stream()
                .flatMap(b -> b.terms().stream())
                .anyMatch(t -> t.kind() == Term.Kind.LOCK);
        if (!locked) {
            return Optional.empty();
        }
        double used = median(cell, Metric.CPU_CORES);
        return evidence(
                Part.above("lock-wait-share", share(cell, TimeSplit::waitNanos), 0.3),
                new Part("cpu-cores", Wording.number(used), used / 0.7),
                Part.when("one-at-a-time", "at most 1.2 cores", used <= 1.2));
    }

    private Optional<Evidence> handOverCost(Plan.Cell cell) {
        if (!List.of("processes", "python-processes").contains(cell.variant().model())) {
            return Optional.empty();
        }
        double kernel = runs.median(r -> runs.rounds().stream()
                .flatMap(round -> runs.trials(round).stream())
                .flatMap(t -> t.references().stream())
                .filter(f -> f.cell().equals(cell.id()))
                .mapToDouble(FromTrial.ReferenceRate::cpuNanosPerTask)
                .findFirst()
                .orElse(Double.NaN));
        double handOver = handOverNanos(cell);
        return evidence(
                new Part("hand-over", Wording.duration(handOver), handOver / (0.5 * kernel)),
                new Part("kernel", Wording.duration(kernel), Double.POSITIVE_INFINITY));
    }

    /// As measured; in records that do not have it, what is left of a task outside its child.
    private double handOverNanos(Plan.Cell cell) {
        double measured = runs.median(r -> runs.measurement(cell, r)
                .map(Measurement::split)
                .filter(s -> s.tasks() > 0)
                .map(s -> nanos(s.handOverNanos()))
                .orElse(Double.NaN));
        double service = median(cell, Metric.SERVICE_MEAN) * 1e9;
        double inTheChild = split(cell, TimeSplit::waitNanos) + split(cell, TimeSplit::runNanos);
        return Double.isFinite(measured) ? measured : service - inTheChild;
    }

    private Optional<Evidence> startupCost(Plan.Cell cell) {
        double start = median(cell, Metric.STARTUP);
        double wall = median(cell, Metric.WALL);
        return evidence(Part.above("start-share", start / (start + wall), 0.5));
    }

    private Optional<Evidence> gcPressure(Plan.Cell cell) {
        return evidence(Part.above("collection-share", median(cell, Metric.GC_SHARE), 0.1));
    }

    private Optional<Evidence> connectionLimit(Plan.Cell cell) {
        double efficiency = runs.median(r -> judgement.bounds().efficiency(cell, r));
        return judgement
                .bounds()
                .of(cell)
                .filter(b -> b.binding().name().startsWith("connections"))
                .flatMap(b -> evidence(
                        Part.above("of-the-bound", efficiency, 0.8),
                        Part.when("bound", b.binding().text(), true)));
    }

    private Optional<Evidence> flagged(Plan.Cell cell, String flag) {
        return judgement
                .validity()
                .share(cell, flag)
                .map(share -> Evidence.of(Part.above("rounds", share, Validity.FLAG_SHARE + 1e-9)));
    }

    /// CPU of the trial over all cores, above or below a threshold.
    private Part busy(Plan.Cell cell, double threshold, boolean above) {
        double share = median(cell, Metric.CPU_CORES) / cores;
        return above ? Part.above("cpu-busy", share, threshold) : Part.below("cpu-busy", share, threshold);
    }

    /// None where a figure is missing: not a number past a threshold is no evidence.
    private static Optional<Evidence> evidence(Part... parts) {
        for (Part part : parts) {
            if (Double.isNaN(part.strength())) {
                return Optional.empty();
            }
        }
        return Optional.of(Evidence.of(parts));
    }

    private double share(Plan.Cell cell, ToDoubleFunction<TimeSplit> part) {
        return split(cell, part) / split(cell, TimeSplit::wholeNanos);
    }

    private double split(Plan.Cell cell, ToDoubleFunction<TimeSplit> part) {
        return runs.median(r -> runs.measurement(cell, r)
                .map(Measurement::split)
                .filter(s -> s.tasks() > 0)
                .map(part::applyAsDouble)
                .orElse(Double.NaN));
    }

    private double median(Plan.Cell cell, Metric metric) {
        return runs.median(r -> {
            Double value = MetricValues.basic(runs, metric, cell, r);
            return value == null ? Double.NaN : value;
        });
    }

    private static double nanos(@org.jspecify.annotations.Nullable Number value) {
        return value == null ? Double.NaN : value.doubleValue();
    }
}
