package dev.asynclab.server.verdict;

import dev.asynclab.api.Load;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.Measurement;
import java.util.List;
import java.util.Optional;

/// What a model did to itself: a result, never a reason to leave a round out. What its runtime did to it is in
/// [RuntimeFlags].
final class ModelFlags {

    /// Residences a window must hold before its latency figures are those of a steady state.
    private static final double SETTLED_RESIDENCES = 20;

    static final double ERRORS = 0.001;
    /// With more failures than this a model did not deliver what it is measured by.
    static final double TOO_MANY_ERRORS = 0.01;

    static final double LOOP_HELD_NANOS = 50e6;
    /// Share of late probes that stands for a 99th percentile no short window can give.
    static final double LATE_PROBES = 0.05;

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
