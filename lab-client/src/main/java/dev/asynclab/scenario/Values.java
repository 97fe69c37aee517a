package dev.asynclab.scenario;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads single values. Each method reports what is wrong and then answers with nothing.
final class Values {
    static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final Findings findings;

    Values(Findings findings) {
        this.findings = findings;
    }

    OptionalLong count(Node.Scalar node, String what, Shape.Count shape) {
        if (node.broken()) {
            return OptionalLong.empty();
        }
        var number = Quantity.parse(node.text()).flatMap(q -> q.in(Quantity.COUNTS));
        if (number.isEmpty() || number.get().stripTrailingZeros().scale() > 0) {
            if (node.text().matches("-\\d{1,30}")) {
                outOfRange(node, what, "at least " + shape.min(), range(shape.min(), shape.max()));
                return OptionalLong.empty();
            }
            String words = shape.words().isEmpty() ? "" : " or " + Spelling.or(shape.words());
            var suggestion = Spelling.closest(node.text(), shape.words());
            findings.error(
                    "wrong-type",
                    node.span(),
                    node.pointer(),
                    what + " needs a whole number" + words + " (found " + shown(node) + ")",
                    suggestion,
                    suggestion
                            .map(s -> "did you mean `" + s + "`?")
                            .orElse("write " + range(shape.min(), shape.max()) + ", for example 10 or 10k"));
            return OptionalLong.empty();
        }
        return inRange(node, what, number.get(), shape.min(), shape.max(), grouped(shape.min()), grouped(shape.max()))
                .map(n -> OptionalLong.of(n.longValueExact()))
                .orElse(OptionalLong.empty());
    }

    Optional<Duration> time(Node.Scalar node, String what, Shape.Time shape) {
        return quantity(node, what, Quantity.NANOS, "ns, us, ms, s, m", "ms")
                .flatMap(n -> inRange(
                        node,
                        what,
                        n,
                        shape.min().toNanos(),
                        shape.max().toNanos(),
                        Units.time(shape.min()),
                        Units.time(shape.max())))
                .map(n -> Duration.ofNanos(n.longValue()));
    }

    OptionalLong size(Node.Scalar node, String what, Shape.Size shape) {
        return quantity(node, what, Quantity.BYTES, "B, KiB, MiB", "B")
                .flatMap(n -> inRange(
                        node, what, n, shape.min(), shape.max(), Units.size(shape.min()), Units.size(shape.max())))
                .map(n -> OptionalLong.of(n.longValue()))
                .orElse(OptionalLong.empty());
    }

    Optional<Double> decimal(Node.Scalar node, String what, Shape.Decimal shape) {
        if (node.broken()) {
            return Optional.empty();
        }
        var number = Quantity.parse(node.text()).flatMap(q -> q.in(Quantity.COUNTS));
        if (number.isEmpty()) {
            findings.error(
                    "wrong-type",
                    node,
                    what + " needs a number (found " + shown(node) + ")",
                    "write " + Units.number(shape.min()) + " to " + Units.number(shape.max()));
            return Optional.empty();
        }
        return inRange(
                        node,
                        what,
                        number.get(),
                        shape.min(),
                        shape.max(),
                        Units.number(shape.min()),
                        Units.number(shape.max()))
                .map(BigDecimal::doubleValue);
    }

    /// A percentage, as a fraction.
    Optional<Double> percent(Node.Scalar node, String what, Shape.Percent shape) {
        return quantity(node, what, Quantity.PERCENTS, "%", "%")
                .flatMap(n -> inRange(
                        node,
                        what,
                        n,
                        shape.min() / 100,
                        shape.max() / 100,
                        Units.number(shape.min()) + "%",
                        Units.number(shape.max()) + "%"))
                .map(BigDecimal::doubleValue);
    }

    Optional<Double> rate(Node.Scalar node, String what, Shape.Rate shape) {
        return quantity(node, what, Quantity.RATES, "/s, k/s", "/s")
                .flatMap(n -> inRange(
                        node,
                        what,
                        n,
                        shape.min(),
                        shape.max(),
                        Units.number(shape.min()) + "/s",
                        Units.number(shape.max()) + "/s"))
                .map(BigDecimal::doubleValue);
    }

    Optional<String> choice(Node.Scalar node, String what, List<String> words) {
        if (node.broken() || words.contains(node.text())) {
            return node.broken() ? Optional.empty() : Optional.of(node.text());
        }
        // A long list of ids stands in the help, and only when nothing is near.
        String message = words.size() > 8
                ? what + ": `" + shown(node) + "` is not known"
                : what + " must be " + Spelling.or(words) + " (found " + shown(node) + ")";
        findings.unknown("unknown-name", node.span(), node.pointer(), message, node.text(), words);
        return Optional.empty();
    }

    Optional<Boolean> flag(Node.Scalar node, String what) {
        var words = List.of("true", "false");
        if (Set.of("yes", "no", "on", "off").contains(node.text())) {
            String meant = node.text().equals("yes") || node.text().equals("on") ? "true" : "false";
            findings.error(
                    "wrong-type",
                    node.span(),
                    node.pointer(),
                    what + " must be true or false (found " + shown(node) + ")",
                    Optional.of(meant),
                    "did you mean `" + meant + "`?");
            return Optional.empty();
        }
        return choice(node, what, words).map(Boolean::valueOf);
    }

    /// A kebab-case name.
    Optional<String> name(Node.Scalar node, String what) {
        if (node.broken()) {
            return Optional.empty();
        }
        if (NAME.matcher(node.text()).matches() && node.text().length() <= 64) {
            return Optional.of(node.text());
        }
        findings.error(
                "bad-name",
                node,
                what + " must be a name of lower-case letters, digits and single hyphens (found " + shown(node) + ")",
                "for example pool-50; it starts with a letter and has at most 64 characters");
        return Optional.empty();
    }

    private Optional<BigDecimal> quantity(
            Node.Scalar node, String what, Map<String, BigDecimal> family, String units, String exampleUnit) {
        if (node.broken()) {
            return Optional.empty();
        }
        var parsed = Quantity.parse(node.text());
        var value = parsed.flatMap(q -> q.in(family));
        if (value.isPresent()) {
            return value;
        }
        boolean bare = parsed.filter(q -> q.unit().isEmpty()).isPresent();
        String digits = parsed.map(q -> q.number().toPlainString()).orElse("200");
        var meant = parsed.map(Quantity::unit)
                .flatMap(u -> ForeignUnits.meant(u, family))
                .map(u -> digits + u);
        String example =
                meant.orElse(bare && family == Quantity.PERCENTS ? ForeignUnits.percent(digits) : digits + exampleUnit);
        String message = bare
                ? what + " is " + shown(node) + " without a unit: write a unit, for example \"" + example + "\""
                : what + " needs a number with a unit (found " + shown(node) + ")";
        findings.error(
                bare ? "needs-unit" : "wrong-type",
                node.span(),
                node.pointer(),
                message,
                meant,
                "units: " + units + "; for example \"" + example + "\"");
        return Optional.empty();
    }

    private Optional<BigDecimal> inRange(
            Node.Scalar node, String what, BigDecimal n, double min, double max, String least, String most) {
        boolean small = n.compareTo(BigDecimal.valueOf(min)) < 0;
        if (!small && n.compareTo(BigDecimal.valueOf(max)) <= 0) {
            return Optional.of(n);
        }
        outOfRange(node, what, small ? "at least " + least : "at most " + most, least + " to " + most);
        return Optional.empty();
    }

    private void outOfRange(Node.Scalar node, String what, String limit, String allowed) {
        findings.error(
                "out-of-range",
                node,
                what + " must be " + limit + " (found " + shown(node) + ")",
                "allowed: " + allowed);
    }

    static String shown(Node.Scalar node) {
        String text = node.text().strip();
        String line = text.lines().findFirst().orElse("");
        return line.isEmpty() ? "nothing" : line.length() > 40 ? line.substring(0, 40) + "..." : line;
    }

    private static String range(long min, long max) {
        return grouped(min) + " to " + grouped(max);
    }

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
