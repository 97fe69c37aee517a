package dev.asynclab.server.verdict;

import dev.asynclab.api.Claim;
import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One claim in one cell, settled from numbers alone.
final class ClaimTest {

    /// What a claim came to.
    ///
    /// @param outcome `holds`, `refuted`, `inconclusive`, `void` or `not-run`
    /// @param shown the figure or ratio the claim is about, with its limits
    record Settled(String outcome, Optional<Interval> shown, OptionalInt roundsNeeded, Optional<String> reason) {

        static Settled without(String outcome, String reason) {
            return new Settled(outcome, Optional.empty(), OptionalInt.empty(), Optional.of(reason));
        }

        Settled because(String why) {
            return new Settled(outcome, shown, roundsNeeded, Optional.of(why));
        }
    }

    static final String HOLDS = "holds";
    static final String REFUTED = "refuted";
    static final String INCONCLUSIVE = "inconclusive";
    static final String VOID = "void";
    static final String NOT_RUN = "not-run";

    /// Worst first: the outcome of a claim about many cells is the first of these any cell gives.
    static final List<String> WORST_FIRST = List.of(REFUTED, VOID, INCONCLUSIVE, NOT_RUN, HOLDS);

    /// What the statement says of one number: `measured OP factor x reference`.
    record Statement(Claim.Op op, double factor, double within) {

        /// Whether it is true of exact numbers.
        boolean isTrue(double measured, double reference) {
            double target = factor * reference;
            return switch (op) {
                case AT_LEAST -> measured >= target;
                case AT_MOST -> measured <= target;
                case ABOVE -> measured > target;
                case BELOW -> measured < target;
                case EQUAL -> measured == target;
                case ABOUT -> measured >= target / (1 + within) && measured <= target * (1 + within);
            };
        }
    }

    private final int intervalClaims;

    /// @param intervalClaims claims that share the allowed error
    ClaimTest(int intervalClaims) {
        this.intervalClaims = StrictMath.max(1, intervalClaims);
    }

    /// Counts have no noise: true in every round or not. `==` is refuted by a single other value.
    static Settled exact(Statement statement, double[] measured, double[] reference) {
        int held = 0;
        for (int i = 0; i < measured.length; i++) {
            held += statement.isTrue(measured[i], reference[i]) ? 1 : 0;
        }
        if (measured.length == 0) {
            return Settled.without(INCONCLUSIVE, "no round has a value");
        }
        double[] sorted = measured.clone();
        Arrays.sort(sorted);
        Interval range = new Interval(Observations.median(measured), sorted[0], sorted[sorted.length - 1]);
        boolean none = held == 0 || (statement.op() == Claim.Op.EQUAL && held < measured.length);
        String outcome = held == measured.length ? HOLDS : none ? REFUTED : INCONCLUSIVE;
        return new Settled(
                outcome,
                Optional.of(range),
                OptionalInt.empty(),
                outcome.equals(HOLDS)
                        ? Optional.empty()
                        : Optional.of("true in " + held + " of " + measured.length + " rounds"));
    }

    /// Noisy figures against a factor of a reference measured in the same rounds.
    Settled ratio(Statement statement, double[] measured, double[] reference) {
        double[] logs = new double[measured.length];
        for (int i = 0; i < logs.length; i++) {
            if (!(measured[i] > 0) || !(reference[i] > 0)) {
                return Settled.without(INCONCLUSIVE, "a ratio with zero says nothing");
            }
            logs[i] = StrictMath.log(measured[i] / reference[i]);
        }
        double target = StrictMath.log(statement.factor());
        double room = StrictMath.log1p(statement.within());
        Settled settled = settle(statement.op(), logs, target, target - room, target + room);
        return shownAs(settled, StrictMath::exp);
    }

    /// Noisy figures against a plain value; on the log scale unless something is not above zero.
    Settled value(Statement statement, double[] measured) {
        double value = statement.factor();
        if (value > 0 && Arrays.stream(measured).allMatch(m -> m > 0)) {
            double[] ones = new double[measured.length];
            Arrays.fill(ones, 1);
            return ratio(statement, measured, ones);
        }
        double room = 1 + statement.within();
        return settle(statement.op(), measured, value, value / room, value * room);
    }

    private static Settled shownAs(Settled settled, java.util.function.DoubleUnaryOperator scale) {
        return new Settled(
                settled.outcome(), settled.shown().map(i -> i.map(scale)), settled.roundsNeeded(), settled.reason());
    }

    private Settled settle(Claim.Op op, double[] values, double target, double low, double high) {
        double tail = RoundsNeeded.ALPHA / intervalClaims;
        Interval interval = SignedRank.interval(values, tail);
        String outcome = outcome(op, interval, target, low, high);
        OptionalInt needed = OptionalInt.empty();
        if (outcome.equals(INCONCLUSIVE)) {
            double estimate = interval.estimate();
            double distance = op == Claim.Op.ABOUT
                    ? StrictMath.min(StrictMath.abs(estimate - low), StrictMath.abs(estimate - high))
                    : StrictMath.abs(estimate - target);
            needed = RoundsNeeded.toReach(values, tail, distance, RoundsNeeded.forClaims(intervalClaims));
        }
        Optional<Interval> shown = values.length == 0 ? Optional.empty() : Optional.of(interval);
        return new Settled(outcome, shown, needed, Optional.empty());
    }

    private static String outcome(Claim.Op op, Interval i, double target, double low, double high) {
        boolean holds = switch (op) {
            case AT_LEAST -> i.lo() >= target;
            case AT_MOST -> i.hi() <= target;
            case ABOVE -> i.lo() > target;
            case BELOW -> i.hi() < target;
            case EQUAL -> i.lo() == target && i.hi() == target;
            case ABOUT -> i.lo() >= low && i.hi() <= high;
        };
        boolean refuted = switch (op) {
            case AT_LEAST -> i.hi() < target;
            case AT_MOST -> i.lo() > target;
            case ABOVE -> i.hi() <= target;
            case BELOW -> i.lo() >= target;
            case EQUAL -> i.hi() < target || i.lo() > target;
            case ABOUT -> i.hi() < low || i.lo() > high;
        };
        return holds ? HOLDS : refuted ? REFUTED : INCONCLUSIVE;
    }
}
