package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootstrapTest {

    /// For example n = 6: t(5) = 2.571; Phi(-sqrt(6/5) x 2.571) = Phi(-2.816) = 0.00243.
    @ParameterizedTest
    @CsvSource({"6, 0.00243", "8, 0.00574", "10, 0.00855", "15, 0.01321", "20, 0.01588", "30, 0.01875"})
    void percentiles_are_expanded_for_small_samples(int n, double percentile) {
        assertEquals(percentile, Bootstrap.expanded(n, 0.025), 6e-6);
    }

    @Test
    void six_rounds_reach_from_extreme_to_extreme() {
        // A median of six equals the smallest value when four or more draws do: 15 (1/6)^4 (5/6)^2 + ... = 0.0087,
        // more than the 0.00243 read.
        var interval = Bootstrap.ofMedian(new double[] {1, 2, 3, 4, 5, 6}, 0.025, 1);
        assertEquals(1, interval.lo());
        assertEquals(6, interval.hi());
        assertEquals(3.5, interval.estimate());
    }

    @Test
    void the_same_seed_gives_the_same_interval() {
        double[] values = {0.1, 0.4, 0.2, 0.9, 0.3, 0.7, 0.5, 0.6};
        assertEquals(Bootstrap.ofMedian(values, 0.025, 9), Bootstrap.ofMedian(values, 0.025, 9));
        assertTrue(Bootstrap.ofMedian(values, 0.025, 9).lo() < 0.45);
    }
}
