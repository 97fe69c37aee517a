package dev.asynclab.server.verdict;

import dev.asynclab.api.Comparisons;
import java.util.OptionalInt;
import org.apache.commons.statistics.distribution.TDistribution;

/// How many rounds a verdict needs: at least, for an exact interval to exist, and about, for it to be narrow
/// enough.
public final class RoundsNeeded {

    /// Error allowed over all comparisons of a cell, and over all interval claims.
    public static final double ALPHA = 0.05;

    /// Past this many rounds "run more rounds" is no advice.
    private static final int MOST = 1_000;

    private RoundsNeeded() {}

    /// Rounds at which an exact two-sided interval exists for each of `pairs` comparisons: the smallest n with
    /// 2^n >= 2 pairs / 0.05.
    public static int forPairs(int pairs) {
        return Comparisons.roundsForPairs(Math.max(1, pairs));
    }

    /// Rounds at which an exact one-sided limit exists for each of `claims` interval claims: the smallest n with
    /// 2^n >= claims / 0.05.
    public static int forClaims(int claims) {
        return Comparisons.roundsForClaims(Math.max(1, claims));
    }

    /// Rounds after which an interval around the present estimate would be short enough, at the present spread.
    ///
    /// @param values what was observed so far, one per round
    /// @param tail error allowed on one side
    /// @param distance how far the nearest deciding limit is from the estimate; not positive means never
    /// @param atLeast rounds an exact interval needs
    /// @return empty when fewer than two rounds were observed, or no reasonable number would do
    public static OptionalInt toReach(double[] values, double tail, double distance, int atLeast) {
        if (values.length < 2) {
            return OptionalInt.of(atLeast);
        }
        if (!(distance > 0)) {
            return OptionalInt.empty();
        }
        double deviation = standardDeviation(values);
        for (int n = Math.max(atLeast, values.length + 1); n <= MOST; n++) {
            double t = TDistribution.of(n - 1.0).inverseSurvivalProbability(tail);
            if (t * deviation / StrictMath.sqrt(n) <= distance) {
                return OptionalInt.of(n);
            }
        }
        return OptionalInt.empty();
    }

    static double standardDeviation(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double v : values) {
            squares += (v - mean) * (v - mean);
        }
        return StrictMath.sqrt(squares / (values.length - 1));
    }
}
