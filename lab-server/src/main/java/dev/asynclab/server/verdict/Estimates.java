package dev.asynclab.server.verdict;

import dev.asynclab.api.ResultDocument.Estimate;
import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// One metric of one cell: the median over its rounds and the 95 % interval of its typical value.
final class Estimates {

    private Estimates() {}

    static Estimate of(String unit, List<@Nullable Double> rounds) {
        double[] values = rounds.stream()
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
        Interval interval = interval(values, RoundsNeeded.ALPHA / 2);
        Double lo = interval.bounded() ? (Double) interval.lo() : null;
        Double hi = interval.bounded() ? (Double) interval.hi() : null;
        return new Estimate(unit, finite(Observations.median(values)), lo, hi, rounds);
    }

    /// The interval of a sample: on the log scale, where noise is symmetric, unless a value is not above zero.
    static Interval interval(double[] values, double tail) {
        if (Arrays.stream(values).anyMatch(v -> !(v > 0))) {
            return SignedRank.interval(values, tail);
        }
        DoubleUnaryOperator log = StrictMath::log;
        return SignedRank.interval(Arrays.stream(values).map(log).toArray(), tail)
                .map(StrictMath::exp);
    }

    static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
