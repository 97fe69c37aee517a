package dev.asynclab.server.verdict;

import dev.asynclab.api.Measure;
import dev.asynclab.api.Metric;

/// The smallest ratio that matters, as a fraction: differences below it are a tie, however sure they are.
final class Margins {

    private Margins() {}

    /// The file's own margin, else 10 % for tails and memory, 5 % for the rest.
    static double of(Metric metric, Measure measure) {
        return measure.margin().orElse(standard(metric));
    }

    static double standard(Metric metric) {
        return switch (metric) {
            case LATENCY_P99, LATENCY_P999, LATENCY_MAX, SERVICE_P99, SERVICE_P999, SERVICE_MAX -> 0.10;
            case DISPATCH_P99, DISPATCH_MAX, RSS_PEAK, HEAP_PEAK, MEMORY_PER_TASK -> 0.10;
            default -> 0.05;
        };
    }
}
