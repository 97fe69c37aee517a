package dev.asynclab.trial;

import dev.asynclab.wire.Measurement.Distribution;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// A distribution of durations: HdrHistogram, 1 us to 3600 s, three digits; longer ones are clamped.
///
/// Recording is wait-free and allocates nothing. It is striped by thread, because the total count inside one
/// histogram would bounce between the caches of all cores. About 200 KB a stripe.
final class Durations {

    static final long LOWEST_NANOS = 1_000;
    static final long HIGHEST_NANOS = 3_600_000_000_000L;

    private static final int MOST_STRIPES = 8;

    private final Histogram[] stripes;
    private final int mask;

    Durations(int cores) {
        int n = Integer.highestOneBit(Math.clamp(2L * cores - 1, 1, MOST_STRIPES));
        stripes = new Histogram[n];
        for (int i = 0; i < n; i++) {
            stripes[i] = new AtomicHistogram(LOWEST_NANOS, HIGHEST_NANOS, 3);
        }
        mask = n - 1;
    }

    void record(long nanos) {
        stripes[(int) Thread.currentThread().threadId() & mask].recordValue(Math.clamp(nanos, 0, HIGHEST_NANOS));
    }

    /// The same duration several times.
    void record(long nanos, long times) {
        if (times > 0) {
            stripes[0].recordValueWithCount(Math.clamp(nanos, 0, HIGHEST_NANOS), times);
        }
    }

    /// A quantile of all, whatever their number; 0 when nothing was recorded.
    long quantile(double q) {
        return merged().getValueAtPercentile(q * 100);
    }

    /// To be read when recording is over.
    Distribution distribution() {
        Histogram all = merged();
        long n = all.getTotalCount();
        if (n == 0) {
            return Distribution.EMPTY;
        }
        return new Distribution(
                n,
                all.getMean(),
                // n (1 - q) >= 10, in whole numbers: 100 * (1 - 0.9) is a little less than 10 in binary.
                n >= 20 ? quantile(all, 50) : null,
                n >= 100 ? quantile(all, 90) : null,
                n >= 1_000 ? quantile(all, 99) : null,
                n >= 10_000 ? quantile(all, 99.9) : null,
                all.getMaxValue(),
                encoded(all));
    }

    private static @Nullable Long quantile(Histogram all, double percent) {
        return all.getValueAtPercentile(percent);
    }

    private Histogram merged() {
        Histogram all = new Histogram(LOWEST_NANOS, HIGHEST_NANOS, 3);
        for (Histogram stripe : stripes) {
            all.add(stripe);
        }
        return all;
    }

    private static String encoded(Histogram all) {
        ByteBuffer buffer = ByteBuffer.allocate(all.getNeededByteBufferCapacity());
        int length = all.encodeIntoCompressedByteBuffer(buffer);
        buffer.position(0).limit(length);
        return Base64.getEncoder().encodeToString(buffer.array().length == length ? buffer.array() : bytes(buffer));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
