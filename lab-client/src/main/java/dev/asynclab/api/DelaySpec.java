package dev.asynclab.api;

import java.time.Duration;

/// A distribution of delays.
public sealed interface DelaySpec {

    /// Always the same.
    record Fixed(Duration delay) implements DelaySpec {}

    /// Uniform between two bounds.
    record Uniform(Duration from, Duration to) implements DelaySpec {}

    /// Log-normal with a given median and 99th percentile.
    record LogNormal(Duration median, Duration p99) implements DelaySpec {}

    /// `base`, but `slow` for a share of the requests, in 0..1.
    record Mixture(Duration base, double slowShare, Duration slow) implements DelaySpec {}

    /// Expected delay in nanoseconds. Log-normal: median * exp(sigma^2 / 2), sigma = ln(p99 / median) / 2.3263.
    default double meanNanos() {
        return switch (this) {
            case Fixed(Duration delay) -> delay.toNanos();
            case Uniform(Duration from, Duration to) -> (from.toNanos() + to.toNanos()) / 2.0;
            case LogNormal(Duration median, Duration p99) -> {
                double sigma = StrictMath.log((double) p99.toNanos() / median.toNanos()) / 2.3263478740408408;
                yield median.toNanos() * StrictMath.exp(sigma * sigma / 2);
            }
            case Mixture(Duration base, double share, Duration slow) ->
                base.toNanos() * (1 - share) + slow.toNanos() * share;
        };
    }
}
