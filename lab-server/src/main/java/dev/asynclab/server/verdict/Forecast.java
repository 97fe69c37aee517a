package dev.asynclab.server.verdict;

import dev.asynclab.api.Metric;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a number of rounds can show: the smallest difference that is found four times in five.
///
/// Solved for the ratio r from the usual formula for pairs on a log scale, n = 2 + (z s / (ln r - ln(1 +
/// margin)))^2, with s the standard deviation of ln(a / b) over rounds and z = 1.96 + 0.84 = 2.8 for one
/// comparison at 5 % and 80 % power; more comparisons need the larger quantile of their share of the 5 %.
///
/// @param rounds planned
/// @param noise s: assumed beforehand, or as measured
/// @param measured whether `noise` was
/// @param difference r - 1: 0.14 says that 14 % and more can be shown
public record Forecast(int rounds, double noise, boolean measured, double difference) {

    /// For tails, which scatter more: two scenarios judged by the 99th percentile had 0.26 and 0.28 over eight
    /// quick rounds.
    private static final double NOISE_OF_TAILS = 0.28;

    private static final double POWER = 0.8;
    private static final double TAIL_MARGIN = 0.10;

    /// By the profile's assumption. Empty where no verdict is planned.
    public static Optional<Forecast> assumed(Plan plan) {
        Metric metric = plan.scenario().measure().primary();
        boolean tail = Margins.standard(metric) >= TAIL_MARGIN;
        double noise = tail
                ? StrictMath.max(NOISE_OF_TAILS, plan.profile().noise())
                : plan.profile().noise();
        return plan.verdicts() && !plan.pairs().isEmpty() ? of(plan, plan.rounds(), noise, false) : Optional.empty();
    }

    /// By the largest spread among the primary comparisons so far. Empty while there are too few rounds to tell.
    ///
    /// @param rounds planned by now
    public static Optional<Forecast> measured(
            Plan plan, int rounds, List<TrialRecord> records, Calibration calibration) {
        OptionalDouble noise = Precision.comparisons(Judgement.of(plan, records, calibration)).stream()
                .filter(logs -> logs.length > 2)
                .mapToDouble(RoundsNeeded::standardDeviation)
                .max();
        return noise.isPresent() ? of(plan, rounds, noise.getAsDouble(), true) : Optional.empty();
    }

    private static Optional<Forecast> of(Plan plan, int rounds, double noise, boolean measured) {
        double margin =
                Margins.of(plan.scenario().measure().primary(), plan.scenario().measure());
        double difference = difference(rounds, plan.pairs().size(), noise, margin);
        return Double.isFinite(difference)
                ? Optional.of(new Forecast(rounds, noise, measured, difference))
                : Optional.empty();
    }

    /// The smallest difference that can be shown; infinite for two rounds and fewer.
    static double difference(int rounds, int comparisons, double noise, double margin) {
        if (rounds <= 2) {
            return Double.POSITIVE_INFINITY;
        }
        double z = Distributions.normalAbove(RoundsNeeded.ALPHA / 2 / StrictMath.max(1, comparisons))
                + Distributions.normalAbove(1 - POWER);
        return (1 + margin) * StrictMath.exp(z * noise / StrictMath.sqrt(rounds - 2.0)) - 1;
    }

    /// For people.
    public String sentence() {
        return "%d rounds: differences of about %s and more can be shown (%s spread of %s between rounds)"
                .formatted(
                        rounds,
                        Wording.percent(difference),
                        measured ? "at the measured" : "at an assumed",
                        Wording.percent(noise));
    }
}
