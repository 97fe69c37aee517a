package dev.asynclab.scenario;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A number and its unit, for example `1.5k` or `200ms`.
///
/// @param unit as written, empty when there is none
record Quantity(BigDecimal number, String unit) {
    static final Map<String, BigDecimal> NANOS = Map.of(
            "ns", BigDecimal.ONE,
            "us", BigDecimal.valueOf(1_000),
            "ms", BigDecimal.valueOf(1_000_000),
            "s", BigDecimal.valueOf(1_000_000_000),
            "m", BigDecimal.valueOf(60_000_000_000L));
    static final Map<String, BigDecimal> BYTES = Map.of(
            "B", BigDecimal.ONE,
            "KiB", BigDecimal.valueOf(1024),
            "MiB", BigDecimal.valueOf(1024 * 1024));
    static final Map<String, BigDecimal> COUNTS =
            Map.of("", BigDecimal.ONE, "k", BigDecimal.valueOf(1_000), "M", BigDecimal.valueOf(1_000_000));
    static final Map<String, BigDecimal> RATES =
            Map.of("/s", BigDecimal.ONE, "k/s", BigDecimal.valueOf(1_000), "M/s", BigDecimal.valueOf(1_000_000));
    static final Map<String, BigDecimal> PERCENTS = Map.of("%", new BigDecimal("0.01"));

    private static final Pattern SYNTAX = Pattern.compile("(\\d+(?:\\.\\d+)?) *([A-Za-z]*(?:/s)?|%)");

    /// Longer texts are no quantity; the limit keeps the arithmetic on them cheap.
    private static final int LONGEST = 48;

    static Optional<Quantity> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        var match = SYNTAX.matcher(text);
        return match.matches()
                ? Optional.of(new Quantity(new BigDecimal(match.group(1)), match.group(2)))
                : Optional.empty();
    }

    /// The number in the base unit of a family of units; nothing when the unit is of another family.
    Optional<BigDecimal> in(Map<String, BigDecimal> family) {
        return Optional.ofNullable(family.get(unit)).map(number::multiply);
    }

    /// One spelling for all spellings of a value: `1k` and `1000` are `1000`, `1000ms` and `1s` are `1s`.
    static String canonical(String text) {
        return parse(text).flatMap(Quantity::normal).orElse(text);
    }

    private Optional<String> normal() {
        return in(COUNTS)
                .map(Quantity::plain)
                .or(() -> in(RATES).map(n -> plain(n) + "/s"))
                .or(() -> in(NANOS).map(n -> largest(n, NANOS, List.of("m", "s", "ms", "us", "ns"))))
                .or(() -> in(BYTES).map(n -> largest(n, BYTES, List.of("MiB", "KiB", "B"))))
                .or(() -> unit.equals("%") ? Optional.of(plain(number) + "%") : Optional.empty());
    }

    /// Written in the largest unit that leaves a whole number.
    private static String largest(BigDecimal base, Map<String, BigDecimal> family, List<String> descending) {
        for (String candidate : descending) {
            var size = family.getOrDefault(candidate, BigDecimal.ONE);
            if (base.signum() != 0 && base.remainder(size).signum() == 0) {
                return plain(base.divide(size)) + candidate;
            }
        }
        return plain(base) + descending.getLast();
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
