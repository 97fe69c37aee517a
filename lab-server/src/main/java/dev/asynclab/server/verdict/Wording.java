package dev.asynclab.server.verdict;

import java.util.Locale;

/// Figures as people read them, the same on every machine.
final class Wording {

    private Wording() {}

    /// Three significant digits, thousands separated: `9,610`, `0.0345`, `19.3`.
    static String number(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : String.valueOf(value);
        }
        double size = StrictMath.abs(value);
        if (size >= 1_000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        int decimals = StrictMath.max(0, 2 - (int) StrictMath.floor(StrictMath.log10(size)));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    /// `100 ms`, `45 us`, `1.5 s`.
    static String duration(double nanos) {
        double size = StrictMath.abs(nanos);
        if (size >= 1e9) {
            return number(nanos / 1e9) + " s";
        }
        if (size >= 1e6) {
            return number(nanos / 1e6) + " ms";
        }
        return size >= 1e3 ? number(nanos / 1e3) + " us" : number(nanos) + " ns";
    }

    /// `47 %`, `0.3 %`.
    static String percent(double share) {
        double value = share * 100;
        return StrictMath.abs(value) >= 10 ? StrictMath.round(value) + " %" : number(value) + " %";
    }

    static String plural(long count, String noun) {
        return number((double) count) + " " + noun + (count == 1 ? "" : "s");
    }
}
