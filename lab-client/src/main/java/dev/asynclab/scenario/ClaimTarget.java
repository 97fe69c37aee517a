package dev.asynclab.scenario;

import dev.asynclab.api.Claim;
import dev.asynclab.api.Metric;
import dev.asynclab.scenario.ClaimWords.Token;
import java.util.Optional;
import java.util.function.Supplier;

/// The right side of a comparison: a value with its unit, a multiple of `bound` or `cores`, or another measurement.
///
/// The left side decides what fits: a value must have its unit, and a bound must exist for its metric.
final class ClaimTarget {
    private final ClaimCursor tokens;
    private final Metric metric;
    private final Supplier<Claim.Operand> operand;

    /// @param metric of the left side
    /// @param operand the rule for `METRIC of SUBJECT`, which stands on both sides
    ClaimTarget(ClaimCursor tokens, Metric metric, Supplier<Claim.Operand> operand) {
        this.tokens = tokens;
        this.metric = metric;
        this.operand = operand;
    }

    /// Reads it from where the cursor stands. The first mistake ends the claim.
    Claim.Target read() {
        var token = tokens.peek();
        Optional<Double> factor = ClaimValue.factor(token.text());
        var following = tokens.following();
        boolean alone = following.text().isEmpty() || following.is("within");
        if (factor.isPresent() && !alone) {
            tokens.skip();
            return scaled(factor.get());
        }
        if (token.startsWithDigit()) {
            checkFactor(token, following);
            tokens.skip();
            return new Claim.Value(ClaimValue.read(token.text(), metric).orElseThrow(() -> wrongValue(token)));
        }
        return scaled(1);
    }

    /// `0.9 bound` and `2 x throughput of a` are read as a value with words behind it; what is meant is a factor.
    private void checkFactor(Token value, Token following) {
        boolean factor = following.is("x")
                || following.is("bound")
                || following.is("cores")
                || Metric.of(following.text()).isPresent();
        if (factor
                && Quantity.parse(value.text()).filter(q -> q.unit().isEmpty()).isPresent()) {
            String meant = value.text() + "x";
            throw tokens.refuse(
                    "syntax",
                    value,
                    "a factor is a number with x and no blank between (found " + value.text() + " " + following.text()
                            + ")",
                    Optional.of(meant),
                    "did you mean `" + meant + "`?");
        }
    }

    private Claim.Target scaled(double factor) {
        var token = tokens.peek();
        if (token.is("bound")) {
            tokens.skip();
            if (!metric.bounded()) {
                throw tokens.refuse(
                        "not-allowed",
                        token,
                        "no bound is computed for " + metric.id(),
                        "a bound exists for throughput, goodput, wall and slow-share");
            }
            return new Claim.Bound(factor);
        }
        if (token.is("cores")) {
            tokens.skip();
            if (!ClaimValue.comparesWithCores(metric)) {
                throw tokens.refuse(
                        "unit-mismatch",
                        token,
                        metric.id() + " is not a number of cores",
                        "compare cpu.cores, speedup or a count with cores");
            }
            return new Claim.Cores(factor);
        }
        var other = operand.get();
        if (other.metric().unit() != metric.unit()) {
            throw tokens.refuse(
                    "unit-mismatch",
                    token,
                    metric.id() + " and " + other.metric().id() + " do not share a unit",
                    "compare with a metric in " + ClaimValue.unitName(metric));
        }
        return new Claim.Other(factor, other);
    }

    private ClaimCursor.Refused wrongValue(Token token) {
        var parsed = Quantity.parse(token.text());
        boolean bare = parsed.filter(q -> q.unit().isEmpty()).isPresent();
        String example = parsed.map(q -> q.number().toPlainString()).orElse("200") + ClaimValue.exampleUnit(metric);
        return tokens.refuse(
                bare ? "needs-unit" : "unit-mismatch",
                token,
                bare
                        ? metric.id() + " is compared with " + token.text() + ": write a unit, for example \"" + example
                                + "\""
                        : metric.id() + " is in " + ClaimValue.unitName(metric) + " (found " + ClaimCursor.shown(token)
                                + ")",
                "for example " + example);
    }
}
