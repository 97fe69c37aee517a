package dev.asynclab.load.selftest;

import dev.asynclab.load.child.Backend;
import dev.asynclab.server.verdict.SignedRank;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ToTrial;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Does the lab see what is there? Live, with real processes, against effects whose size is known beforehand.
///
/// - `stall`: the backend stands still for 1 s of a window of 10 s. Arrivals that keep their schedule see a 99th
///   percentile of S - 0.01 T = 0.9 s and up to 1.05 s; callers that wait for their answers do not see it
/// - `little`: rate x residence / callers lies in 0.95..1.05 for 1, 16 and 64 callers
/// - `pool`: 200 callers behind 5 connections are at least 90 % of 5 / delay, and no more than that
/// - `effect`: the same model on a backend that takes 10 % longer; the interval of the ratio contains 1.10
/// - `hog`: beside a busy program no wall figure of computing tasks names a winner, and delay-bound claims still
///   hold
///
/// Prints a line per figure; ends with status 1 if one is out of its range.
public final class SelfTest {

    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final int PAIRS = 8;

    private boolean failed;

    private SelfTest() {}

    /// @param arguments which parts; all without any
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> parts =
                arguments.length == 0 ? List.of("stall", "little", "pool", "effect", "hog") : Arrays.asList(arguments);
        SelfTest test = new SelfTest();
        for (String part : parts) {
            switch (part) {
                case "stall" -> test.stall();
                case "little" -> test.little();
                case "pool" -> test.pool();
                case "effect" -> test.effect();
                case "hog" -> test.hog();
                default -> throw new IllegalArgumentException("no part " + part);
            }
        }
        System.exit(test.failed ? 1 : 0);
    }

    private void stall() throws IOException, InterruptedException {
        Duration delay = Duration.ofMillis(10);
        Duration window = Duration.ofSeconds(10);
        try (Backend backend = new Backend(delay)) {
            LiveTrial.Disturbance stop = () -> {
                Thread.sleep(3_000);
                backend.process().signal("STOP");
                Thread.sleep(1_000);
                backend.process().signal("CONT");
            };
            var arrivals =
                    new LiveTrial("event-loop", new ToTrial.Open(400, false, 2_000), 2_000, delay, WARM_UP, window);
            Measurement open = arrivals.measure(backend, stop);
            range(
                    "stall of 1 s, p99 from the intended start, s",
                    seconds(open.latency().p99()),
                    0.9,
                    1.05);
            var callers = new LiveTrial("event-loop", new ToTrial.Closed(4), 4, delay, WARM_UP, window);
            Measurement closed = callers.measure(backend, stop);
            range(
                    "the same stall, p99 of four callers who wait, s",
                    seconds(closed.service().p99()),
                    0,
                    0.1);
        }
    }

    private void little() throws IOException, InterruptedException {
        Duration delay = Duration.ofMillis(20);
        try (Backend backend = new Backend(delay)) {
            for (int callers : new int[] {1, 16, 64}) {
                Measurement m = closed(callers, callers, delay).measure(backend);
                double ratio = m.throughput() * m.latency().mean() / 1e9 / callers;
                range("rate x residence / callers at " + callers, ratio, 0.95, 1.05);
            }
        }
    }

    private void pool() throws IOException, InterruptedException {
        Duration delay = Duration.ofMillis(20);
        try (Backend backend = new Backend(delay)) {
            Measurement m = closed(200, 5, delay).measure(backend);
            range("share of 5 connections / 20 ms with 200 callers", m.throughput() * 0.020 / 5, 0.9, 1.02);
        }
    }

    private void effect() throws IOException, InterruptedException {
        Duration one = Duration.ofMillis(100);
        Duration longer = Duration.ofMillis(110);
        double[] logRatios = new double[PAIRS];
        Random random = new Random(11);
        try (Backend near = new Backend(one);
                Backend far = new Backend(longer)) {
            for (int i = 0; i < PAIRS; i++) {
                boolean nearFirst = random.nextBoolean();
                double first = rate(nearFirst ? near : far, nearFirst ? one : longer);
                double second = rate(nearFirst ? far : near, nearFirst ? longer : one);
                logRatios[i] = StrictMath.log(nearFirst ? first / second : second / first);
            }
        }
        SignedRank.Interval interval = SignedRank.twoSided(logRatios, 0.05);
        double low = StrictMath.exp(interval.lo());
        double high = StrictMath.exp(interval.hi());
        line(
                low > 1.05 && low <= 1.10 && high >= 1.10,
                "10 %% more delay: ratio %.4f [%.4f, %.4f], to contain 1.10 and lie above 1.05",
                StrictMath.exp(interval.estimate()),
                low,
                high);
    }

    private static double rate(Backend backend, Duration delay) throws IOException, InterruptedException {
        return closed(20, 20, delay).measure(backend).throughput();
    }

    private void hog() throws IOException, InterruptedException {
        Hog.Seen seen = Hog.beside(List.of("cores-are-the-limit", "pool-queueing"));
        line(seen.winners().isEmpty(), "winners named among computing tasks beside a busy program: %s", seen.winners());
        line(
                seen.poolClaim().equals("holds"),
                "a pool of 50 gives 50 / delay beside a busy program: %s",
                seen.poolClaim());
        line(seen.contended(), "the busy program was seen: %s", seen.contended());
    }

    private static LiveTrial closed(int callers, int connections, Duration delay) {
        return new LiveTrial(
                "event-loop", new ToTrial.Closed(callers), connections, delay, WARM_UP, Duration.ofSeconds(3));
    }

    private static double seconds(@Nullable Long nanos) {
        return nanos == null ? Double.NaN : nanos / 1e9;
    }

    private void range(String what, double value, double low, double high) {
        line(value >= low && value <= high, "%s: %.3f, expected %.2f to %.2f", what, value, low, high);
    }

    private void line(boolean right, String format, Object... arguments) {
        failed |= !right;
        System.out.println((right ? "ok     " : "WRONG  ") + String.format(Locale.ROOT, format, arguments));
    }
}
