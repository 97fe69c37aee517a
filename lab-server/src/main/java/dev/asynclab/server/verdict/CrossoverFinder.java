package dev.asynclab.server.verdict;

import dev.asynclab.server.plan.ProbeRound;
import dev.asynclab.server.plan.ProbeRound.Stage;
import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The search for the place on an axis where the winner changes: which values to measure next, and what
/// all of it
/// came to. Pure: the same history gives the same answers.
///
/// First the whole range is scanned; where the class of the ratio seems to change, the search halves its
/// doubt
/// (bisection with more than one probe a round, because a process that runs anyway measures several
/// values cheaply);
/// then a window around the change is measured as often as an interval needs. Adaptive choices use all
/// data, but the
/// interval comes from the window alone, whose values were chosen before its rounds were measured.
final class CrossoverFinder {

    /// Scan rounds before anything is decided.
    private static final int SCANS = 2;
    private static final int ZOOMS = 2;

    /// An exact two-sided 95 % interval needs six rounds.
    static final int LEAST = 6;

    /// Past this many rounds of a phase the answer is what it is.
    static final int MOST = 12;

    private static final int WINDOWS = 3;

    /// Scan values lie about this factor apart.
    private static final double SCAN_STEP = 2.2;

    /// The window is placed once the change is known to within this factor.
    private static final double BRACKET = 1.25;

    /// Width of a place that is known well enough.
    private static final double NARROW = StrictMath.log(1.1);

    private final SearchRange range;
    private final double edge;
    private final double margin;
    private final long seed;

    /// @param margin smallest ratio that matters, as a fraction
    /// @param seed of the bootstrap
    CrossoverFinder(SearchRange range, double margin, long seed) {
        this.range = range;
        this.margin = margin;
        this.edge = StrictMath.log1p(margin);
        this.seed = seed;
    }

    /// What to measure next; empty when more rounds would not say more.
    Optional<ProbeRound> next(ProbeHistory history) {
        if (history.isEmpty()) {
            return Optional.of(scan());
        }
        ProbeHistory.Round last = history.last();
        int done = history.phase(last.stage(), last.phase()).size();
        return switch (last.stage()) {
            case SCAN -> done < SCANS ? Optional.of(scan()) : refined(history);
            case ZOOM -> done < ZOOMS ? Optional.of(history.again()) : refined(history);
            case WINDOW -> done < LEAST ? Optional.of(history.again()) : afterWindow(history, done);
        };
    }

    private ProbeRound scan() {
        int count = (int) StrictMath.ceil(width(range.from(), range.to()) / StrictMath.log(SCAN_STEP)) + 1;
        return new ProbeRound(
                Stage.SCAN, 0, range.spread(range.from(), range.to(), StrictMath.max(4, StrictMath.min(7, count))));
    }

    private double width(double low, double high) {
        return range.log(high) - range.log(low);
    }

    private Optional<ProbeRound> refined(ProbeHistory history) {
        TreeMap<Long, Double> medians = history.medians();
        Optional<Change> change = Change.in(medians, edge);
        if (change.isEmpty()) {
            return moreScans(history);
        }
        long below = change.get().below();
        long above = change.get().above();
        double wide = width(below, above);
        if (above - below > 1 && wide > StrictMath.log(BRACKET) && history.phases(Stage.ZOOM) < WINDOWS * ZOOMS) {
            int inside = (int) StrictMath.min(5, StrictMath.max(2, StrictMath.ceil(wide / StrictMath.log(BRACKET))));
            List<Long> values = range.spread(below, above, inside + 2).stream()
                    .filter(v -> v != below && v != above)
                    .toList();
            if (!values.isEmpty()) {
                return Optional.of(new ProbeRound(Stage.ZOOM, history.phases(Stage.ZOOM), values));
            }
        }
        return Optional.of(new ProbeRound(
                Stage.WINDOW, history.phases(Stage.WINDOW), window(medians, change.get(), history.spread())));
    }

    /// No change seen: measured until each value is known well enough to say so.
    private Optional<ProbeRound> moreScans(ProbeHistory history) {
        List<ProbeHistory.Round> scans = history.phase(Stage.SCAN, 0);
        boolean enough = scans.size() >= LEAST
                && ProbeHistory.byValue(scans).values().stream().allMatch(this::narrow);
        return enough || scans.size() >= MOST ? Optional.empty() : Optional.of(scan());
    }

    /// Six values around the likely place: three close to it for the estimate, the outer ones so far off
    /// that both
    /// sides can be told apart.
    private List<Long> window(TreeMap<Long, Double> medians, Change change, double spread) {
        double low = range.log(change.below());
        double high = range.log(change.above());
        double before = medians.getOrDefault(change.below(), 0.0);
        double rise = medians.getOrDefault(change.above(), 0.0) - before;
        double slope = StrictMath.max(0.05, StrictMath.abs(rise) / (high - low));
        double middle = rise == 0 ? (low + high) / 2 : low + (change.level(edge) - before) / rise * (high - low);
        double centre = StrictMath.max(low, StrictMath.min(high, middle));
        double reach = StrictMath.min(
                StrictMath.log(4), StrictMath.max(StrictMath.log(1.25), (2.5 * edge + 2 * spread) / slope));
        java.util.TreeSet<Long> values = new java.util.TreeSet<>();
        for (double share : new double[] {-1, -0.5, -0.2, 0.2, 0.5, 1}) {
            values.add(range.near(centre + share * reach, range.from(), range.to()));
        }
        // Few whole numbers lie in a small window: at least one on each side of the change.
        values.add(StrictMath.min(change.below(), values.first()) < range.from() ? range.from() : values.first());
        if (values.size() < 4) {
            values.add(change.below());
            values.add(change.above());
            values.add(StrictMath.max(range.from(), change.below() - 1));
            values.add(StrictMath.min(range.to(), change.above() + 1));
        }
        return List.copyOf(values);
    }

    private Optional<ProbeRound> afterWindow(ProbeHistory history, int done) {
        ProbeHistory.Round last = history.last();
        List<ProbeHistory.Round> rounds = history.phase(Stage.WINDOW, last.phase());
        TreeMap<Long, double[]> byValue = ProbeHistory.byValue(rounds);
        if (byValue.size() < 2) {
            return Optional.empty();
        }
        boolean sidesKnown = narrow(byValue.firstEntry().getValue())
                && narrow(byValue.lastEntry().getValue());
        Optional<Change> change = ends(byValue);
        if (sidesKnown && change.isEmpty()) {
            // The change is not here: look again with what is known now.
            return last.phase() + 1 < WINDOWS ? refined(history) : Optional.empty();
        }
        boolean placeKnown = change.map(c -> CrossoverEstimate.of(rounds, c, range, edge, seed))
                .filter(i -> width(i.lo(), i.hi()) <= NARROW)
                .isPresent();
        return (sidesKnown && placeKnown) || done >= MOST ? Optional.empty() : Optional.of(history.again());
    }

    private boolean narrow(double[] logRatios) {
        Interval interval = SignedRank.interval(logRatios, RoundsNeeded.ALPHA / 2);
        double half = (interval.hi() - interval.lo()) / 2;
        return half <= StrictMath.max(0.75 * edge, 0.25 * StrictMath.abs(interval.estimate()));
    }

    /// The change between the outer values of a window; empty when both show the same, or one shows nothing.
    Optional<Change> ends(TreeMap<Long, double[]> byValue) {
        Optional<Change.Side> left = side(byValue.firstEntry().getValue());
        Optional<Change.Side> right = side(byValue.lastEntry().getValue());
        return left.isEmpty() || right.isEmpty() || left.get() == right.get()
                ? Optional.empty()
                : Optional.of(new Change(byValue.firstKey(), byValue.lastKey(), left.get(), right.get()));
    }

    /// What a value shows, if anything.
    Optional<Change.Side> side(double[] logRatios) {
        return switch (Comparison.of(logRatios, 1, margin, seed).finding()) {
            case A_LARGER -> Optional.of(Change.Side.A);
            case B_LARGER -> Optional.of(Change.Side.B);
            case TIE -> Optional.of(Change.Side.TIE);
            case INCONCLUSIVE -> Optional.empty();
        };
    }

    SearchRange range() {
        return range;
    }

    double edge() {
        return edge;
    }

    double margin() {
        return margin;
    }

    long seed() {
        return seed;
    }
}
