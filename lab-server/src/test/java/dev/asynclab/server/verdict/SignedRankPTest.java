package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SignedRankPTest {

    @Test
    void five_differences_of_one_sign_are_two_of_32_patterns() {
        // All five positive or all five negative: 2 / 2^5.
        assertEquals(2.0 / 32, SignedRankP.twoSided(new double[] {0.1, 0.2, 0.3, 0.4, 0.5}), 0);
        assertEquals(2.0 / 32, SignedRankP.twoSided(new double[] {-0.1, -0.2, -0.3, -0.4, -0.5}), 0);
    }

    @Test
    void one_small_difference_of_the_other_sign_doubles_the_patterns() {
        // Ranks 1 (negative), 2, 3, 4: the sum is 9 of 10. Sums of at least 9: {1,2,3,4} and {2,3,4}; 2 x 2 / 16.
        assertEquals(4.0 / 16, SignedRankP.twoSided(new double[] {-1, 2, 3, 4}), 0);
    }

    @Test
    void a_balanced_sample_shows_nothing() {
        // Ranks 1 and 2 positive, 3 negative: 3 of 6, the middle; 5 of 8 patterns reach 3, doubled more than 1.
        assertEquals(1, SignedRankP.twoSided(new double[] {1, 2, -3}), 0);
        assertEquals(1, SignedRankP.twoSided(new double[0]), 0);
    }

    @Test
    void equal_sizes_share_their_ranks() {
        // Three of size 1 have rank 2 each, the fourth rank 4; one of the three is negative: 8 of 10.
        // Sums of at least 8: all four, and the three ways to leave out one of rank 2; 2 x 4 / 16.
        assertEquals(8.0 / 16, SignedRankP.twoSided(new double[] {1, 1, -1, 2}), 0);
    }

    @Test
    void rounds_without_a_difference_say_nothing() {
        assertEquals(1, SignedRankP.twoSided(new double[] {0, 0, 0}), 0);
        // As two differences of one sign: 2 / 4.
        assertEquals(0.5, SignedRankP.twoSided(new double[] {0, 5, 6}), 0);
    }

    @Test
    void sixty_rounds_are_counted_exactly() {
        double[] rising =
                java.util.stream.IntStream.rangeClosed(1, 60).asDoubleStream().toArray();
        assertEquals(StrictMath.pow(2, -59), SignedRankP.twoSided(rising), 0);
    }
}
