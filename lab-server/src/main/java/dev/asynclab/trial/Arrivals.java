package dev.asynclab.trial;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Intended start times of open load: made before the load starts, never changed by what the model does.
final class Arrivals {

    private Arrivals() {}

    /// Times from 0, ascending, all below `nanos`. Poisson: gaps are exponential, -ln(1 - u) / rate with u
    /// uniform in [0, 1). Even: the i-th arrival at i / rate.
    static long[] intended(double ratePerSecond, boolean poisson, long seed, long nanos) {
        double gap = 1e9 / ratePerSecond;
        // Six standard deviations above the mean of a Poisson count; grown in the rare case that it is not enough.
        double expected = nanos / gap;
        long[] times = new long[(int) (expected + 6 * Math.sqrt(expected)) + 16];
        SplittableRandom random = new SplittableRandom(seed);
        int n = 0;
        double at = poisson ? -Math.log1p(-random.nextDouble()) * gap : 0;
        while (at < nanos) {
            if (n == times.length) {
                times = Arrays.copyOf(times, n * 2);
            }
            times[n++] = (long) at;
            at = poisson ? at - Math.log1p(-random.nextDouble()) * gap : n * gap;
        }
        return Arrays.copyOf(times, n);
    }
}
