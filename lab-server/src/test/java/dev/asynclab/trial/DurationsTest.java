package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.asynclab.wire.Measurement.Distribution;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DurationsTest {

    /// n (1 - q) >= 10: the median needs 20, the 90th percentile 100, the 99th 1,000, the 99.9th 10,000.
    @Test
    void a_quantile_needs_ten_samples_beyond_it() {
        assertNull(of(19).p50());
        assertNotNull(of(20).p50());
        assertNull(of(99).p90());
        assertNotNull(of(100).p90());
        assertNull(of(999).p99());
        assertNotNull(of(1_000).p99());
        assertNull(of(9_999).p999());
        assertNotNull(of(10_000).p999());
        assertNotNull(of(1).max());
    }

    @Test
    void nothing_recorded_is_the_empty_distribution() {
        assertEquals(Distribution.EMPTY, of(0));
    }

    /// 1 ... 10,000 us; three digits.
    @Test
    void quantiles_are_right_to_three_digits_and_the_histogram_can_be_read_back() throws DataFormatException {
        Distribution d = of(10_000);

        assertEquals(5_000e3, value(d.p50()), 5_000e3 * 1e-3);
        assertEquals(9_000e3, value(d.p90()), 9_000e3 * 1e-3);
        assertEquals(9_900e3, value(d.p99()), 9_900e3 * 1e-3);
        assertEquals(9_990e3, value(d.p999()), 9_990e3 * 1e-3);
        assertEquals(10_000e3, value(d.max()), 10_000e3 * 1e-3);
        assertEquals(5_000.5e3, d.mean(), 5_000.5e3 * 1e-3);
        Histogram read = Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(Base64.getDecoder().decode(d.histogram())), 0);
        assertEquals(10_000, read.getTotalCount());
        assertEquals(value(d.p99()), (double) read.getValueAtPercentile(99));
    }

    @Test
    void longer_than_an_hour_is_clamped_and_counted() {
        Durations durations = new Durations(4);
        durations.record(Long.MAX_VALUE);
        durations.record(-5);
        durations.record(2_000_000, 3);
        Distribution d = durations.distribution();

        assertEquals(5, d.count());
        assertEquals(3.6e12, value(d.max()), 3.6e12 * 1e-3);
    }

    private static Distribution of(int n) {
        Durations durations = new Durations(2);
        for (int i = 1; i <= n; i++) {
            durations.record(i * 1_000L);
        }
        return durations.distribution();
    }

    private static double value(@Nullable Long nanos) {
        return nanos == null ? Double.NaN : (double) nanos;
    }
}
