package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.wire.Measurement.Distribution;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What must hold of every distribution, whatever was recorded.
class QuantileOrderTest {

    /// One to 20,000 durations of five shapes: all alike, below the histogram's range, beyond it, a heavy
    /// tail, and two humps far apart.
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void quantiles_rise_and_each_has_ten_samples_beyond_it(long seed) {
        var random = new SplittableRandom(seed);
        int n = (int) StrictMath.exp(random.nextDouble() * StrictMath.log(20_000));
        var durations = new Durations(1 + random.nextInt(4));
        int shape = random.nextInt(5);
        for (int i = 0; i < n; i++) {
            durations.record(draw(random, shape));
        }
        Distribution d = durations.distribution();

        assertEquals(n, d.count());
        long[] known = Stream.of(d.p50(), d.p90(), d.p99(), d.p999(), d.max())
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .toArray();
        for (int i = 1; i < known.length; i++) {
            assertTrue(known[i - 1] <= known[i], d.toString());
        }
        // n (1 - q) >= 10 as n x (1000 - 1000 q) >= 10,000: whole numbers, no rounding.
        assertEquals(n * 500L >= 10_000, d.p50() != null);
        assertEquals(n * 100L >= 10_000, d.p90() != null);
        assertEquals(n * 10L >= 10_000, d.p99() != null);
        assertEquals(n * 1L >= 10_000, d.p999() != null);
    }

    private static long draw(SplittableRandom random, int shape) {
        return switch (shape) {
            case 0 -> 5_000_000;
            case 1 -> random.nextLong(2_000);
            case 2 -> Durations.HIGHEST_NANOS - 10 + random.nextLong(20);
            case 3 -> (long) (1e6 / (1 - random.nextDouble()));
            default ->
                random.nextInt(10) == 0 ? 1_000_000_000 + random.nextLong(1_000_000) : random.nextLong(1_000_000);
        };
    }
}
