package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void even_arrivals_come_every_period_from_zero_on() {
        assertArrayEquals(
                new long[] {0, 250_000_000, 500_000_000, 750_000_000}, Arrivals.intended(4, false, 1, SECOND));
        // 3 a second: 1e9 / 3, cut to whole nanoseconds, without the error adding up.
        assertArrayEquals(new long[] {0, 333_333_333, 666_666_666}, Arrivals.intended(3, false, 1, SECOND));
    }

    @Test
    void the_same_seed_gives_the_same_times_and_another_seed_others() {
        assertArrayEquals(Arrivals.intended(100, true, 5, SECOND), Arrivals.intended(100, true, 5, SECOND));
        assertTrue(!Arrays.equals(Arrivals.intended(100, true, 5, SECOND), Arrivals.intended(100, true, 6, SECOND)));
    }

    /// 1,000 a second for 100 s: the count is Poisson with mean 100,000 and standard deviation sqrt(100,000) =
    /// 316. The gaps have mean and standard deviation 1 ms each; the variance of a sample variance is (kappa -
    /// 1) s^4 / n with kappa = 9 for the exponential distribution, so its relative standard error is sqrt(8 /
    /// 100,000) = 0.9 %. Five standard errors allowed throughout.
    @Test
    void poisson_arrivals_have_the_moments_of_a_poisson_process() {
        long[] times = Arrivals.intended(1_000, true, 42, 100 * SECOND);

        assertEquals(100_000, times.length, 5 * 316);
        double sum = 0;
        double squares = 0;
        for (int i = 1; i < times.length; i++) {
            double gap = (times[i] - times[i - 1]) / 1e6;
            assertTrue(gap >= 0);
            sum += gap;
            squares += gap * gap;
        }
        int n = times.length - 1;
        double mean = sum / n;
        assertEquals(1, mean, 5 / Math.sqrt(n));
        assertEquals(1, squares / n - mean * mean, 5 * Math.sqrt(8.0 / n));
        assertTrue(times[times.length - 1] < 100 * SECOND);
    }
}
