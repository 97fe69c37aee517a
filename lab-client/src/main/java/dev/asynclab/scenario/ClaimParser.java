package dev.asynclab.scenario;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.Claim;
import dev.asynclab.api.Claim.Op;
import dev.asynclab.api.Metric;
import dev.asynclab.scenario.ClaimWords.Token;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Parses one claim by recursive descent; each method is a rule of the grammar. The first mistake ends the claim.
final class ClaimParser {
    private static final Map<String, String> MEANT =
            Map.of("=>", ">=", "=<", "<=", "=", "==", "≥", ">=", "≤", "<=", "≈", "~", "~=", "~", "===", "==");

    private final Node.Scalar node;
    private final ClaimScope scope;
    private final boolean exercise;
    private final ClaimCursor tokens;

    private ClaimParser(Node.Scalar node, ClaimScope scope, boolean exercise, Findings findings) {
        this.node = node;
        this.scope = scope;
        this.exercise = exercise;
        this.tokens = new ClaimCursor(node, findings);
    }

    /// A claim.
    ///
    /// @param exercise whether the claim may name a variant a student has still to add
    static Optional<Claim.Expression> claim(Node.Scalar node, ClaimScope scope, boolean exercise, Findings findings) {
        try {
            var parser = new ClaimParser(node, scope, exercise, findings);
            var expression = parser.expression();
            parser.tokens.end();
            return Optional.of(expression);
        } catch (ClaimCursor.Refused _) {
            return Optional.empty();
        }
    }

    /// `METRIC of SUBJECT` on its own, as a prediction names it.
    static Optional<Claim.Operand> operand(Node.Scalar node, ClaimScope scope, Findings findings) {
        try {
            var parser = new ClaimParser(node, scope, false, findings);
            var operand = parser.operand();
            parser.tokens.end();
            return Optional.of(operand);
        } catch (ClaimCursor.Refused _) {
            return Optional.empty();
        }
    }

    private Claim.Expression expression() {
        if (tokens.peek().is("crossover")) {
            tokens.skip();
            return crossover();
        }
        boolean flagged = tokens.has("is") && !tokens.has("of");
        return flagged ? flagged() : comparison();
    }

    private Claim.Expression comparison() {
        var left = operand();
        var op = op();
        var target = new ClaimTarget(tokens, left.metric(), this::operand).read();
        if (op != Op.ABOUT) {
            if (tokens.peek().is("within")) {
                throw tokens.refuse(
                        "not-allowed", tokens.peek(), "`within` goes with ~ only", "delete it, or compare with ~");
            }
            return new Claim.Comparison(left, op, target, Optional.empty());
        }
        if (!tokens.peek().is("within")) {
            String example = "for example: " + node.text().strip() + " within 10%";
            throw tokens.refuse("missing-within", tokens.peek(), "~ needs `within` and a percentage", example);
        }
        tokens.skip();
        var token = tokens.take();
        var within = Quantity.parse(token.text()).flatMap(q -> q.in(Quantity.PERCENTS));
        if (within.isEmpty() || within.get().signum() == 0) {
            throw tokens.refuse(
                    "needs-unit",
                    token,
                    "within needs a percentage above 0 (found " + ClaimCursor.shown(token) + ")",
                    "for " + "example within 10%");
        }
        return new Claim.Comparison(left, op, target, Optional.of(within.get().doubleValue()));
    }

    private Claim.Expression flagged() {
        var subject = subject();
        tokens.expect("is", "`is`");
        boolean negated = tokens.peek().is("not");
        if (negated) {
            tokens.skip();
        }
        var flag = tokens.take();
        var flags = Catalogue.flags().stream().map(Catalogue.Flag::id).toList();
        if (!flags.contains(flag.text())) {
            throw tokens.unknown(flag, "no flag `" + ClaimCursor.shown(flag) + "`", flags);
        }
        return new Claim.Flagged(subject, negated, flag.text());
    }

    private Claim.Expression crossover() {
        var id = tokens.take();
        if (!scope.crossovers().contains(id.text())) {
            throw tokens.unknown(id, "no crossover `" + ClaimCursor.shown(id) + "`", scope.crossovers());
        }
        if (tokens.peek().is("is")) {
            tokens.skip();
            tokens.expect("none", "`none`");
            return new Claim.CrossoverNone(id.text());
        }
        tokens.expect("in", "`in` and a range, or `is none`");
        double from = number(tokens.take());
        tokens.expect("..", "`..`");
        var last = tokens.take();
        double to = number(last);
        if (to < from) {
            throw tokens.refuse(
                    "out-of-range", last, "the range ends before it begins", "write the smaller value first");
        }
        return new Claim.CrossoverIn(id.text(), from, to);
    }

    private double number(Token token) {
        return Quantity.parse(token.text())
                .flatMap(q -> q.in(Quantity.COUNTS))
                .orElseThrow(() -> tokens.refuse(
                        "wrong-type",
                        token,
                        "expected a number (found " + ClaimCursor.shown(token) + ")",
                        "for " + "example crossover x in 10 .. 1k"))
                .doubleValue();
    }

    private Claim.Operand operand() {
        var metric = metric();
        tokens.expect("of", "`of` and a model");
        return new Claim.Operand(metric, subject());
    }

    private Metric metric() {
        var token = tokens.take();
        var metric = Metric.of(token.text())
                .orElseThrow(() -> tokens.unknown(token, "no metric `" + ClaimCursor.shown(token) + "`", Metric.ids()));
        if (metric == Metric.SPEEDUP && !scope.sequential()) {
            throw tokens.refuse(
                    "not-allowed",
                    token,
                    "speedup needs a variant of the model sequential to divide by",
                    "add `sequential: {}` to models");
        }
        return metric;
    }

    private Claim.Subject subject() {
        var name = tokens.take();
        boolean known = name.is("each") || scope.variants().contains(name.text());
        boolean later =
                exercise && Values.NAME.matcher(name.text()).matches() && !ClaimWords.RESERVED.contains(name.text());
        if (!known && !later) {
            throw tokens.unknown(name, "no model named `" + ClaimCursor.shown(name) + "`", scope.variants());
        }
        Optional<String> kind = Optional.empty();
        if (tokens.peek().is("/")) {
            tokens.skip();
            kind = Optional.of(kind());
        }
        var at = new LinkedHashMap<String, String>();
        if (tokens.peek().is("@")) {
            do {
                tokens.skip();
                axisValue(at);
            } while (tokens.peek().is(","));
        }
        return new Claim.Subject(name.text(), kind, Collections.unmodifiableMap(at));
    }

    private String kind() {
        var token = tokens.take();
        if (!scope.kinds().contains(token.text())) {
            throw tokens.unknown(token, "no kind of task `" + ClaimCursor.shown(token) + "`", scope.kinds());
        }
        return token.text();
    }

    private void axisValue(Map<String, String> at) {
        var axis = tokens.take();
        tokens.expect("=", "`=` and a value");
        var value = tokens.take();
        scope.axes()
                .value(axis.text(), tokens.place(axis), value.text(), tokens.place(value), node.pointer())
                .ifPresent(v -> at.put(axis.text(), v));
    }

    private Op op() {
        var token = tokens.take();
        return Arrays.stream(Op.values())
                .filter(o -> token.is(o.sign()))
                .findFirst()
                .orElseThrow(() -> {
                    String meant = MEANT.get(token.text());
                    String message = "expected an operator (found " + ClaimCursor.shown(token) + ")";
                    if (meant == null) {
                        return tokens.unknown("bad-operator", token, message, Claim.signs());
                    }
                    return tokens.refuse(
                            "bad-operator", token, message, Optional.of(meant), "did you mean `" + meant + "`?");
                });
    }
}
