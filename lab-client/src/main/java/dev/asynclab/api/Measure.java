package dev.asynclab.api;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a file says about measuring; what it leaves out comes from the profile.
///
/// @param primary the one metric the pairs are judged by
/// @param margin smallest ratio that matters, as a fraction: 0.05 for 5 %
public record Measure(
        Metric primary,
        OptionalInt rounds,
        Optional<Duration> warmUp,
        Optional<Duration> duration,
        Optional<Double> margin,
        Scenario.Isolation isolation,
        OptionalLong seed) {}
