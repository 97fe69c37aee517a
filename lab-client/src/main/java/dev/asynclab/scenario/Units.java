package dev.asynclab.scenario;

import java.time.Duration;

/// Writes limits the way a file would.
final class Units {
    private Units() {}

    static String time(Duration duration) {
        return duration.isZero() ? "0ms" : Quantity.canonical(duration.toNanos() + "ns");
    }

    static String size(long bytes) {
        return bytes == 0 ? "0B" : Quantity.canonical(bytes + "B");
    }

    static String number(double number) {
        return number == Math.rint(number) ? Values.grouped((long) number) : String.valueOf(number);
    }
}
