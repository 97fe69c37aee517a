package dev.asynclab.server.verdict;

import dev.asynclab.api.Load;
import dev.asynclab.api.Metric;
import dev.asynclab.server.plan.Plan;

/// The sentence that says what held a variant back, from the term that binds its bound.
final class LimitedBy {

    private final Observations runs;
    private final Bounds bounds;

    LimitedBy(Observations runs, Bounds bounds) {
        this.runs = runs;
        this.bounds = bounds;
    }

    /// For example `pool-50 had 50 of 50 threads busy, 950 callers queued`.
    String sentence(Plan.Cell cell) {
        String name = cell.variant().name();
        return bounds.of(cell)
                .map(b -> name + " " + words(cell, b.binding()) + reached(cell, b))
                .orElse(name + " has no known bound here");
    }

    private String words(Plan.Cell cell, Term term) {
        String places = Wording.number(term.places());
        return switch (term.kind()) {
            case CALLERS -> "had all its places in flight waiting (" + term.text() + ")";
            case POOL -> pool(cell, term);
            case CORES ->
                "used " + figure(cell, Metric.CPU_CORES) + " of "
                        + Wording.plural(runs.plan().cores(), "core") + " (" + term.text() + ")";
            case KERNEL -> "computes as fast as the cores do (" + term.text() + ")";
            case LOOPS ->
                "held " + (term.places() == 1 ? "its only loop" : "its " + places + " loops") + " (" + term.text()
                        + ")";
            case LOCK -> "computed under one lock (" + term.text() + ")";
            case BACKEND -> "met the backend's capacity (" + term.text() + ")";
            case DECLARED -> "met the declared limit of the backend (" + term.text() + ")";
            case OFFERED -> "was given no more work than that (" + term.text() + ")";
        };
    }

    private String pool(Plan.Cell cell, Term term) {
        int most = (int) term.places();
        int waiting = StrictMath.max(0, cell.point().load().inFlight() - most);
        String what = term.name().substring(0, term.name().indexOf(' '));
        String busy = Wording.number(busy(cell, most)) + " of " + Wording.number(most) + " " + what + " busy";
        return switch (cell.point().load()) {
            case Load.Closed _ -> "had " + busy + ", " + Wording.number(waiting) + " callers queued";
            case Load.Batch _ -> "had " + busy + ", " + Wording.number(waiting) + " tasks queued";
            case Load.Open _ -> "had " + busy;
        };
    }

    /// Seen by the backends where there are any, else by the generator; never more than there are places.
    private int busy(Plan.Cell cell, int most) {
        double backend = runs.median(r -> orNaN(MetricValues.basic(runs, Metric.BACKEND_IN_FLIGHT_PEAK, cell, r)));
        double generator = runs.median(r -> orNaN(MetricValues.basic(runs, Metric.IN_FLIGHT_PEAK, cell, r)));
        double seen = Double.isFinite(backend) && backend > 0 ? backend : generator;
        return Double.isFinite(seen) ? (int) StrictMath.min(most, StrictMath.round(seen)) : most;
    }

    private String figure(Plan.Cell cell, Metric metric) {
        double value = runs.median(r -> orNaN(MetricValues.basic(runs, metric, cell, r)));
        return Double.isFinite(value) ? Wording.number(value) : "an unknown share";
    }

    /// A bound far off is not what held the variant back; the reader is told.
    private String reached(Plan.Cell cell, Bounds.Bound bound) {
        double efficiency = runs.median(r -> bounds.efficiency(cell, r));
        return efficiency < 0.7
                ? "; it reached " + Wording.percent(efficiency) + " of its bound ("
                        + bound.binding().name() + ")"
                : "";
    }

    private static double orNaN(@org.jspecify.annotations.Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}
