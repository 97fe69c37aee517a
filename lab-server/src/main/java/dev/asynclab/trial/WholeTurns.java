package dev.asynclab.trial;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// Throughput of closed load over whole turns: `X = k C' / (t[n0 + k C'] - t[n0])`, k as large as the window
/// allows.
///
/// Callers that started together finish together, in bursts. How many bursts a window of fixed length catches
/// depends on where it happens to begin, so completions / window is off by up to a whole turn of C' tasks.
/// Between a completion and the one k C' later lie k turns exactly.
///
/// Only the first time and the last marks (every C'-th) are kept: memory does not grow with the rate.
final class WholeTurns {

    /// A thread preempted between counting and noting its mark has this many turns before the place is reused.
    private static final int MARKS = 1024;

    private final int turn;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLongArray marks = new AtomicLongArray(MARKS);
    private volatile long first;

    /// @param turn C': tasks served at once
    WholeTurns(int turn) {
        this.turn = Math.max(1, turn);
    }

    /// C' = min(C, P), where P = 0 means that the model has no limit of its own.
    static int turn(int concurrency, int width) {
        return width > 0 ? Math.min(concurrency, width) : concurrency;
    }

    /// A task ended inside the window. Wait-free, any thread.
    void ended(long nanos) {
        long n = count.getAndIncrement();
        if (n == 0) {
            first = nanos;
        } else if (n % turn == 0) {
            marks.set((int) (n / turn % MARKS), nanos);
        }
    }

    /// Whole turns so far.
    int turns() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, (count.get() - 1) / turn));
    }

    /// Tasks ended per second over the whole turns; over the window where not even one turn fitted.
    double ratePerSecond(long windowNanos) {
        int k = turns();
        if (k == 0) {
            return count.get() * 1e9 / windowNanos;
        }
        long nanos = marks.get(k % MARKS) - first;
        // All in one instant of the clock: no rate can be taken from that.
        return nanos > 0 ? (double) k * turn * 1e9 / nanos : count.get() * 1e9 / windowNanos;
    }
}
