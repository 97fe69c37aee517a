package dev.asynclab.server.verdict;

import dev.asynclab.server.plan.Plan;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ProcessFigures;
import java.util.List;
import java.util.Optional;

/// What the runtime of a model did in a window: it collected garbage, was still compiling, or pinned virtual threads.
///
/// A result of the model like those of [ModelFlags], since it is the model's garbage, code and threads.
final class RuntimeFlags {

    private static final double GC_SHARE = 0.05;
    private static final double GC_CPU_SHARE = 0.20;
    /// Less than this in a window is nobody's trouble, whatever share it is: one collection in a batch of five
    /// milliseconds is not thrashing.
    private static final double LEAST_GC_NANOS = 50e6;

    private static final double FULL_HEAP = 0.80;
    private static final double JIT_SHARE = 0.10;
    /// The compiler's share is taken of at least this share of one core: in a process that waits, milliseconds of
    /// compiling would look like a storm. The warm-up ends by the same rule.
    private static final double BUSY = 0.3;
    /// CPU per task of the last third over that of the first may be this far from 1.
    private static final double DRIFT = 0.05;

    static final double PINNED_SHARE = 0.01;

    private static final List<String> SHORT_PROFILES = List.of("smoke", "quick");

    private final Observations runs;
    private final Bounds bounds;

    RuntimeFlags(Observations runs, Bounds bounds) {
        this.runs = runs;
        this.bounds = bounds;
    }

    /// Tasks stood still too long, the collector worked too much, or the heap is nearly full of live data.
    Optional<String> gcThrash(Plan.Cell cell, int round) {
        Measurement m = runs.measurement(cell, round).orElse(null);
        if (m == null) {
            return Optional.empty();
        }
        double most = StrictMath.max(GC_SHARE * m.windowNanos(), LEAST_GC_NANOS);
        if (m.gcNanos() > most) {
            return Optional.of(
                    "collections took " + Wording.percent((double) m.gcNanos() / m.windowNanos()) + " of the window");
        }
        ProcessFigures process = figures(m);
        ProcessFigures.Pauses pauses = process.pauses();
        Long collector = process.gcCpuNanos();
        Long left = process.heapAfterGcBytes();
        Long limit = process.heapMaxBytes();
        if (pauses != null && pauses.totalNanos() > most) {
            return Optional.of("all threads stood still for "
                    + Wording.percent((double) pauses.totalNanos() / m.windowNanos()) + " of the window");
        }
        if (collector != null && collector > StrictMath.max(GC_CPU_SHARE * allCpu(m), LEAST_GC_NANOS)) {
            return Optional.of("the collector took " + Wording.percent(collector / allCpu(m)) + " of the CPU");
        }
        return left != null && limit != null && left > FULL_HEAP * limit
                ? Optional.of("collections left " + Wording.percent((double) left / limit) + " of the heap in use")
                : Optional.empty();
    }

    private static ProcessFigures figures(Measurement m) {
        ProcessFigures process = m.process();
        return process == null ? ProcessFigures.NONE : process;
    }

    /// CPU of the trial process, compiler and collector included; NaN when unknown.
    private static double allCpu(Measurement m) {
        Long own = m.cpuNanos();
        Long removed = m.cpuRemovedNanos();
        return own == null ? Double.NaN : own + (removed == null ? 0.0 : removed);
    }

    /// The same with its children, who compute for a process model: next to their work its own compiler is little.
    private static double allCpuWithChildren(Measurement m) {
        Long children = m.childrenCpuNanos();
        return allCpu(m) + (children == null ? 0.0 : children);
    }

    /// The warm-up reached its end without becoming steady, where steadiness was to end it; or it went on in the
    /// window.
    Optional<String> notSteady(Plan.Cell cell, int round) {
        return runs.entry(cell, round)
                .flatMap(e -> WarmUps.neverSteady(runs.plan(), e.trial(), cell.id()))
                .or(() -> warmingUp(cell, round));
    }

    /// Still warming up: the compiler's share of the CPU, or tasks that got cheaper or dearer within the window.
    /// Short profiles ask only where computing decides the figure: they leave out what waiting does not show.
    private Optional<String> warmingUp(Plan.Cell cell, int round) {
        Measurement m = runs.measurement(cell, round).orElse(null);
        boolean asked = !SHORT_PROFILES.contains(runs.plan().profile().id())
                || bounds.of(cell).map(b -> b.binding().cpu()).orElse(false);
        if (m == null || !asked || !Double.isFinite(allCpu(m))) {
            return Optional.empty();
        }
        double cpu = allCpuWithChildren(m);
        ProcessFigures process = figures(m);
        Long compiler = process.jitCpuNanos();
        double jit = compiler != null ? compiler : m.jitNanos();
        if (jit > JIT_SHARE * StrictMath.max(cpu, BUSY * m.windowNanos())) {
            return Optional.of("the compiler took " + Wording.percent(jit / cpu) + " of the CPU");
        }
        ProcessFigures.Drift drift = process.drift();
        return drift != null && StrictMath.abs(drift.ratio() - 1) > DRIFT
                ? Optional.of("a task took " + Wording.duration(drift.firstNanosPerTask())
                        + " of CPU in the first third and " + Wording.duration(drift.lastNanosPerTask())
                        + " in the last")
                : Optional.empty();
    }

    /// Virtual threads kept their carriers for more than 1 % of the carriers' time. Only a trial under Flight
    /// Recorder knows: the trace trial, which stands for every round, since pinning is a matter of code and not of
    /// speed.
    Optional<String> pinned(Plan.Cell cell, int round) {
        return runs.traced(cell)
                .or(() -> runs.measurement(cell, round))
                .flatMap(m -> pinnedShare(m)
                        .filter(share -> share > PINNED_SHARE)
                        .map(share -> pinnedTimes(m) + " a virtual thread kept its carrier, " + Wording.percent(share)
                                + " of the carriers' time"));
    }

    private static String pinnedTimes(Measurement m) {
        ProcessFigures.Pinned pinned = figures(m).pinned();
        return Wording.plural(pinned == null ? 0 : pinned.count(), "time");
    }

    /// Share of the carriers' time in which a virtual thread that waited kept one; empty without a recording.
    static Optional<Double> pinnedShare(Measurement m) {
        ProcessFigures.Pinned pinned = figures(m).pinned();
        ProcessFigures.Carriers carriers = figures(m).carriers();
        return pinned == null || carriers == null
                ? Optional.empty()
                : Optional.of(pinned.totalNanos() / ((double) m.windowNanos() * carriers.parallelism()));
    }
}
