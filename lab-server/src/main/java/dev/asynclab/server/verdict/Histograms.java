package dev.asynclab.server.verdict;

import dev.asynclab.wire.Measurement;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/// Questions only the whole distribution answers.
final class Histograms {

    private Histograms() {}

    /// Share of the samples above `nanos`, to the histogram's three digits; empty without a readable histogram.
    static Optional<Double> shareAbove(Measurement.Distribution distribution, double nanos) {
        if (distribution.histogram().isEmpty() || distribution.count() == 0) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(distribution.histogram());
            Histogram histogram = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
            return histogram.getTotalCount() == 0
                    ? Optional.empty()
                    : Optional.of(1 - histogram.getPercentileAtOrBelowValue((long) nanos) / 100);
        } catch (DataFormatException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
