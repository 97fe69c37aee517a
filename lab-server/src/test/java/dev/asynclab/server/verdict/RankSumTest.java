package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.asynclab.server.verdict.SignedRank.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankSumTest {

    @ParameterizedTest
    @CsvSource({
        // 20 orders of 3 and 3: P(U = 0) = 1/20, more than 0.025 and exactly 0.05
        "3, 3, 0.025, 0",
        "3, 3, 0.05, 1",
        // 70 orders of 4 and 4, one of them with U = 0 and one with U = 1: 1/70 = 0.0143, 2/70 = 0.0286
        "4, 4, 0.025, 1",
        "4, 4, 0.03, 2",
        // 252 orders of 5 and 5, with U = 0, 1, 2, 3: 1, 1, 2, 3 of them; 4/252 = 0.0159, 7/252 = 0.0278
        "5, 5, 0.025, 3",
        // 1 + 5 = 6 orders
        "1, 5, 0.2, 1",
        "0, 5, 0.2, 0"
    })
    void the_limit_is_the_one_counting_gives(int m, int n, double tail, int expected) {
        assertEquals(expected, RankSum.order(m, n, tail));
        assertEquals(expected, RankSum.order(n, m, tail));
    }

    @Test
    void every_value_is_held_against_every_other() {
        // differences: 7 8 9 9 10 10 11 11 12 12 13 14 14 15 16 17; the middle two are 11 and 12
        Interval shift = RankSum.shift(new double[] {1, 2, 3, 4}, new double[] {18, 11, 15, 13}, 0.025);
        assertEquals(new Interval(11.5, 7, 17), shift);
        // k = 2 leaves one out at each end
        assertEquals(
                new Interval(11.5, 8, 16),
                RankSum.shift(new double[] {1, 2, 3, 4}, new double[] {18, 11, 15, 13}, 0.03));
    }

    @Test
    void too_few_values_give_an_estimate_without_limits() {
        Interval shift = RankSum.shift(new double[] {1, 2}, new double[] {3, 4}, 0.025);
        assertEquals(2, shift.estimate());
        assertFalse(shift.bounded());
    }
}
