package dev.asynclab.server.verdict;

import dev.asynclab.api.Load;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ProcessFigures;
import java.util.List;
import java.util.Optional;

/// What a model did to itself: a result, never a reason to leave a round out.
final class ModelFlags {

    /// Residences a window must hold before its latency figures are those of a steady state.
    private static final double SETTLED_RESIDENCES = 20;

    static final double ERRORS = 0.001;
    /// With more failures than this a model did not deliver what it is measured by.
    static final double TOO_MANY_ERRORS = 0.01;

    static final double GC_SHARE = 0.05;
    static final double GC_CPU_SHARE = 0.20;
    /// Less than this in a window is nobody's trouble, whatever share it is: one collection in a batch of five
    /// milliseconds is not thrashing.
    static final double LEAST_GC_NANOS = 50e6;

    static final double FULL_HEAP = 0.80;
    static final double JIT_SHARE = 0.10;
    /// CPU per task of the last third over that of the first may be this far from 1.
    static final double DRIFT = 0.05;

    static final double PINNED_SHARE = 0.01;
    static final double LOOP_HELD_NANOS = 50e6;
    /// Share of late probes that stands for a 99th percentile no short window can give.
    static final double LATE_PROBES = 0.05;

    private static final List<String> SHORT_PROFILES = List.of("smoke", "quick");

    private static final List<String> NOT_OURS = List.of("cancelled", "unavailable", "bad-order", "bug");

    private final Observations runs;
    private final Bounds bounds;

    ModelFlags(Observations runs, Bounds bounds) {
        this.runs = runs;
        this.bounds = bounds;
    }

    Optional<String> errors(Plan.Cell cell, int round) {
        return runs.measurement(cell, round)
                .filter(m -> errorShare(m) > ERRORS || m.dropped() > 0)
                .map(m -> Wording.percent(errorShare(m)) + " of the tasks failed or were dropped " + m.errors());
    }

    static double errorShare(Measurement m) {
        double bad = m.failed() + m.dropped();
        return bad == 0 ? 0 : bad / (m.completed() + bad);
    }

    Optional<String> wrongResult(Plan.Cell cell, int round) {
        return runs.measurement(cell, round)
                .filter(m -> m.wrong() > 0)
                .map(m -> Wording.plural(m.wrong(), "wrong answer"));
    }

    /// No measurement where one was due, or not a single task completed.
    Optional<String> didNotFinish(Plan.Cell cell, int round) {
        Observations.Entry entry = runs.entry(cell, round).orElse(null);
        if (entry == null) {
            return Optional.empty();
        }
        Measurement m = entry.measurement();
        if (m != null) {
            return m.completed() == 0 && m.failed() == 0 && m.inFlightPeak() > 0
                    ? Optional.of("no task completed")
                    : Optional.empty();
        }
        String why = why(entry);
        return NOT_OURS.stream().anyMatch(why::startsWith) ? Optional.empty() : Optional.of(firstLine(why));
    }

    /// Below it stands what the threads did: for the record, not for a sentence.
    private static String firstLine(String why) {
        return why.lines().findFirst().orElse(why);
    }

    /// Why an entry has no measurement.
    static String why(Observations.Entry entry) {
        TrialRecord.CellRecord record = entry.record();
        String error = record == null ? null : record.error();
        if (error != null) {
            return error;
        }
        String detail = entry.trial().detail();
        String outcome = entry.trial().outcome();
        if (detail == null) {
            return outcome;
        }
        return outcome.equals("failed") ? detail : outcome + ": " + detail;
    }

    /// Work that was cancelled and went on: it has no time to its end that could be told.
    Optional<String> notEnded(Plan.Cell cell, int round) {
        return runs.measurement(cell, round).flatMap(Cancelled::stillRunning);
    }

    Optional<String> poolLimited(Plan.Cell cell, int round) {
        Measurement m = runs.measurement(cell, round).orElse(null);
        int width = cell.width();
        if (m == null || width <= 0 || width >= cell.point().load().inFlight()) {
            return Optional.empty();
        }
        Term.Kind binding = bounds.of(cell).map(b -> b.binding().kind()).orElse(Term.Kind.POOL);
        boolean queued = m.inFlightPeak() > width
                && m.queueNanosMean() > 0.1 * m.latency().mean();
        boolean full = cell.point().load() instanceof Load.Open
                ? queued && (binding == Term.Kind.POOL || binding == Term.Kind.OFFERED)
                : binding == Term.Kind.POOL;
        return full
                ? Optional.of(Wording.number(m.inFlightPeak()) + " tasks in flight, " + width + " served at once")
                : Optional.empty();
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
    /// Short
    /// profiles ask only where computing decides the figure: they leave out what waiting does not show.
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
        if (jit > JIT_SHARE * cpu) {
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

    /// Closed load: latency needs a window of many residences, or the edges show in it.
    Optional<String> notSettled(Plan.Cell cell, int round) {
        return runs.measurement(cell, round)
                .filter(m -> cell.point().load() instanceof Load.Closed)
                .filter(m -> m.windowNanos() < SETTLED_RESIDENCES * m.latency().mean())
                .map(m -> "a task took " + Wording.duration(m.latency().mean()) + " in a window of "
                        + Wording.duration((double) m.windowNanos()));
    }

    Optional<String> loopBlocked(Plan.Cell cell, int round) {
        Measurement m = runs.measurement(cell, round).orElse(null);
        if (m == null || !loopModel(cell)) {
            return Optional.empty();
        }
        Long p99 = m.dispatch().p99();
        if (p99 != null) {
            return p99 > LOOP_HELD_NANOS
                    ? Optional.of("1 % of the empty tasks waited more than " + Wording.duration(p99))
                    : Optional.empty();
        }
        return Histograms.shareAbove(m.dispatch(), LOOP_HELD_NANOS)
                .filter(late -> late > LATE_PROBES)
                .map(late -> Wording.percent(late) + " of the empty tasks waited more than "
                        + Wording.duration(LOOP_HELD_NANOS));
    }

    private static boolean loopModel(Plan.Cell cell) {
        return switch (cell.variant().model()) {
            case "event-loop", "netty", "reactor", "coroutine", "python-asyncio", "python-uvloop" -> true;
            default -> false;
        };
    }
}
