package dev.asynclab.server.verdict;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.Load;
import dev.asynclab.api.Metric;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import java.time.Duration;
import java.util.Optional;

/// `backend-saturated`: a backend was the limit without being declared one.
///
/// Two signs. (1) It answered more than a third of the calls per second it reached in calibration: no headroom
/// is left to see the model by. (2) It kept calls longer than declared: mean residence above 1.05 x delay + 1
/// ms, plus the time a burst of all calls in flight takes at the calibrated rate, halved.
///
/// Both signs also appear when the *model* uses up the processors it shares with the backend, so neither counts
/// when
///
/// - the model's own CPU is the limit: 80 % of the cores (or loops) it may use, or a machine at least 90 %
///   busy with the model taking no less CPU than the backend;
/// - the cell reached 90 % of what its callers, pool or connections allow: then nothing else was the limit;
/// - a declared `max-concurrent` binds;
/// - strangers took the processors (more than 5 %) and the sign is weak: below two thirds of the capacity, or
///   residence below 2 x delay + 20 ms. The contention gate judges that round.
final class BackendFaults {

    static final double HEADROOM = 1.0 / 3;
    static final double EXHAUSTED = 2.0 / 3;
    /// At this share of its callers', pool's or connections' bound a cell was limited by that, and by nothing
    /// else worth a verdict.
    static final double REACHED = 0.9;

    private final Observations runs;
    private final Bounds bounds;
    private final Calibration calibration;

    BackendFaults(Observations runs, Bounds bounds, Calibration calibration) {
        this.runs = runs;
        this.bounds = bounds;
        this.calibration = calibration;
    }

    Optional<String> saturated(Plan.Cell cell, int round) {
        if (declared(cell, round) || modelBusy(cell, round)) {
            return Optional.empty();
        }
        boolean reached = reachedItsLimit(cell, round);
        double foreign =
                runs.host(cell, round).map(TrialRecord.HostWindow::foreignShare).orElse(0.0);
        boolean quiet = foreign <= Contention.FOREIGN_FOR_CPU;
        for (TrialRecord.BackendWindow window : runs.backends(cell, round)) {
            Optional<String> sign = reached ? Optional.empty() : rate(window, quiet);
            sign = sign.or(() -> reached ? Optional.empty() : residence(cell, window, quiet));
            if (sign.isPresent()) {
                return sign;
            }
        }
        return Optional.empty();
    }

    /// Calls per second / calibrated capacity; NaN when either is unknown.
    double load(TrialRecord.BackendWindow window) {
        Calibration.BackendCapacity capacity = calibration.backends().get(window.backend());
        return capacity == null || capacity.capacityPerSecond() <= 0 || window.nanos() <= 0
                ? Double.NaN
                : window.departures() * 1e9 / window.nanos() / capacity.capacityPerSecond();
    }

    private Optional<String> rate(TrialRecord.BackendWindow window, boolean quiet) {
        double load = load(window);
        return load > (quiet ? HEADROOM : EXHAUSTED)
                ? Optional.of(
                        window.backend() + " answered " + Wording.number(window.departures() * 1e9 / window.nanos())
                                + "/s, " + Wording.percent(load) + " of its calibrated rate")
                : Optional.empty();
    }

    private Optional<String> residence(Plan.Cell cell, TrialRecord.BackendWindow window, boolean quiet) {
        BackendSpec spec = cell.point().backends().get(window.backend());
        if (spec == null
                || window.departures() < LoadFaults.ENOUGH_CALLS
                || !spec.coldStart().equals(Duration.ZERO)) {
            return Optional.empty();
        }
        double delay = spec.delay().meanNanos();
        double chance = 3 * DelayMoments.deviation(spec.delay()) / StrictMath.sqrt((double) window.departures());
        double allowed = chance + burstNanos(window) + (quiet ? 1.05 * delay + 1e6 : 2 * delay + 20e6);
        double kept = window.residenceNanos() - window.queuedNanosMean();
        return kept > allowed
                ? Optional.of(window.backend() + " kept a call " + Wording.duration(kept) + " where "
                        + Wording.duration(delay) + " were declared")
                : Optional.empty();
    }

    /// Callers that start together are answered one after the other: half of them have gone after half the
    /// burst.
    private double burstNanos(TrialRecord.BackendWindow window) {
        Calibration.BackendCapacity capacity = calibration.backends().get(window.backend());
        return capacity == null || capacity.capacityPerSecond() <= 0
                ? 0
                : window.inFlightPeak() / capacity.capacityPerSecond() / 2 * 1e9;
    }

    private boolean declared(Plan.Cell cell, int round) {
        return bounds.of(cell)
                .map(b -> b.binding().kind() == Term.Kind.DECLARED || reaches(cell, round, b, 0.8, Term.Kind.DECLARED))
                .orElse(false);
    }

    /// An open load always reaches its rate; that says nothing about the backend.
    private boolean reachedItsLimit(Plan.Cell cell, int round) {
        return !(cell.point().load() instanceof Load.Open)
                && bounds.of(cell)
                        .map(b -> reaches(cell, round, b, REACHED, Term.Kind.CALLERS)
                                || reaches(cell, round, b, REACHED, Term.Kind.POOL)
                                || reaches(cell, round, b, REACHED, Term.Kind.LOOPS))
                        .orElse(false);
    }

    private boolean reaches(Plan.Cell cell, int round, Bounds.Bound bound, double share, Term.Kind kind) {
        Double rate = MetricValues.basic(runs, Metric.THROUGHPUT, cell, round);
        return rate != null && bound.terms().stream().anyMatch(t -> t.kind() == kind && rate >= share * t.perSecond());
    }

    /// Whether the model's own CPU was the limit.
    boolean modelBusy(Plan.Cell cell, int round) {
        TrialRecord.HostWindow host = runs.host(cell, round).orElse(null);
        Long trial = host == null ? null : host.trialNanos();
        if (host == null || trial == null) {
            return false;
        }
        int cores = runs.plan().cores();
        int loops = Slots.loops(cell, cores);
        boolean single = cell.variant().model().equals("sequential");
        int usable = single ? 1 : loops > 0 ? StrictMath.min(loops, cores) : cores;
        if (trial >= 0.8 * usable * host.nanos()) {
            return true;
        }
        Double idle = Contention.idle(host);
        Long backend = host.backendNanos();
        return idle != null && idle <= 0.1 && backend != null && trial >= backend && trial >= foreignNanos(host);
    }

    private static double foreignNanos(TrialRecord.HostWindow host) {
        Double share = host.foreignShare();
        return share == null ? 0 : share * host.cores() * host.nanos();
    }
}
