package dev.asynclab.server.verdict;

import java.util.Arrays;

/// The exact Wilcoxon signed-rank interval and the Hodges-Lehmann estimate that belongs to it.
///
/// One observation per round. The only assumption is symmetry around the typical value, which shuffling the
/// order inside a round buys; nothing is assumed about the shape of the noise, so that one disturbed round costs
/// width, not truth. Source: Hollander and Wolfe, Nonparametric Statistical Methods, chapter 3.
public final class SignedRank {

    private SignedRank() {}

    /// An estimate between its confidence limits; infinite limits where too few observations exist.
    public record Interval(double estimate, double lo, double hi) {

        /// Whether both limits exist.
        public boolean bounded() {
            return Double.isFinite(lo) && Double.isFinite(hi);
        }

        /// The same on another scale; `f` must rise.
        Interval map(java.util.function.DoubleUnaryOperator f) {
            return new Interval(f.applyAsDouble(estimate), f.applyAsDouble(lo), f.applyAsDouble(hi));
        }
    }

    /// Which ordered Walsh average is the lower limit: the largest k with P(W <= k - 1) <= tail, from 1; 0 when
    /// even the smallest average has more than `tail` below it.
    ///
    /// W is the sum of the ranks with a positive sign; each of the 2^n sign patterns is equally likely.
    ///
    /// @param n observations, at most 60 (counts are kept exactly in a long)
    /// @param tail error allowed on this one side: alpha / 2 for a two-sided interval
    public static int order(int n, double tail) {
        if (n < 0 || n > 60) {
            throw new IllegalArgumentException("n is " + n + "; allowed 0 to 60");
        }
        long[] patterns = patterns(n);
        double allowed = tail * StrictMath.pow(2, n) * (1 + 1e-12);
        long below = 0;
        int k = 0;
        while (k < patterns.length) {
            below += patterns[k];
            if (below > allowed) {
                return k;
            }
            k++;
        }
        return k;
    }

    /// How many sign patterns of the ranks 1..n give each rank sum 0..n(n+1)/2.
    private static long[] patterns(int n) {
        long[] count = new long[n * (n + 1) / 2 + 1];
        count[0] = 1;
        int reach = 0;
        for (int rank = 1; rank <= n; rank++) {
            reach += rank;
            for (int sum = reach; sum >= rank; sum--) {
                count[sum] += count[sum - rank];
            }
        }
        return count;
    }

    /// The two-sided interval of level `1 - alpha`.
    public static Interval twoSided(double[] values, double alpha) {
        return interval(values, alpha / 2);
    }

    /// An interval each of whose limits errs with probability at most `tail`: read one limit as a one-sided
    /// bound.
    public static Interval interval(double[] values, double tail) {
        if (values.length == 0) {
            return new Interval(Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double[] walsh = walshAverages(values);
        double estimate = (walsh[(walsh.length - 1) / 2] + walsh[walsh.length / 2]) / 2;
        int k = order(values.length, tail);
        return k == 0
                ? new Interval(estimate, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                : new Interval(estimate, walsh[k - 1], walsh[walsh.length - k]);
    }

    /// The mean of every pair of observations, each with itself included, ascending.
    private static double[] walshAverages(double[] values) {
        int n = values.length;
        double[] averages = new double[n * (n + 1) / 2];
        int next = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                averages[next++] = (values[i] + values[j]) / 2;
            }
        }
        Arrays.sort(averages);
        return averages;
    }
}
