package dev.asynclab.scenario;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Units as other tools write them, and what somebody has in mind who writes them here.
final class ForeignUnits {
    private static final Map<String, String> OURS = Map.ofEntries(
            Map.entry("msec", "ms"),
            Map.entry("millis", "ms"),
            Map.entry("sec", "s"),
            Map.entry("secs", "s"),
            Map.entry("seconds", "s"),
            Map.entry("min", "m"),
            Map.entry("mins", "m"),
            Map.entry("minutes", "m"),
            Map.entry("b", "B"),
            Map.entry("k", "KiB"),
            Map.entry("kb", "KiB"),
            Map.entry("kib", "KiB"),
            Map.entry("mb", "MiB"),
            Map.entry("mib", "MiB"));

    private ForeignUnits() {}

    /// The unit somebody has in mind who writes `sec` or `KB`.
    static Optional<String> meant(String unit, Map<String, BigDecimal> family) {
        return Optional.ofNullable(OURS.get(unit.toLowerCase(Locale.ROOT))).filter(family::containsKey);
    }

    /// Who writes 0.05 for a percentage most likely means a fraction.
    static String percent(String number) {
        var written = new BigDecimal(number);
        var meant = written.compareTo(BigDecimal.ONE) < 0 ? written.movePointRight(2) : written;
        return meant.stripTrailingZeros().toPlainString() + "%";
    }
}
