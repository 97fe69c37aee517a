package dev.asynclab.scenario;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.Claim;
import dev.asynclab.api.Claim.Op;
import dev.asynclab.api.Metric;
import dev.asynclab.scenario.ClaimWords.Token;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Parses one claim by recursive descent; each method is a rule of the grammar. The first mistake ends the claim.
final class ClaimParser {
    /// Ends the parsing of a claim whose problem has been reported.
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused() {
            super(null, null, false, false);
        }
    }

    private static final Map<String, String> MEANT =
            Map.of("=>", ">=", "=<", "<=", "=", "==", "≥", ">=", "≤", "<=", "≈", "~", "~=", "~", "===", "==");

    private final Node.Scalar node;
    private final ClaimScope scope;
    private final boolean exercise;
    private final Findings findings;
    private final List<Token> tokens;
    private int next;

    private ClaimParser(Node.Scalar node, ClaimScope scope, boolean exercise, Findings findings) {
        this.node = node;
        this.scope = scope;
        this.exercise = exercise;
        this.findings = findings;
        this.tokens = ClaimWords.cut(node.text());
    }

    /// A claim.
    ///
    /// @param exercise whether the claim may name a variant a student has still to add
    static Optional<Claim.Expression> claim(Node.Scalar node, ClaimScope scope, boolean exercise, Findings findings) {
        try {
            var parser = new ClaimParser(node, scope, exercise, findings);
            var expression = parser.expression();
            parser.end();
            return Optional.of(expression);
        } catch (Refused _) {
            return Optional.empty();
        }
    }

    /// `METRIC of SUBJECT` on its own, as a prediction names it.
    static Optional<Claim.Operand> operand(Node.Scalar node, ClaimScope scope, Findings findings) {
        try {
            var parser = new ClaimParser(node, scope, false, findings);
            var operand = parser.operand();
            parser.end();
            return Optional.of(operand);
        } catch (Refused _) {
            return Optional.empty();
        }
    }

    private Claim.Expression expression() {
        if (peek().is("crossover")) {
            next++;
            return crossover();
        }
        boolean flagged =
                tokens.stream().anyMatch(t -> t.is("is")) && tokens.stream().noneMatch(t -> t.is("of"));
        return flagged ? flagged() : comparison();
    }

    private Claim.Expression comparison() {
        var left = operand();
        var op = op();
        var target = target(left.metric());
        if (op != Op.ABOUT) {
            if (peek().is("within")) {
                throw refuse("not-allowed", peek(), "`within` goes with ~ only", "delete it, or compare with ~");
            }
            return new Claim.Comparison(left, op, target, Optional.empty());
        }
        if (!peek().is("within")) {
            String example = "for example: " + node.text().strip() + " within 10%";
            throw refuse("missing-within", peek(), "~ needs `within` and a percentage", example);
        }
        next++;
        var token = take();
        var within = Quantity.parse(token.text()).flatMap(q -> q.in(Quantity.PERCENTS));
        if (within.isEmpty() || within.get().signum() == 0) {
            throw refuse(
                    "needs-unit",
                    token,
                    "within needs a percentage above 0 (found " + shown(token) + ")",
                    "for " + "example within 10%");
        }
        return new Claim.Comparison(left, op, target, Optional.of(within.get().doubleValue()));
    }

    private Claim.Expression flagged() {
        var subject = subject();
        expect("is", "`is`");
        boolean negated = peek().is("not");
        next += negated ? 1 : 0;
        var flag = take();
        var flags = Catalogue.flags().stream().map(Catalogue.Flag::id).toList();
        if (!flags.contains(flag.text())) {
            throw unknown(flag, "no flag `" + shown(flag) + "`", flags);
        }
        return new Claim.Flagged(subject, negated, flag.text());
    }

    private Claim.Expression crossover() {
        var id = take();
        if (!scope.crossovers().contains(id.text())) {
            throw unknown(id, "no crossover `" + shown(id) + "`", scope.crossovers());
        }
        if (peek().is("is")) {
            next++;
            expect("none", "`none`");
            return new Claim.CrossoverNone(id.text());
        }
        expect("in", "`in` and a range, or `is none`");
        double from = number(take());
        expect("..", "`..`");
        var last = take();
        double to = number(last);
        if (to < from) {
            throw refuse("out-of-range", last, "the range ends before it begins", "write the smaller value first");
        }
        return new Claim.CrossoverIn(id.text(), from, to);
    }

    private double number(Token token) {
        return Quantity.parse(token.text())
                .flatMap(q -> q.in(Quantity.COUNTS))
                .orElseThrow(() -> refuse(
                        "wrong-type",
                        token,
                        "expected a number (found " + shown(token) + ")",
                        "for " + "example crossover x in 10 .. 1k"))
                .doubleValue();
    }

    private Claim.Operand operand() {
        var metric = metric();
        expect("of", "`of` and a model");
        return new Claim.Operand(metric, subject());
    }

    private Metric metric() {
        var token = take();
        var metric = Metric.of(token.text())
                .orElseThrow(() -> unknown(token, "no metric `" + shown(token) + "`", Metric.ids()));
        if (metric == Metric.SPEEDUP && !scope.sequential()) {
            throw refuse(
                    "not-allowed",
                    token,
                    "speedup needs a variant of the model sequential to divide by",
                    "add `sequential: {}` to models");
        }
        return metric;
    }

    private Claim.Subject subject() {
        var name = take();
        boolean known = name.is("each") || scope.variants().contains(name.text());
        boolean later =
                exercise && Values.NAME.matcher(name.text()).matches() && !ClaimWords.RESERVED.contains(name.text());
        if (!known && !later) {
            throw unknown(name, "no model named `" + shown(name) + "`", scope.variants());
        }
        Optional<String> kind = Optional.empty();
        if (peek().is("/")) {
            next++;
            kind = Optional.of(kind());
        }
        var at = new LinkedHashMap<String, String>();
        if (peek().is("@")) {
            do {
                next++;
                axisValue(at);
            } while (peek().is(","));
        }
        return new Claim.Subject(name.text(), kind, Map.copyOf(at));
    }

    private String kind() {
        var token = take();
        if (!scope.kinds().contains(token.text())) {
            throw unknown(token, "no kind of task `" + shown(token) + "`", scope.kinds());
        }
        return token.text();
    }

    private void axisValue(Map<String, String> at) {
        var axis = take();
        expect("=", "`=` and a value");
        var value = take();
        scope.axes()
                .value(axis.text(), place(axis), value.text(), place(value), node.pointer())
                .ifPresent(v -> at.put(axis.text(), v));
    }

    private Op op() {
        var token = take();
        return Arrays.stream(Op.values())
                .filter(o -> token.is(o.sign()))
                .findFirst()
                .orElseThrow(() -> {
                    String meant = MEANT.get(token.text());
                    String message = "expected an operator (found " + shown(token) + ")";
                    if (meant == null) {
                        return unknown("bad-operator", token, message, Claim.signs());
                    }
                    findings.error(
                            "bad-operator",
                            place(token),
                            node.pointer(),
                            message,
                            Optional.of(meant),
                            "did you mean `" + meant + "`?");
                    return new Refused();
                });
    }

    private Claim.Target target(Metric metric) {
        var token = peek();
        Optional<Double> factor = ClaimValue.factor(token.text());
        boolean alone = next + 1 >= tokens.size() || tokens.get(next + 1).is("within");
        if (factor.isPresent() && !alone) {
            next++;
            return scaled(metric, factor.get());
        }
        if (token.startsWithDigit()) {
            next++;
            return new Claim.Value(ClaimValue.read(token.text(), metric).orElseThrow(() -> wrongValue(token, metric)));
        }
        return scaled(metric, 1);
    }

    private Claim.Target scaled(Metric metric, double factor) {
        var token = peek();
        if (token.is("bound")) {
            next++;
            if (!metric.bounded()) {
                throw refuse(
                        "not-allowed",
                        token,
                        "no bound is computed for " + metric.id(),
                        "a bound exists for throughput, goodput, wall and slow-share");
            }
            return new Claim.Bound(factor);
        }
        if (token.is("cores")) {
            next++;
            if (!ClaimValue.comparesWithCores(metric)) {
                throw refuse(
                        "unit-mismatch",
                        token,
                        metric.id() + " is not a number of cores",
                        "compare cpu.cores, speedup or a count with cores");
            }
            return new Claim.Cores(factor);
        }
        var operand = operand();
        if (operand.metric().unit() != metric.unit()) {
            throw refuse(
                    "unit-mismatch",
                    token,
                    metric.id() + " and " + operand.metric().id() + " do not share a unit",
                    "compare with a metric in " + ClaimValue.unitName(metric));
        }
        return new Claim.Other(factor, operand);
    }

    private Refused wrongValue(Token token, Metric metric) {
        var parsed = Quantity.parse(token.text());
        boolean bare = parsed.filter(q -> q.unit().isEmpty()).isPresent();
        String example = parsed.map(q -> q.number().toPlainString()).orElse("200") + ClaimValue.exampleUnit(metric);
        return refuse(
                bare ? "needs-unit" : "unit-mismatch",
                token,
                bare
                        ? metric.id() + " is compared with " + token.text() + ": write a unit, for example \"" + example
                                + "\""
                        : metric.id() + " is in " + ClaimValue.unitName(metric) + " (found " + shown(token) + ")",
                "for example " + example);
    }

    private void end() {
        if (next < tokens.size()) {
            var token = peek();
            String help = token.is("x") ? "write the factor without a blank, for example 2x" : "a claim ends here";
            throw refuse("syntax", token, "unexpected `" + shown(token) + "` in the claim", help);
        }
    }

    private void expect(String word, String words) {
        if (!peek().is(word)) {
            throw refuse(
                    "syntax",
                    peek(),
                    "expected " + words + " (found " + shown(peek()) + ")",
                    "for example: throughput of pool-50 >= 2x throughput of processes");
        }
        next++;
    }

    /// The token to come; behind the last one an empty token.
    private Token peek() {
        int end = node.text().length();
        return next < tokens.size() ? tokens.get(next) : new Token("", end, end);
    }

    private Token take() {
        var token = peek();
        next++;
        return token;
    }

    private Span place(Token token) {
        return node.at(token.from(), token.to());
    }

    private static String shown(Token token) {
        return token.text().isEmpty()
                ? "the end"
                : token.text().substring(0, Math.min(40, token.text().length()));
    }

    private Refused refuse(String code, Token token, String message, String help) {
        findings.error(code, place(token), node.pointer(), message, Optional.empty(), help);
        return new Refused();
    }

    private Refused unknown(Token token, String message, List<String> allowed) {
        return unknown("unknown-name", token, message, allowed);
    }

    private Refused unknown(String code, Token token, String message, List<String> allowed) {
        findings.unknown(code, place(token), node.pointer(), message, token.text(), allowed);
        return new Refused();
    }
}
