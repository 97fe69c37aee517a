package dev.asynclab.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the lab measured of itself on one machine, beside what it must measure there: `lab-calibration/v1`.
///
/// Every line has an answer known beforehand. A line out of range says that figures of its kind cannot be believed on
/// this machine, now.
///
/// @param taken when, ISO 8601 in UTC
/// @param fingerprint of the environment: two cards are comparable when theirs are equal
/// @param environment the facts behind the fingerprint
public record CalibrationCard(
        String format, String taken, String fingerprint, Map<String, Object> environment, List<Line> lines) {

    /// The value of `format`.
    public static final String FORMAT = "lab-calibration/v1";

    /// Where the last card lies in the data folder.
    public static final String FILE = "calibration/last.json";

    public CalibrationCard {
        environment = Map.copyOf(environment);
        lines = List.copyOf(lines);
    }

    /// Whether every line is in range.
    public boolean inRange() {
        return lines.stream().allMatch(Line::ok);
    }

    /// One thing with a known answer.
    ///
    /// @param id kebab-case
    /// @param what for people
    /// @param measured in `unit`; null when it could not be measured here
    /// @param least lower end of the range; null for none
    /// @param most upper end of the range; null for none
    /// @param meaning what it means when the line is not ok
    public record Line(
            String id,
            String what,
            String unit,
            @Nullable Double least,
            @Nullable Double most,
            @Nullable Double measured,
            boolean ok,
            String meaning) {

        /// A line judged by its range, both ends included. What could not be measured is not ok.
        public static Line of(
                String id,
                String what,
                String unit,
                @Nullable Double least,
                @Nullable Double most,
                @Nullable Double measured,
                String meaning) {
            boolean ok = measured != null
                    && Double.isFinite(measured)
                    && (least == null || measured >= least)
                    && (most == null || measured <= most);
            Double known = measured == null || !Double.isFinite(measured) ? null : measured;
            return new Line(id, what, unit, least, most, known, ok, meaning);
        }

        /// The range in words: `50..52 ms`, `>= 90 ms`, `<= 2 ms`.
        public String expected() {
            String suffix = unit.isEmpty() ? "" : " " + unit;
            if (least != null && most != null) {
                return number(least) + ".." + number(most) + suffix;
            }
            return (least != null ? ">= " + number(least) : most != null ? "<= " + number(most) : "any") + suffix;
        }

        /// The measured figure in words; `-` without one.
        public String found() {
            return measured == null ? "-" : number(measured) + (unit.isEmpty() ? "" : " " + unit);
        }

        /// Three decimals at most, none of them a trailing zero.
        private static String number(double value) {
            String text = String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.3f", value);
            return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
        }
    }
}
