package dev.asynclab.server.verdict;

import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.Arrays;
import java.util.SplittableRandom;

/// A second opinion on an interval: rounds drawn again and again with replacement, the median of each draw, and
/// the percentiles expanded for small samples.
///
/// Plain percentiles promise 95 % and cover 83 to 90 at ten rounds. Source of the expansion: Hesterberg, What
/// Teachers Should Know About the Bootstrap, The American Statistician 69 (2015).
final class Bootstrap {

    private static final int RESAMPLES = 10_000;

    private Bootstrap() {}

    /// The percentile to read so that an interval of n values errs with probability `tail` on one side:
    /// Phi(-sqrt(n / (n - 1)) x t).
    static double expanded(int n, double tail) {
        double t = Distributions.studentT(n - 1, tail);
        return Distributions.normal(-StrictMath.sqrt(n / (n - 1.0)) * t);
    }

    /// @param values at least two, one per round
    /// @param tail error allowed on one side
    static Interval ofMedian(double[] values, double tail, long seed) {
        var random = new SplittableRandom(seed);
        double[] medians = new double[RESAMPLES];
        double[] draw = new double[values.length];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < draw.length; j++) {
                draw[j] = values[random.nextInt(values.length)];
            }
            medians[i] = Observations.median(draw);
        }
        Arrays.sort(medians);
        int lowest = (int) (expanded(values.length, tail) * RESAMPLES);
        return new Interval(Observations.median(values), medians[lowest], medians[RESAMPLES - 1 - lowest]);
    }
}
