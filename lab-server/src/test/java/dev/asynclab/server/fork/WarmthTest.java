package dev.asynclab.server.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WarmthTest {

    /// How many slices of these rates are run; the rates go on with the last one.
    private static int slices(int most, double... rates) {
        Warmth warmth = new Warmth(most);
        int slices = 1;
        while (warmth.rising(rates[Math.min(slices, rates.length) - 1])) {
            slices++;
        }
        return slices;
    }

    @Test
    void a_server_that_is_warm_from_the_start_needs_three_slices_to_show_it() {
        assertEquals(3, slices(12, 10_000));
    }

    @Test
    void a_rising_rate_is_followed_until_it_is_flat() {
        // 9,000 is 1.5 times 6,000; 9,400 is 1.044 times 9,000
        assertEquals(4, slices(12, 2_000, 6_000, 9_000, 9_400));
    }

    @Test
    void a_rise_of_exactly_the_limit_is_flat() {
        // 1.05 x 1,000 = 1,050; one call more is a rise, and 1,051 again is none
        assertEquals(3, slices(12, 1_000, 1_000, 1_050));
        assertEquals(4, slices(12, 1_000, 1_000, 1_051));
    }

    @Test
    void a_slow_slice_is_not_what_the_next_one_is_compared_with() {
        // 1.05 x 6,000 = 6,300, though both are twice 3,000
        assertEquals(3, slices(12, 6_000, 3_000, 6_100));
        assertEquals(4, slices(12, 6_000, 3_000, 6_400));
    }

    @Test
    void a_rate_that_never_settles_ends_with_the_number_of_slices() {
        // Each twice the one before.
        assertEquals(5, slices(5, 1, 2, 4, 8, 16, 32, 64));
    }
}
