package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class FalseDiscoveryTest {

    @Test
    void each_p_value_is_held_against_its_place_in_the_order() {
        // Four at 10 %: allowed are 0.025, 0.05, 0.075 and 0.1. 0.03 comes third, 0.5 last.
        assertArrayEquals(
                new boolean[] {true, false, true, true},
                FalseDiscovery.shown(new double[] {0.03, 0.5, 0.02, 0.01}, 0.10));
    }

    @Test
    void a_later_one_that_passes_takes_the_earlier_ones_along() {
        // Allowed are 0.05 and 0.1: 0.06 misses its own place, 0.09 passes the second.
        assertArrayEquals(new boolean[] {true, true}, FalseDiscovery.shown(new double[] {0.06, 0.09}, 0.10));
    }

    @Test
    void among_many_a_p_value_that_would_pass_alone_does_not() {
        // Alone 0.05 <= 0.1; with nine others the first place allows 0.01.
        assertArrayEquals(new boolean[] {true}, FalseDiscovery.shown(new double[] {0.05}, 0.10));
        double[] ten = new double[10];
        java.util.Arrays.fill(ten, 0.9);
        ten[0] = 0.05;
        assertArrayEquals(new boolean[10], FalseDiscovery.shown(ten, 0.10));
    }

    @Test
    void of_none_none_is_shown() {
        assertArrayEquals(new boolean[0], FalseDiscovery.shown(new double[0], 0.10));
        assertArrayEquals(new boolean[] {false}, FalseDiscovery.shown(new double[] {1}, 0.10));
    }
}
