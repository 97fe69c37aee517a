package dev.asynclab.server.verdict;

import static dev.asynclab.server.verdict.CellMedians.orNaN;

import dev.asynclab.api.Metric;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.verdict.Mechanisms.Evidence;
import dev.asynclab.server.verdict.Mechanisms.Part;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.TimeSplit;
import java.util.List;
import java.util.Optional;

/// The evidence rule of each mechanism, over medians of the rounds.
final class MechanismRules {

    private static final double KIBI = 1_024;
    private static final double PLATFORM_THREAD_BYTES = 10 * KIBI;

    private final Judgement judgement;
    private final Observations runs;
    private final CellMedians medians;
    private final SchedulingRules scheduling;
    private final int cores;

    MechanismRules(Judgement judgement) {
        this.judgement = judgement;
        this.runs = judgement.runs();
        this.cores = judgement.plan().cores();
        this.medians = new CellMedians(runs, cores);
        this.scheduling = new SchedulingRules(runs, medians);
    }

    Optional<Evidence> look(String mechanism, Plan.Cell cell) {
        if (runs.rounds().stream().noneMatch(r -> runs.measurement(cell, r).isPresent())) {
            return Optional.empty();
        }
        return switch (mechanism) {
            case "waiting-is-cheap" -> waitingIsCheap(cell);
            case "pool-queueing" -> poolQueueing(cell);
            case "loop-blocked" -> scheduling.loopBlocked(cell);
            case "single-core-loop" -> scheduling.singleCoreLoop(cell);
            case "carriers-equal-cores" -> scheduling.carriersEqualCores(cell);
            case "carrier-starved" -> scheduling.carrierStarved(cell);
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
            case "carrier-pinned" -> scheduling.carrierPinned(cell);
            default -> Optional.empty();
        };
    }

    private Optional<Evidence> waitingIsCheap(Plan.Cell cell) {
        return Evidence.measured(
                Part.above("wait-share", medians.share(cell, TimeSplit::waitNanos), 0.9),
                Part.below("cpu-busy", medians.busy(cell), 0.3));
    }

    private Optional<Evidence> poolQueueing(Plan.Cell cell) {
        return Slots.of(cell, cores).flatMap(slots -> {
            double seen = medians.of(cell, Metric.BACKEND_IN_FLIGHT_PEAK);
            double inFlight = seen > 0 ? seen : medians.of(cell, Metric.IN_FLIGHT_PEAK);
            double full = StrictMath.min(1, inFlight / slots.count());
            String text = Wording.number(StrictMath.min(inFlight, slots.count())) + " of "
                    + Wording.number(slots.count()) + " " + slots.what();
            return Evidence.measured(
                    Part.above("queue-share", medians.share(cell, TimeSplit::queueNanos), 0.5),
                    // All of them, give or take the one between two tasks.
                    new Part("busy", text, full / 0.95));
        });
    }

    private Optional<Evidence> threadMemory(Plan.Cell cell) {
        double threads = medians.of(cell, Metric.THREADS_PEAK);
        double inFlight = medians.of(cell, Metric.IN_FLIGHT_PEAK);
        double bytes = medians.of(cell, Metric.MEMORY_PER_TASK);
        return Evidence.measured(
                new Part("threads", Wording.number(threads), threads / (inFlight / 2)),
                new Part("memory-per-task", Wording.number(bytes / KIBI) + " KiB", bytes / PLATFORM_THREAD_BYTES));
    }

    private Optional<Evidence> switchOverhead(Plan.Cell cell) {
        double preempted =
                medians.of(cell, m -> m.completed() > 0 ? orNaN(m.involuntarySwitches()) / m.completed() : Double.NaN);
        double threads = medians.of(cell, Metric.THREADS_PEAK);
        return Evidence.measured(
                new Part("preempted-per-task", Wording.number(preempted), preempted / 0.5),
                new Part("threads", Wording.number(threads), threads / (2.0 * cores)),
                Part.above("cpu-busy", medians.busy(cell), 0.8));
    }

    private Optional<Evidence> globalLock(Plan.Cell cell) {
        boolean locked = judgement.bounds().of(cell).stream()
                .flatMap(b -> b.terms().stream())
                .anyMatch(t -> t.kind() == Term.Kind.LOCK);
        if (!locked) {
            return Optional.empty();
        }
        double used = medians.of(cell, Metric.CPU_CORES);
        return Evidence.measured(
                Part.above("lock-wait-share", medians.share(cell, TimeSplit::waitNanos), 0.3),
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
        return Evidence.measured(
                new Part("hand-over", Wording.duration(handOver), handOver / (0.5 * kernel)),
                new Part("kernel", Wording.duration(kernel), Double.POSITIVE_INFINITY));
    }

    /// As measured; in records that do not have it, what is left of a task outside its child.
    private double handOverNanos(Plan.Cell cell) {
        double measured = medians.split(cell, s -> orNaN(s.handOverNanos()));
        double service = medians.of(cell, Metric.SERVICE_MEAN) * 1e9;
        double inTheChild = medians.split(cell, TimeSplit::waitNanos) + medians.split(cell, TimeSplit::runNanos);
        return Double.isFinite(measured) ? measured : service - inTheChild;
    }

    private Optional<Evidence> startupCost(Plan.Cell cell) {
        double start = medians.of(cell, Metric.STARTUP);
        double wall = medians.of(cell, Metric.WALL);
        return Evidence.measured(Part.above("start-share", start / (start + wall), 0.5));
    }

    private Optional<Evidence> gcPressure(Plan.Cell cell) {
        return Evidence.measured(Part.above("collection-share", medians.of(cell, Metric.GC_SHARE), 0.1));
    }

    private Optional<Evidence> connectionLimit(Plan.Cell cell) {
        double efficiency = runs.median(r -> judgement.bounds().efficiency(cell, r));
        return judgement
                .bounds()
                .of(cell)
                .filter(b -> b.binding().name().startsWith("connections"))
                .flatMap(b -> Evidence.measured(
                        Part.above("of-the-bound", efficiency, 0.8),
                        Part.when("bound", b.binding().text(), true)));
    }

    private Optional<Evidence> flagged(Plan.Cell cell, String flag) {
        return judgement
                .validity()
                .share(cell, flag)
                .map(share -> Evidence.of(Part.above("rounds", share, Validity.FLAG_SHARE + 1e-9)));
    }
}
