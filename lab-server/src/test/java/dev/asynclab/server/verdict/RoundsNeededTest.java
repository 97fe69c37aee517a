package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundsNeededTest {

    @ParameterizedTest
    @CsvSource({"1, 6", "2, 7", "3, 7", "4, 8", "6, 8", "7, 9", "12, 9", "13, 10", "25, 10"})
    void pairs_of_a_cell(int pairs, int rounds) {
        assertEquals(rounds, RoundsNeeded.forPairs(pairs));
        // The number is the smallest at which the exact interval exists.
        assertTrue(SignedRank.order(rounds, 0.025 / pairs) > 0);
        assertEquals(0, SignedRank.order(rounds - 1, 0.025 / pairs));
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "2, 6", "3, 6", "4, 7", "6, 7", "7, 8", "12, 8", "13, 9", "25, 9"})
    void interval_claims(int claims, int rounds) {
        assertEquals(rounds, RoundsNeeded.forClaims(claims));
        assertTrue(SignedRank.order(rounds, 0.05 / claims) > 0);
        assertEquals(0, SignedRank.order(rounds - 1, 0.05 / claims));
    }

    @Test
    void rounds_to_reach_a_distance_follow_the_t_interval() {
        // Standard deviation of -1, 1 repeated over 8 values: sqrt(8/7) = 1.069. Distance 0.5:
        // n = 20: t(19) = 2.093 x 1.069 / sqrt(20) = 0.500 > 0.5 by a hair; n = 21: 2.086 x 1.069 / 4.583 = 0.487.
        double[] values = {-1, 1, -1, 1, -1, 1, -1, 1};
        assertEquals(OptionalInt.of(21), RoundsNeeded.toReach(values, 0.025, 0.5, 6));
        assertEquals(OptionalInt.empty(), RoundsNeeded.toReach(values, 0.025, 0, 6));
        assertEquals(OptionalInt.empty(), RoundsNeeded.toReach(values, 0.025, 0.001, 6));
        assertEquals(OptionalInt.of(6), RoundsNeeded.toReach(new double[] {1}, 0.025, 0.5, 6));
    }
}
