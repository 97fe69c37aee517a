package dev.asynclab.server.verdict;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The exact p-value of the Wilcoxon signed-rank test: how often signs drawn at random would lean as far to one side.
///
/// Differences of zero are left out; equal sizes share the mean of their ranks, and the distribution is that of the
/// ranks as they are, so that it stays exact. Source: Hollander and Wolfe, Nonparametric Statistical Methods,
/// chapter 3.
final class SignedRankP {

    private SignedRankP() {}

    /// Two-sided: 1 where there is nothing to see.
    ///
    /// @param differences at most 60 that are not zero; counts are kept exactly in a long
    static double twoSided(double[] differences) {
        double[] values = Arrays.stream(differences).filter(d -> d != 0).toArray();
        if (values.length > 60) {
            throw new IllegalArgumentException(values.length + " differences; allowed are 60");
        }
        int[] ranks = twiceTheRanks(values);
        int positive = IntStream.range(0, values.length)
                .filter(i -> values[i] > 0)
                .map(i -> ranks[i])
                .sum();
        int all = Arrays.stream(ranks).sum();
        long[] patterns = patterns(ranks, all);
        // The distribution is symmetric: as far below the middle as the sum is from its nearer end.
        int nearer = StrictMath.min(positive, all - positive);
        long tail = Arrays.stream(patterns, 0, nearer + 1).sum();
        return StrictMath.min(1, 2 * (tail / StrictMath.pow(2, values.length)));
    }

    /// Ranks of the sizes, doubled so that the mean of two neighbours is a whole number too.
    private static int[] twiceTheRanks(double[] values) {
        int[] ranks = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            double size = StrictMath.abs(values[i]);
            long smaller =
                    Arrays.stream(values).filter(v -> StrictMath.abs(v) < size).count();
            long equal =
                    Arrays.stream(values).filter(v -> StrictMath.abs(v) == size).count();
            // Places smaller + 1 to smaller + equal: their mean, doubled.
            ranks[i] = (int) (2 * smaller + equal + 1);
        }
        return ranks;
    }

    /// How many sign patterns give each sum of positive ranks.
    private static long[] patterns(int[] ranks, int all) {
        long[] count = new long[all + 1];
        count[0] = 1;
        for (int rank : ranks) {
            for (int sum = all; sum >= rank; sum--) {
                count[sum] += count[sum - rank];
            }
        }
        return count;
    }
}
