package dev.asynclab.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How much care a run takes.
///
/// @param rounds rounds planned at least (more when the comparisons need them)
/// @param roundsMax rounds an adaptive run may reach
/// @param batch rounds an adaptive run adds at a time
/// @param warmUp once per trial, split over its sweep points: at least this long; a trial that computes gets 1.5 s
///     where this is less and the budget has room
/// @param warmUpMost warming up goes on until the process is steady, but no longer than this; equal to `warmUp`
///     for a warm-up of fixed length
/// @param settle before each measured window, at least; twice the mean declared delay if that is longer
/// @param window measured window, at least; ten mean declared delays if that is longer
/// @param budget wall time of the whole run, re-queued rounds included
/// @param verdicts whether winners are named
/// @param noise expected standard deviation of ln(a / b) over rounds, for the forecast of what a plan can show.
///     Quick: four in five pairs of the shipped scenarios stayed below 0.053 in throughput on a shared machine of
///     two cores. The others: the upper end of 0.02 to 0.03, seen there with windows of four seconds
/// @param care what only the longer profiles take time for
public record Profile(
        String id,
        int rounds,
        int roundsMax,
        int batch,
        Duration warmUp,
        Duration warmUpMost,
        Duration settle,
        Duration window,
        Duration budget,
        boolean verdicts,
        double noise,
        Care care) {

    /// What only the longer profiles take time for; a zero duration leaves its part out.
    ///
    /// @param twin the reference model runs twice under two labels: what differs between the two is the
    ///     resolution of the run
    /// @param quiet before each round, wait so long at most for other programs to become quiet
    /// @param backendWarmUp before the backends are calibrated
    /// @param recheck before each round, so long a look at whether the backends still are what they were
    /// @param canary a fixed piece of work before and after each trial, in a process of its own: what changes
    ///     between two of them changed in the machine
    /// @param memoryLevels numbers of callers at which memory is read under a closed load. With one, memory per
    ///     task is the growth over the idle model; with more, the slope over the levels
    public record Care(
            boolean twin, Duration quiet, Duration backendWarmUp, Duration recheck, boolean canary, int memoryLevels) {

        /// As quick: backends are warm after 0.6 s, and are looked at once.
        static final Care LITTLE = new Care(false, Duration.ZERO, Duration.ofMillis(600), Duration.ZERO, false, 1);

        static final Care FULL =
                new Care(true, Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(3), true, 4);
    }

    /// For tests: invariants and bounds only, no verdict.
    public static final Profile SMOKE = new Profile(
            "smoke",
            1,
            1,
            1,
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofSeconds(60),
            false,
            0.05,
            Care.LITTLE);

    /// The default: a verdict within 150 seconds.
    public static final Profile QUICK = new Profile(
            "quick",
            8,
            12,
            1,
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofMillis(200),
            Duration.ofMillis(600),
            Duration.ofSeconds(150),
            true,
            0.05,
            Care.LITTLE);

    /// For a figure to rely on: 12 to 45 minutes for four models at one sweep point.
    public static final Profile STANDARD = new Profile(
            "standard",
            10,
            30,
            2,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(45),
            true,
            0.03,
            Care.FULL);

    /// For a figure to publish: hours.
    public static final Profile PUBLISH = new Profile(
            "publish",
            20,
            50,
            2,
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofHours(6),
            true,
            0.03,
            Care.FULL);

    /// All of them, from the shortest to the longest.
    public static final List<Profile> ALL = List.of(SMOKE, QUICK, STANDARD, PUBLISH);

    /// Their ids for people: `smoke, quick, standard and publish`.
    public static String ids() {
        String list = ALL.stream().map(Profile::id).collect(Collectors.joining(", "));
        return list.substring(0, list.lastIndexOf(", ")) + " and " + ALL.getLast().id;
    }

    /// The profile with this id.
    public static Optional<Profile> of(String id) {
        return ALL.stream().filter(p -> p.id.equals(id)).findFirst();
    }
}
