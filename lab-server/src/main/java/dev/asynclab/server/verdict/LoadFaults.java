package dev.asynclab.server.verdict;

import dev.asynclab.api.Load;
import dev.asynclab.api.PythonModels;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.Measurement;
import java.util.Optional;

/// Whether the load was the one ordered, and whether the figures agree with arithmetic.
final class LoadFaults {

    /// A window must hold this many residences for the check to say anything.
    static final double RESIDENCES = 5;
    /// Calls below which a mean residence says little.
    static final long ENOUGH_CALLS = 100;
    static final double LITTLE = 0.05;
    /// Measured over possible beyond which the measurement is wrong.
    static final double IMPOSSIBLE = 1.02;

    private final Observations runs;
    private final Bounds bounds;

    LoadFaults(Observations runs, Bounds bounds) {
        this.runs = runs;
        this.bounds = bounds;
    }

    /// An open load must keep its own schedule, unless the model filled every place in flight.
    ///
    /// In CPython a process of its own keeps it, and tells how late it was. What comes after that is the model's
    /// and stays in the latency, which is why starts are not counted there. Records from before that process say
    /// nothing about the generator.
    Optional<String> generatorLate(Plan.Cell cell, int round) {
        Measurement m = runs.measurement(cell, round).orElse(null);
        boolean python = PythonModels.isPython(cell.variant().model());
        if (python && !hasGenerator(cell, round)) {
            return Optional.empty();
        }
        if (m == null || !(cell.point().load() instanceof Load.Open open) || m.inFlightPeak() >= open.maxInFlight()) {
            return Optional.empty();
        }
        Long p50 = m.latency().p50();
        double allowed = StrictMath.max(2e6, p50 == null ? 0 : 0.05 * p50);
        if (m.lateness99Nanos() > allowed) {
            return Optional.of("1 % of the arrivals started more than " + Wording.duration((double) m.lateness99Nanos())
                    + " late; allowed " + Wording.duration(allowed));
        }
        if (python) {
            return Optional.empty();
        }
        double planned = open.ratePerSecond() * m.windowNanos() / 1e9;
        double chance = open.arrivals() == Load.Arrivals.POISSON ? 3 * StrictMath.sqrt(planned) : 1;
        return m.started() < 0.99 * planned - chance
                ? Optional.of(Wording.number((double) m.started()) + " of " + Wording.number(planned)
                        + " arrivals were started")
                : Optional.empty();
    }

    /// Whether the load came from a process beside the model's.
    private boolean hasGenerator(Plan.Cell cell, int round) {
        return runs.entry(cell, round)
                .map(entry -> entry.trial().ready())
                .filter(ready -> ready.limits().containsKey("generator"))
                .isPresent();
    }

    /// In flight = rate x residence, by the backends' own counters; and no rate beyond a delay, pool or
    /// connection bound.
    Optional<String> little(Plan.Cell cell, int round) {
        Optional<String> counters = cell.point().load() instanceof Load.Closed
                ? runs.backends(cell, round).stream()
                        .filter(LoadFaults::settled)
                        .filter(w -> StrictMath.abs(littleRatio(w) - 1) > tolerance(w))
                        .findFirst()
                        .map(w -> "at " + w.backend() + " rate x residence is " + Wording.number(littleRatio(w))
                                + " times the calls in flight")
                : Optional.empty();
        return counters.or(() -> impossible(cell, round));
    }

    static boolean settled(TrialRecord.BackendWindow w) {
        return w.departures() >= ENOUGH_CALLS && w.inFlightMean() > 0 && w.nanos() >= RESIDENCES * w.residenceNanos();
    }

    /// Calls that are under way at an edge of the window count with their whole residence on one side of the
    /// equation and with a part of it on the other: by at most R / T of all, whatever the callers do.
    static double tolerance(TrialRecord.BackendWindow w) {
        return StrictMath.max(LITTLE, w.residenceNanos() / w.nanos());
    }

    /// X R / L, 1 in a steady state.
    static double littleRatio(TrialRecord.BackendWindow w) {
        return (double) w.departures() / w.nanos() * w.residenceNanos() / w.inFlightMean();
    }

    private Optional<String> impossible(Plan.Cell cell, int round) {
        Measurement m = runs.measurement(cell, round).orElse(null);
        Load load = cell.point().load();
        boolean counted = load instanceof Load.Batch || (load instanceof Load.Closed && m != null && m.turns() > 0);
        if (m == null || !counted || m.completed() == 0) {
            return Optional.empty();
        }
        Delays declared = Delays.declared(cell.point(), false);
        double spread = declared.deviationNanos() / declared.taskNanos();
        if (spread > 0 && new StepTotals(cell.point()).timeouts() > 0) {
            // Timeouts let only the fast answers through: the mean of those is below the declared one.
            return Optional.empty();
        }
        double chance = spread > 0 ? 3 * spread / StrictMath.sqrt((double) m.completed()) : 0;
        Double rate = load instanceof Load.Batch(int tasks) ? batchRate(cell, round, tasks) : (Double) m.throughput();
        return rate == null
                ? Optional.empty()
                : bounds.of(cell)
                        .flatMap(b -> b.terms().stream()
                                .filter(Term::exact)
                                .filter(t -> rate > (IMPOSSIBLE + chance) * t.ceilingPerSecond())
                                .findFirst()
                                .map(t -> Wording.number(rate) + "/s where " + t.text() + " allows "
                                        + Wording.number(t.ceilingPerSecond()) + "/s"));
    }

    private @org.jspecify.annotations.Nullable Double batchRate(Plan.Cell cell, int round, int tasks) {
        Double wall = MetricValues.basic(runs, dev.asynclab.api.Metric.WALL, cell, round);
        return wall == null || wall <= 0 ? null : (Double) (tasks / wall);
    }
}
