package dev.asynclab.server.plan;

import dev.asynclab.api.Claim;
import dev.asynclab.api.Load;
import dev.asynclab.api.Metric;
import dev.asynclab.api.Scenario;
import java.util.List;
import java.util.stream.Stream;

/// How long a window must be for the percentiles a scenario speaks of: n (1 - q) >= 10 samples lie beyond the
/// quantile.
final class Percentiles {

    /// Half again as many, because an arrival process varies.
    private static final double RESERVE = 1.2;

    private Percentiles() {}

    /// Window in nanoseconds that yields the samples at the expected rate; 0 when nothing is asked for or no rate
    /// can be expected.
    static long windowNanos(Scenario scenario, Scenario.Point point, Scenario.Variant variant, double delayNanos) {
        double samples = Stream.concat(
                        Stream.of(scenario.measure().primary()),
                        scenario.claims().stream().flatMap(c -> metrics(c, variant.name())))
                .mapToDouble(Percentiles::samples)
                .max()
                .orElse(0);
        double rate = expectedRate(point.load(), delayNanos);
        return samples == 0 || rate == 0 ? 0 : (long) (samples * RESERVE / rate * 1e9);
    }

    private static Stream<Metric> metrics(Claim claim, String variant) {
        if (!(claim.expression() instanceof Claim.Comparison comparison)) {
            return Stream.empty();
        }
        List<Claim.Operand> operands = comparison.target() instanceof Claim.Other other
                ? List.of(comparison.left(), other.operand())
                : List.of(comparison.left());
        return operands.stream()
                .filter(o -> o.subject().isEach() || o.subject().name().equals(variant))
                .map(Claim.Operand::metric);
    }

    private static double samples(Metric metric) {
        return switch (metric) {
            case LATENCY_P90, SERVICE_P90 -> 100;
            case LATENCY_P99, SERVICE_P99 -> 1_000;
            case LATENCY_P999, SERVICE_P999 -> 10_000;
            default -> 0;
        };
    }

    private static double expectedRate(Load load, double delayNanos) {
        return switch (load) {
            case Load.Open open -> open.ratePerSecond();
            case Load.Closed closed -> delayNanos == 0 ? 0 : closed.concurrency() / (delayNanos / 1e9);
            case Load.Batch _ -> 0;
        };
    }
}
