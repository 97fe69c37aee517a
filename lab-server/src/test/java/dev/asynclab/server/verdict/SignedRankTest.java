package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedRankTest {

    /// The classical table of the signed-rank distribution; 0 means no such interval exists.
    @ParameterizedTest
    @CsvSource({
        "6, 1, 0, 0, 0, 0",
        "7, 3, 1, 0, 0, 0",
        "8, 4, 2, 1, 0, 0",
        "9, 6, 3, 2, 1, 0",
        "10, 9, 5, 3, 2, 1",
        "12, 14, 10, 7, 6, 4",
        "15, 26, 19, 15, 13, 11",
        "20, 53, 42, 37, 33, 30",
        "25, 90, 75, 67, 61, 57",
        "30, 138, 118, 107, 99, 94"
    })
    void order_index_matches_the_table(int n, int one, int three, int six, int ten, int fifteen) {
        assertEquals(one, SignedRank.order(n, 0.05 / 2));
        assertEquals(three, SignedRank.order(n, 0.05 / 3 / 2));
        assertEquals(six, SignedRank.order(n, 0.05 / 6 / 2));
        assertEquals(ten, SignedRank.order(n, 0.05 / 10 / 2));
        assertEquals(fifteen, SignedRank.order(n, 0.05 / 15 / 2));
    }

    @Test
    void one_sided_limit_exists_from_five_observations() {
        // P(W = 0) = 1/32 = 0.031 <= 0.05 at n = 5; 1/16 = 0.0625 at n = 4.
        assertEquals(1, SignedRank.order(5, 0.05));
        assertEquals(0, SignedRank.order(4, 0.05));
    }

    @Test
    void three_observations_give_the_median_of_their_six_walsh_averages() {
        // 1, 2, 6 -> 1, 1.5, 2, 3.5, 4, 6: the middle two are 2 and 3.5.
        var interval = SignedRank.twoSided(new double[] {6, 1, 2}, 0.05);
        assertEquals(2.75, interval.estimate(), 1e-15);
        assertFalse(interval.bounded());
        // P(W <= 0) = 1/8 <= 0.25 and P(W <= 1) = 2/8 <= 0.25, P(W <= 2) = 3/8 is not: k = 2 on either side.
        var half = SignedRank.twoSided(new double[] {6, 1, 2}, 0.5);
        assertEquals(1.5, half.lo(), 1e-15);
        assertEquals(4.0, half.hi(), 1e-15);
    }

    @Test
    void six_observations_are_bounded_by_the_extremes() {
        var interval = SignedRank.twoSided(new double[] {3, -1, 4, 1, 5, 9}, 0.05);
        assertEquals(-1, interval.lo());
        assertEquals(9, interval.hi());
    }

    @Test
    void no_observation_gives_no_limit() {
        var interval = SignedRank.twoSided(new double[0], 0.05);
        assertTrue(Double.isNaN(interval.estimate()));
        assertFalse(interval.bounded());
    }

    @Test
    void refuses_more_observations_than_it_counts_exactly() {
        assertThrows(IllegalArgumentException.class, () -> SignedRank.order(61, 0.025));
    }

    @Test
    void interval_covers_the_truth_as_often_as_promised() {
        // Exact levels: n = 6: 1 - 2/64 = 0.969; n = 10 (k = 9): 0.951; n = 20 (k = 53): 0.952. Standard error of a
        // coverage over 4,000 samples: sqrt(0.05 x 0.95 / 4000) = 0.0034.
        for (int n : new int[] {6, 10, 20}) {
            assertCoverage(n, SplittableRandom::nextGaussian);
            assertCoverage(n, r -> studentT3(r));
            assertCoverage(n, r -> 0.05 * r.nextGaussian() + (r.nextInt(10) == 0 ? r.nextGaussian() : 0));
        }
    }

    private static double studentT3(SplittableRandom random) {
        double chiSquared = 0;
        for (int i = 0; i < 3; i++) {
            double z = random.nextGaussian();
            chiSquared += z * z;
        }
        return random.nextGaussian() / StrictMath.sqrt(chiSquared / 3);
    }

    private static void assertCoverage(int n, ToDoubleFunction<SplittableRandom> noise) {
        var random = new SplittableRandom(20_251 + n);
        int covered = 0;
        int samples = 4_000;
        for (int s = 0; s < samples; s++) {
            double[] values = new double[n];
            for (int i = 0; i < n; i++) {
                values[i] = noise.applyAsDouble(random);
            }
            var interval = SignedRank.twoSided(values, 0.05);
            covered += interval.lo() <= 0 && 0 <= interval.hi() ? 1 : 0;
        }
        double coverage = (double) covered / samples;
        assertTrue(coverage >= 0.93 && coverage <= 0.98, "n = " + n + ": " + coverage);
    }
}
