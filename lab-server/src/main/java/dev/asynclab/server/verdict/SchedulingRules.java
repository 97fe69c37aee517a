package dev.asynclab.server.verdict;

import static dev.asynclab.server.verdict.CellMedians.orNaN;

import dev.asynclab.api.Metric;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.verdict.Mechanisms.Evidence;
import dev.asynclab.server.verdict.Mechanisms.Part;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.TimeSplit;
import java.util.List;
import java.util.Optional;

/// The evidence rules of the mechanisms about who gets to run: tasks on an event loop, virtual threads on carriers.
final class SchedulingRules {

    private static final double HELD_NANOS = 100e6;

    private final Observations runs;
    private final CellMedians medians;
    private final int cores;

    SchedulingRules(Observations runs, CellMedians medians) {
        this.runs = runs;
        this.medians = medians;
        this.cores = medians.cores();
    }

    Optional<Evidence> loopBlocked(Plan.Cell cell) {
        if (Slots.loops(cell, cores) == 0) {
            return Optional.empty();
        }
        double held = medians.of(cell, Metric.DISPATCH_MAX) * 1e9;
        double late = medians.of(cell, SchedulingRules::lateOfTheQuickest);
        return Evidence.measured(
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
                .min((a, b) -> Double.compare(orNaN(a.p50()), orNaN(b.p50())))
                .map(d -> orNaN(d.p99() == null ? d.max() : d.p99()) - orNaN(d.p50()))
                .orElse(Double.NaN);
    }

    private static double slowestMedian(Measurement m) {
        return m.kinds().values().stream()
                .filter(d -> d.p50() != null)
                .mapToDouble(d -> orNaN(d.p50()))
                .max()
                .orElse(Double.NaN);
    }

    Optional<Evidence> singleCoreLoop(Plan.Cell cell) {
        if (Slots.loops(cell, cores) != 1 || cores == 1) {
            return Optional.empty();
        }
        double used = medians.of(cell, Metric.CPU_CORES);
        return Evidence.measured(
                new Part("cpu-cores", Wording.number(used), used / 0.8),
                Part.when("one-loop", "at most 1.2 cores", used <= 1.2));
    }

    Optional<Evidence> carriersEqualCores(Plan.Cell cell) {
        if (!cell.variant().model().equals("virtual-threads")) {
            return Optional.empty();
        }
        double ready = medians.share(cell, TimeSplit::queueNanos) + medians.share(cell, TimeSplit::runNanos);
        double inFlight = medians.of(cell, Measurement::inFlightMean);
        double runnable = ready * inFlight;
        int carriers = Slots.carriers(cell, cores);
        double busy = medians.of(cell, Metric.CPU_CORES) / StrictMath.min(carriers, cores);
        return Evidence.measured(
                new Part(
                        "runnable",
                        Wording.number(runnable) + " on " + Wording.plural(carriers, "carrier"),
                        runnable / carriers),
                Part.above("carriers-busy", busy, 0.8));
    }

    Optional<Evidence> carrierStarved(Plan.Cell cell) {
        if (!cell.variant().model().equals("virtual-threads")
                || cell.point().kinds().size() < 2) {
            return Optional.empty();
        }
        double late = medians.of(cell, SchedulingRules::lateOfTheQuickest);
        double longest = medians.of(cell, SchedulingRules::slowestMedian);
        return Evidence.measured(
                new Part("short-tasks-late", Wording.duration(late), late / (longest / 2)),
                new Part("long-tasks", Wording.duration(longest), Double.POSITIVE_INFINITY),
                Part.above("cpu-busy", medians.busy(cell), 0.5));
    }

    /// Only a recording of the JVM tells, and none is on while figures are judged: a trial for a timeline has one.
    Optional<Evidence> carrierPinned(Plan.Cell cell) {
        double share = runs.traced(cell)
                .flatMap(RuntimeFlags::pinnedShare)
                .orElseGet(() -> runs.median(r -> runs.measurement(cell, r)
                        .flatMap(RuntimeFlags::pinnedShare)
                        .orElse(Double.NaN)));
        return Evidence.measured(Part.above("pinned-share", share, RuntimeFlags.PINNED_SHARE));
    }
}
