package dev.asynclab.server.verdict;

import dev.asynclab.api.DelaySpec;

/// Mean and spread of a declared delay, computed from its distribution instead of drawn. All times in nanoseconds.
final class DelayMoments {

    private DelayMoments() {}

    /// `E[min(X, t)]` of a delay X. Uniform in a..b: `(t^2 - a^2) / 2 + t (b - t)` over `b - a`. Log-normal: half of
    /// the delays are at least the median, which is less than the exact mean and enough for a bound.
    static double meanWithin(DelaySpec delay, double t) {
        return switch (delay) {
            case DelaySpec.Fixed _ -> StrictMath.min(t, delay.meanNanos());
            case DelaySpec.Uniform(var from, var to) -> {
                double a = from.toNanos();
                double b = to.toNanos();
                yield t <= a ? t : t >= b ? (a + b) / 2 : ((t * t - a * a) / 2 + t * (b - t)) / (b - a);
            }
            case DelaySpec.LogNormal logNormal ->
                StrictMath.min((double) logNormal.median().toNanos(), t) / 2;
            case DelaySpec.Mixture(var base, double share, var slow) ->
                (1 - share) * StrictMath.min((double) base.toNanos(), t)
                        + share * StrictMath.min((double) slow.toNanos(), t);
        };
    }

    /// Standard deviation of a delay. Uniform: width / sqrt(12). Mixture: sqrt(p (1 - p)) x distance.
    /// Log-normal: mean x sqrt(exp(sigma^2) - 1).
    static double deviation(DelaySpec delay) {
        return switch (delay) {
            case DelaySpec.Fixed _ -> 0;
            case DelaySpec.Uniform(var from, var to) -> (to.toNanos() - from.toNanos()) / StrictMath.sqrt(12);
            case DelaySpec.LogNormal logNormal -> {
                double sigmaSquared = 2
                        * StrictMath.log(delay.meanNanos() / logNormal.median().toNanos());
                yield delay.meanNanos() * StrictMath.sqrt(StrictMath.expm1(sigmaSquared));
            }
            case DelaySpec.Mixture(var base, double share, var slow) ->
                StrictMath.sqrt(share * (1 - share)) * (slow.toNanos() - base.toNanos());
        };
    }
}
