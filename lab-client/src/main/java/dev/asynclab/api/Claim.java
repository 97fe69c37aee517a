package dev.asynclab.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// One line of `expect`: a statement about the measurements that a run settles.
///
/// @param that the statement as written
/// @param expression the statement as parsed
/// @param at axis values that hold for every subject without its own `@`; canonical
/// @param because mechanism that must have been seen for the claim to hold for its stated reason
/// @param minimumCores claim is not run on fewer cores
/// @param line line in the file, for messages
public record Claim(
        String id,
        String that,
        Expression expression,
        Map<String, String> at,
        Optional<String> because,
        OptionalInt minimumCores,
        Grade grade,
        int line) {

    /// How much a refutation matters.
    public enum Grade {
        MUST,
        USUALLY,
        INTERESTING,
        EXERCISE
    }

    /// A parsed claim.
    public sealed interface Expression {}

    /// `left OP target`; `within` is present exactly when `op` is [Op#ABOUT], as a fraction.
    public record Comparison(Operand left, Op op, Target target, Optional<Double> within) implements Expression {}

    /// `subject is [not] FLAG`.
    public record Flagged(Subject subject, boolean negated, String flag) implements Expression {}

    /// `crossover ID in FROM .. TO`.
    public record CrossoverIn(String crossover, double from, double to) implements Expression {}

    /// `crossover ID is none`.
    public record CrossoverNone(String crossover) implements Expression {}

    /// `METRIC of SUBJECT`.
    public record Operand(Metric metric, Subject subject) {}

    /// Who is meant: a variant name or `each`, a task kind, and axis values of its own (canonical).
    public record Subject(String name, Optional<String> kind, Map<String, String> at) {
        public boolean isEach() {
            return name.equals("each");
        }
    }

    /// The right-hand side.
    public sealed interface Target {}

    /// A value in the metric's base unit (seconds, bytes, per second, plain ratio).
    public record Value(double value) implements Target {}

    /// `[FACTOR] bound`.
    public record Bound(double factor) implements Target {}

    /// `[FACTOR] cores`.
    public record Cores(double factor) implements Target {}

    /// `[FACTOR] METRIC of SUBJECT`.
    public record Other(double factor, Operand operand) implements Target {}

    /// Comparison operators of the language.
    public enum Op {
        AT_LEAST(">="),
        AT_MOST("<="),
        ABOVE(">"),
        BELOW("<"),
        EQUAL("=="),
        ABOUT("~");

        private final String sign;

        Op(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    /// The operators as written, for messages.
    public static List<String> signs() {
        return List.of(">=", "<=", ">", "<", "==", "~");
    }
}
