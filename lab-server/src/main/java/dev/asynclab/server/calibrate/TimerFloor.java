package dev.asynclab.server.calibrate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/// What this machine's clock and timers are good for.
///
/// @param clockCostNanos one call of `System.nanoTime`
/// @param clockStepNanos smallest step seen between two different readings
/// @param platform overshoot of sleeping platform threads
/// @param virtual overshoot of sleeping virtual threads
/// @param hiccup overshoot of one thread that sleeps 1 ms at a time and does nothing else
record TimerFloor(double clockCostNanos, long clockStepNanos, Overshoot platform, Overshoot virtual, Overshoot hiccup) {

    private static final int CALLS = 200_000;
    private static final int THREADS = 100;
    private static final int SLEEPS = 12;
    private static final Duration SLEEP = Duration.ofMillis(20);
    private static final int HICCUPS = 1_200;
    private static final Duration HICCUP = Duration.ofMillis(1);

    @SuppressWarnings("unused") // readings must go somewhere, or the compiler drops them
    private static volatile long sink;

    /// Durations by which sleeps ended too late, in nanoseconds.
    record Overshoot(long p50, long p99) {

        /// Nearest rank: the smallest value that at least the share q of all does not exceed.
        static Overshoot of(long[] nanos) {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return new Overshoot(rank(sorted, 0.5), rank(sorted, 0.99));
        }

        private static long rank(long[] sorted, double q) {
            return sorted[(int) Math.ceil(q * sorted.length) - 1];
        }
    }

    /// Takes about three seconds and next to no CPU.
    static TimerFloor measure() throws InterruptedException {
        cost();
        double cost = cost();
        return new TimerFloor(
                cost,
                step(),
                sleepers(Thread.ofPlatform().daemon().name("sleeper-", 0).factory()),
                sleepers(Thread.ofVirtual().name("sleeper-", 0).factory()),
                Overshoot.of(sleeps(HICCUPS, HICCUP)));
    }

    private static double cost() {
        long began = System.nanoTime();
        long sum = 0;
        for (int i = 0; i < CALLS; i++) {
            sum += System.nanoTime();
        }
        sink = sum;
        return (double) (System.nanoTime() - began) / CALLS;
    }

    private static long step() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < CALLS; i++) {
            long step = -System.nanoTime() + System.nanoTime();
            least = step > 0 ? Math.min(least, step) : least;
        }
        return least;
    }

    private static Overshoot sleepers(ThreadFactory factory) throws InterruptedException {
        long[][] each = new long[THREADS][];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int own = i;
            Thread thread = factory.newThread(() -> each[own] = sleepsOrNone());
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return Overshoot.of(Arrays.stream(each).flatMapToLong(Arrays::stream).toArray());
    }

    private static long[] sleepsOrNone() {
        try {
            return sleeps(SLEEPS, SLEEP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new long[0];
        }
    }

    private static long[] sleeps(int times, Duration length) throws InterruptedException {
        long[] late = new long[times];
        for (int i = 0; i < times; i++) {
            long began = System.nanoTime();
            Thread.sleep(length);
            late[i] = Math.max(0, System.nanoTime() - began - length.toNanos());
        }
        return late;
    }
}
