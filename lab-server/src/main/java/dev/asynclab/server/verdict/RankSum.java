package dev.asynclab.server.verdict;

import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.Arrays;

/// The shift between two samples that have nothing to do with each other: the Hodges-Lehmann estimate and the exact
/// Mann-Whitney interval that belongs to it.
///
/// Within a run, rounds are pairs: both models met the same minute of the same machine, and the signed-rank
/// interval
/// takes what they share away. Round 3 of yesterday and round 3 of today share nothing but a number. Pairing them
/// would invent a relation, and the interval would be exact for a question nobody asked. Here every round of one
/// run
/// is held against every round of the other; what the machine did differently on the two days is part of the shift.
/// Source: Hollander and Wolfe, Nonparametric Statistical Methods, chapter 4.
public final class RankSum {

    /// More rounds than any run has.
    private static final int MOST = 100;

    private RankSum() {}

    /// Which ordered difference is the lower limit: the largest k with P(U <= k - 1) <= tail, from 1; 0 when even
    /// the smallest difference has more than `tail` below it.
    ///
    /// U counts the pairs in which the first sample is larger; when nothing differs, each of the (m + n over m)
    /// orders of the two samples is equally likely.
    public static int order(int m, int n, double tail) {
        if (m < 0 || n < 0 || m > MOST || n > MOST) {
            throw new IllegalArgumentException(m + " and " + n + " values; allowed 0 to " + MOST + " each");
        }
        if (m == 0 || n == 0) {
            return 0;
        }
        double[] orders = orders(m, n);
        double allowed = tail * Arrays.stream(orders).sum() * (1 + 1e-12);
        double below = 0;
        int k = 0;
        while (k < orders.length) {
            below += orders[k];
            if (below > allowed) {
                return k;
            }
            k++;
        }
        return k;
    }

    /// How many orders of m and n values give each U in 0..mn: ways to choose m of the ranks 1..m+n by their sum,
    /// less the smallest sum. Exact up to 2^53 orders (28 values each), then to 16 digits.
    private static double[] orders(int m, int n) {
        int least = m * (m + 1) / 2;
        int most = least + m * n;
        double[][] ways = new double[m + 1][most + 1];
        ways[0][0] = 1;
        for (int rank = 1; rank <= m + n; rank++) {
            for (int chosen = StrictMath.min(rank, m); chosen >= 1; chosen--) {
                for (int sum = most; sum >= rank; sum--) {
                    ways[chosen][sum] += ways[chosen - 1][sum - rank];
                }
            }
        }
        return Arrays.copyOfRange(ways[m], least, most + 1);
    }

    /// By how much the second sample is larger.
    ///
    /// @param tail error allowed on one side
    public static Interval shift(double[] first, double[] second, double tail) {
        if (first.length == 0 || second.length == 0) {
            return new Interval(Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double[] differences = new double[first.length * second.length];
        int next = 0;
        for (double a : first) {
            for (double b : second) {
                differences[next++] = b - a;
            }
        }
        Arrays.sort(differences);
        double estimate = Observations.median(differences);
        int k = order(first.length, second.length, tail);
        return k == 0
                ? new Interval(estimate, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                : new Interval(estimate, differences[k - 1], differences[differences.length - k]);
    }
}
