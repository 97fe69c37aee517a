package dev.asynclab.api;

import java.util.Locale;

/// Figures for people: `9,610/s`, `101 ms`, `1.2 GiB`, `96 %`; the same in the terminal and in every report.
///
/// Three significant digits below a thousand, whole numbers with separators above: more digits than a median of a
/// few rounds can carry would only look exact.
public final class Figures {
    private static final double KIBI = 1024;

    private Figures() {}

    /// A value with its unit.
    ///
    /// @param unit unit of the result document: `/s`, `s`, `B`, `cores` or empty
    public static String of(double value, String unit) {
        if (Double.isNaN(value)) {
            return "n/a";
        }
        return switch (unit) {
            case "/s" -> number(value) + "/s";
            case "s" -> duration(value);
            case "B" -> bytes(value);
            case "" -> number(value);
            default -> number(value) + " " + unit;
        };
    }

    /// The figures of an interval, with the unit of the larger end said once.
    public static String interval(double low, double high, String unit) {
        return switch (unit) {
            case "s" -> {
                String name = timeUnit(Math.max(Math.abs(low), Math.abs(high)));
                double factor = timeFactor(name);
                yield ends(low * factor, high * factor) + " " + name;
            }
            case "B" -> "[" + bytes(low) + ", " + bytes(high) + "]";
            default -> ends(low, high);
        };
    }

    /// Both ends with as many decimals as it takes to tell them apart, at most four: `[99.0, 99.2]`, `[0.996,
    /// 1.000]`.
    private static String ends(double low, double high) {
        double larger = Math.max(Math.abs(low), Math.abs(high));
        if (larger < 0.001 && larger > 0) {
            return "[" + number(low) + ", " + number(high) + "]";
        }
        boolean whole = low == Math.rint(low) && high == Math.rint(high);
        int significant = larger >= 100 ? 0 : larger >= 10 ? 1 : larger >= 1 ? 2 : 3;
        int telling = high > low ? (int) Math.ceil(-Math.log10(high - low) - 1e-9) : 0;
        String pattern = "%,." + (whole ? 0 : Math.clamp(telling, significant, 4)) + "f";
        return "[" + String.format(Locale.ROOT, pattern, low) + ", " + String.format(Locale.ROOT, pattern, high) + "]";
    }

    /// A share in 0..1 as whole percent.
    public static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    /// A ratio to two decimals, fewer when it is large.
    public static String ratio(double value) {
        double size = Math.abs(value);
        String pattern = size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, pattern, value);
    }

    /// A plain number.
    public static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1000 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (size >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        if (size < 0.001) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        int whole = size < 1 ? 0 : (int) Math.floor(Math.log10(size)) + 1;
        return String.format(Locale.ROOT, "%." + (3 - whole) + "f", value);
    }

    /// A time in the unit that keeps it between 1 and 1000.
    public static String duration(double seconds) {
        String unit = timeUnit(Math.abs(seconds));
        return number(seconds * timeFactor(unit)) + " " + unit;
    }

    /// A size in binary units.
    public static String bytes(double value) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int at = 0;
        double scaled = value;
        while (Math.abs(scaled) >= KIBI && at < units.length - 1) {
            scaled /= KIBI;
            at++;
        }
        String digits = at == 0 ? number(scaled) : String.format(Locale.ROOT, "%.1f", scaled);
        return digits + " " + units[at];
    }

    private static String timeUnit(double seconds) {
        if (seconds >= 1 || seconds == 0) {
            return "s";
        }
        if (seconds >= 1e-3) {
            return "ms";
        }
        return seconds >= 1e-6 ? "µs" : "ns";
    }

    private static double timeFactor(String unit) {
        return switch (unit) {
            case "ms" -> 1e3;
            case "µs" -> 1e6;
            case "ns" -> 1e9;
            default -> 1;
        };
    }
}
