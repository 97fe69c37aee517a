package dev.asynclab.api;

import java.time.Duration;

/// How much care a run takes.
///
/// @param rounds rounds planned at least (more when the comparisons need them)
/// @param roundsMax rounds an adaptive run may reach
/// @param warmUp once per trial, split over its sweep points
/// @param settle before each measured window, at least; twice the mean declared delay if that is longer
/// @param window measured window, at least; ten mean declared delays if that is longer
/// @param budget wall time of the whole run, re-queued rounds included
/// @param verdicts whether winners are named
public record Profile(
        String id,
        int rounds,
        int roundsMax,
        Duration warmUp,
        Duration settle,
        Duration window,
        Duration budget,
        boolean verdicts) {

    /// For tests: invariants and bounds only, no verdict.
    public static final Profile SMOKE = new Profile(
            "smoke",
            1,
            1,
            Duration.ofMillis(500),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofSeconds(60),
            false);

    /// The default: a verdict within 150 seconds.
    public static final Profile QUICK = new Profile(
            "quick",
            8,
            12,
            Duration.ofMillis(500),
            Duration.ofMillis(200),
            Duration.ofMillis(600),
            Duration.ofSeconds(150),
            true);

    /// The profile with this id.
    public static java.util.Optional<Profile> of(String id) {
        return java.util.stream.Stream.of(SMOKE, QUICK)
                .filter(p -> p.id.equals(id))
                .findFirst();
    }
}
