package dev.asynclab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.asynclab.wire.BackendMessage.Delay;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Bounds are five standard errors; the seed is fixed, so a test passes always or never.
class DrawsTest {

    private static final int N = 20_000;

    @Test
    void the_same_id_draws_the_same_on_both_kinds_and_another_id_or_seed_another() {
        Delay uniform = new Delay("uniform", 0, 1_000_000_000, 0);
        Draws fast = Mocks.of("fast").delay(uniform).draws();
        Draws wiremock = Mocks.of("wiremock").delay(uniform).draws();
        Draws other = new Draws(Mocks.SEED + 1, Mocks.of("fast").delay(uniform).mock());
        long delay = fast.delayNanos(fast.key("7-0"));
        assertEquals(delay, fast.delayNanos(fast.key("7-0")));
        assertEquals(delay, wiremock.delayNanos(wiremock.key("7-0")));
        assertNotEquals(delay, fast.delayNanos(fast.key("7-1")));
        assertNotEquals(delay, other.delayNanos(other.key("7-0")));
    }

    @Test
    void fixed_is_fixed() {
        assertEquals(N * 5L, delays(Mocks.fixed(5)).sum());
    }

    /// Uniform on 10..40: mean 25, standard deviation 30 / sqrt(12) = 8.66; in units of a million.
    @Test
    void uniform_has_its_mean_and_its_bounds() {
        Delay delay = new Delay("uniform", 10_000_000, 40_000_000, 0);
        assertEquals(25e6, delays(delay).average().orElseThrow(), 5 * 8.66e6 / Math.sqrt(N));
        assertEquals(
                N, delays(delay).filter(d -> d >= 10_000_000 && d < 40_000_000).count());
    }

    /// Half lie below the median, one in a hundred above p99, and by symmetry of the logarithm one in a hundred
    /// below median^2 / p99 = 100^2 / 300 = 33.3.
    @Test
    void lognormal_has_its_median_and_its_99th_percentile() {
        Delay delay = new Delay("lognormal", 100_000_000, 300_000_000, 0);
        assertShare(0.5, delays(delay).filter(d -> d < 100_000_000).count());
        assertShare(0.01, delays(delay).filter(d -> d > 300_000_000).count());
        assertShare(0.01, delays(delay).filter(d -> d < 33_333_333).count());
    }

    /// sigma = ln 3 / 2.32635 = 0.472245; mean = median * exp(sigma^2 / 2) = 100 * 1.117956 = 111.80, and
    /// standard deviation = mean * sqrt(exp(sigma^2) - 1) = 111.80 * 0.49994 = 55.89.
    @Test
    void lognormal_has_its_mean() {
        Delay delay = new Delay("lognormal", 100_000_000, 300_000_000, 0);
        assertEquals(111.80e6, delays(delay).average().orElseThrow(), 5 * 55.89e6 / Math.sqrt(N));
    }

    @Test
    void lognormal_without_spread_is_its_median() {
        assertEquals(N * 1_000L, delays(new Delay("lognormal", 1_000, 1_000, 0)).sum());
    }

    @Test
    void mixture_is_slow_for_its_share() {
        Delay delay = new Delay("mixture", 100, 1_000, 0.03);
        long slow = delays(delay).filter(d -> d == 1_000).count();
        assertShare(0.03, slow);
        assertEquals(N - slow, delays(delay).filter(d -> d == 100).count());
    }

    @Test
    void faults_have_their_shares_and_do_not_depend_on_the_delay() {
        Mocks mocks =
                Mocks.of("fast").delay(new Delay("uniform", 0, 1_000_000, 0)).faults(0.2, 0.1, 0.05);
        Draws draws = mocks.draws();
        long[] keys = IntStream.range(0, N).mapToLong(i -> draws.key(i + "-0")).toArray();
        assertShare(0.2, count(draws, keys, Fate.ERROR));
        assertShare(0.1, count(draws, keys, Fate.RESET));
        assertShare(0.05, count(draws, keys, Fate.STALL));
        assertShare(0.65, count(draws, keys, Fate.ANSWER));
        // Independent streams: a half of the delays is short, so short errors are 0.2 * 0.5 of all.
        long[] shortDelays = LongStream.of(keys)
                .filter(key -> draws.delayNanos(key) < 500_000)
                .toArray();
        assertShare(0.1, count(draws, shortDelays, Fate.ERROR));
    }

    @Test
    void an_unknown_kind_of_delay_is_refused() {
        Mocks mocks = Mocks.of("fast").delay(new Delay("gauss", 1, 2, 0));
        assertThrows(IllegalArgumentException.class, mocks::draws);
    }

    private static long count(Draws draws, long[] keys, Fate fate) {
        return LongStream.of(keys).filter(key -> draws.fate(key) == fate).count();
    }

    private static LongStream delays(Delay delay) {
        Draws draws = Mocks.of("fast").delay(delay).draws();
        return IntStream.range(0, N).mapToLong(i -> draws.delayNanos(draws.key(i + "-0")));
    }

    /// A share p of n has the standard error sqrt(p (1 - p) / n).
    private static void assertShare(double expected, long count) {
        assertEquals(expected, (double) count / N, 5 * Math.sqrt(expected * (1 - expected) / N));
    }
}
