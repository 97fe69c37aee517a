package dev.asynclab.server.verdict;

import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.OptionalInt;

/// Two variants on one metric: the interval of their ratio against the margin.
///
/// @param ratio a over b
/// @param finding which side is larger by more than the margin
/// @param disputed the bootstrap put the verdict in another class, which makes it inconclusive
/// @param roundsNeeded about how many rounds would settle it; only when inconclusive
record Comparison(Interval ratio, Finding finding, boolean disputed, OptionalInt roundsNeeded) {

    enum Finding {
        A_LARGER,
        B_LARGER,
        /// The whole interval lies inside the margin: equivalence is shown, not assumed.
        TIE,
        INCONCLUSIVE
    }

    /// @param logRatios ln(a / b), one per round in which both were measured
    /// @param comparisons intervals that must hold together; the error is shared evenly among them
    /// @param margin as a fraction
    /// @param seed of the bootstrap
    static Comparison of(double[] logRatios, int comparisons, double margin, long seed) {
        double tail = RoundsNeeded.ALPHA / 2 / StrictMath.max(1, comparisons);
        Interval logs = SignedRank.interval(logRatios, tail);
        double edge = StrictMath.log1p(margin);
        Finding exact = classify(logs, edge);
        boolean disputed =
                exact != Finding.INCONCLUSIVE && classify(Bootstrap.ofMedian(logRatios, tail, seed), edge) != exact;
        Finding finding = disputed ? Finding.INCONCLUSIVE : exact;
        OptionalInt needed = finding == Finding.INCONCLUSIVE
                ? RoundsNeeded.toReach(
                        logRatios,
                        tail,
                        StrictMath.abs(StrictMath.abs(logs.estimate()) - edge),
                        RoundsNeeded.forPairs(comparisons))
                : OptionalInt.empty();
        return new Comparison(logs.map(StrictMath::exp), finding, disputed, needed);
    }

    private static Finding classify(Interval logs, double edge) {
        if (logs.lo() > edge) {
            return Finding.A_LARGER;
        }
        if (logs.hi() < -edge) {
            return Finding.B_LARGER;
        }
        return logs.lo() >= -edge && logs.hi() <= edge ? Finding.TIE : Finding.INCONCLUSIVE;
    }
}
