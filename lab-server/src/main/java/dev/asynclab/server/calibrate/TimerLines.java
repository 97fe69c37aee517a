package dev.asynclab.server.calibrate;

import dev.asynclab.api.CalibrationCard.Line;
import java.util.List;

/// The lines about clock and timers. Pure.
final class TimerLines {

    private TimerLines() {}

    static List<Line> of(TimerFloor floor) {
        return List.of(
                Line.of(
                        "clock-cost",
                        "one reading of the clock",
                        "ns",
                        null,
                        1_000.0,
                        floor.clockCostNanos(),
                        "every timed task pays for its readings: CPU per task is too high, on a slow clock source"),
                Line.of(
                        "clock-step",
                        "smallest step of the clock",
                        "ns",
                        null,
                        1_000.0,
                        (double) floor.clockStepNanos(),
                        "durations of a few microseconds are rounded: compare means, not single tasks"),
                sleep(
                        "platform-sleep",
                        "sleeping platform threads wake up late, median",
                        floor.platform().p50(),
                        1),
                sleep("platform-sleep-p99", "the same, p99", floor.platform().p99(), 20),
                sleep(
                        "virtual-sleep",
                        "sleeping virtual threads wake up late, median",
                        floor.virtual().p50(),
                        1),
                sleep("virtual-sleep-p99", "the same, p99", floor.virtual().p99(), 20),
                Line.of(
                        "hiccup-p99",
                        "an idle thread that sleeps 1 ms wakes up late, p99",
                        "ms",
                        null,
                        2.0,
                        floor.hiccup().p99() / 1e6,
                        "tails are the machine's: no verdict on p99 below 20 times this"));
    }

    private static Line sleep(String id, String what, long nanos, double mostMillis) {
        return Line.of(
                id,
                what,
                "ms",
                null,
                mostMillis,
                nanos / 1e6,
                "timers are coarse or late: declared delays are longer than written, for every model alike");
    }
}
