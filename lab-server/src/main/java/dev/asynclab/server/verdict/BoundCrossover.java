package dev.asynclab.server.verdict;

import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Search;
import dev.asynclab.server.plan.Search.Range;
import java.util.Optional;
import java.util.TreeMap;

/// Where the winner changes by arithmetic: the ratio of the two bounds, followed along the axis like the
/// ratio of the
/// measured figures.
///
/// A pool of P threads and C callers with a delay D are bounded by P / D and C / D: the bounds part at C
/// = P, and the
/// ratio passes a margin of 5 % at 1.05 P.
final class BoundCrossover {

    private static final int COARSE = 12;

    /// @param value on the axis, between two whole numbers
    /// @param formula what binds each of the two just after the change
    record Found(double value, String formula) {}

    private final SearchEvidence evidence;
    private final SearchRange range;
    private final double edge;
    private final TreeMap<Long, Double> leads = new TreeMap<>();

    BoundCrossover(SearchEvidence evidence) {
        this.evidence = evidence;
        Range searched = evidence.search().axes().getFirst();
        this.range = new SearchRange(searched.from(), searched.to());
        this.edge = StrictMath.log1p(evidence.margin());
    }

    /// Empty when a bound is missing or the bounds do not part inside the range.
    Optional<Found> find() {
        for (long value : range.spread(range.from(), range.to(), COARSE)) {
            if (!known(value)) {
                return Optional.empty();
            }
        }
        Optional<Change> coarse = Change.in(leads, edge);
        while (coarse.isPresent() && coarse.get().above() - coarse.get().below() > 1) {
            Change change = coarse.get();
            double middle = (range.log(change.below()) + range.log(change.above())) / 2;
            if (!known(range.near(middle, change.below() + 1, change.above() - 1))) {
                return Optional.empty();
            }
            coarse = Change.in(leads, edge);
        }
        return coarse.flatMap(this::between);
    }

    private boolean known(long value) {
        double lead = lead(value);
        if (Double.isFinite(lead)) {
            leads.put(value, lead);
        }
        return Double.isFinite(lead);
    }

    private Optional<Found> between(Change change) {
        double level = change.level(edge);
        double before = leads.getOrDefault(change.below(), 0.0);
        double after = leads.getOrDefault(change.above(), 0.0);
        if (before == after) {
            return Optional.empty();
        }
        double low = range.log(change.below());
        double share = StrictMath.max(0, StrictMath.min(1, (level - before) / (after - before)));
        double place = range.value(low + share * (range.log(change.above()) - low));
        String a = evidence.search().between().a();
        String b = evidence.search().between().b();
        return Optional.of(
                new Found(place, a + " " + binding(a, change.above()) + ", " + b + " " + binding(b, change.above())));
    }

    private double lead(long value) {
        Optional<Bounds.Bound> a = bound(evidence.search().between().a(), value);
        Optional<Bounds.Bound> b = bound(evidence.search().between().b(), value);
        return a.isEmpty() || b.isEmpty()
                ? Double.NaN
                : evidence.sign() * StrictMath.log(a.get().value() / b.get().value());
    }

    private String binding(String variant, long value) {
        return bound(variant, value).map(b -> b.binding().text()).orElse("");
    }

    private Optional<Bounds.Bound> bound(String variant, long value) {
        Search search = evidence.search();
        Optional<Plan> plan = search.plan(java.util.List.of(search.point(value)));
        return plan.flatMap(p -> p.cellsOf(variant).stream()
                .findFirst()
                .flatMap(cell -> new Bounds(new Observations(p, evidence.records()), evidence.calibration())
                        .of(cell, search.metric(), Optional.empty())));
    }
}
