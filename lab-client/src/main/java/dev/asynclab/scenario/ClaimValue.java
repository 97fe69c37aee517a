package dev.asynclab.scenario;

import dev.asynclab.api.Metric;
import java.math.BigDecimal;
import java.util.Optional;

/// Values of a claim, in the base unit of the metric they are compared with.
final class ClaimValue {
    private ClaimValue() {}

    static Optional<Double> read(String text, Metric metric) {
        var quantity = Quantity.parse(text);
        Optional<BigDecimal> value = switch (metric.unit()) {
            case SECONDS -> quantity.flatMap(q -> q.in(Quantity.NANOS)).map(n -> n.movePointLeft(9));
            case PER_SECOND -> quantity.flatMap(q -> q.in(Quantity.RATES));
            case BYTES -> quantity.flatMap(q -> q.in(Quantity.BYTES));
            case CORES, COUNT -> quantity.flatMap(q -> q.in(Quantity.COUNTS));
            case RATIO ->
                quantity.flatMap(q -> q.in(Quantity.PERCENTS)
                        .or(() -> q.unit().isEmpty() || q.unit().equals("x")
                                ? Optional.of(q.number())
                                : Optional.empty()));
        };
        return value.map(BigDecimal::doubleValue);
    }

    /// `2x` as 2.
    static Optional<Double> factor(String text) {
        return Quantity.parse(text)
                .filter(q -> q.unit().equals("x") && !text.contains(" "))
                .map(q -> q.number().doubleValue());
    }

    static boolean comparesWithCores(Metric metric) {
        return switch (metric.unit()) {
            case CORES, COUNT -> true;
            case RATIO -> metric == Metric.SPEEDUP;
            case SECONDS, PER_SECOND, BYTES -> false;
        };
    }

    static String unitName(Metric metric) {
        return switch (metric.unit()) {
            case SECONDS -> "seconds (ns us ms s m)";
            case PER_SECOND -> "tasks per second (/s)";
            case BYTES -> "bytes (B KiB MiB)";
            case CORES -> "cores (a number)";
            case COUNT -> "a count (a number)";
            case RATIO -> "a ratio (a number or %)";
        };
    }

    static String exampleUnit(Metric metric) {
        return switch (metric.unit()) {
            case SECONDS -> "ms";
            case PER_SECOND -> "/s";
            case BYTES -> "KiB";
            case CORES, COUNT, RATIO -> "";
        };
    }
}
