package dev.asynclab.trial;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Tasks in flight: now, the peak, and the exact time average over the window.
///
/// The integral of the number in flight up to T is the sum of (T - start) over tasks started by T, less the sum
/// of (T - end) over tasks ended by T. So counts and sums of times are enough: no list of tasks, no lock. Sums
/// wrap around in 64 bits on purpose: differences come out right as long as the integral itself fits.
final class InFlight {

    private final Window window;
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();
    private final Part before = new Part();
    private final Part inside = new Part();

    InFlight(Window window) {
        this.window = window;
    }

    void begun(long nanos) {
        int n = now.incrementAndGet();
        if (n > peak.get()) {
            peak.accumulateAndGet(n, Math::max);
        }
        if (window.before(nanos)) {
            before.add(1, nanos);
        } else if (!window.past(nanos)) {
            inside.add(1, nanos);
        }
    }

    /// Comes after everything else that is recorded of a task: who sees none in flight sees all records.
    void ended(long nanos) {
        if (window.before(nanos)) {
            before.add(-1, nanos);
        } else if (!window.past(nanos)) {
            inside.add(-1, nanos);
        }
        now.decrementAndGet();
    }

    int now() {
        return now.get();
    }

    int peak() {
        return peak.get();
    }

    void resetPeak() {
        peak.set(now.get());
    }

    /// Time average over the closed window: its integral over its length.
    double mean() {
        long integral =
                before.integral(window.closes()) + inside.integral(window.closes()) - before.integral(window.opens());
        return (double) integral / window.nanos();
    }

    /// Starts count 1, ends count -1.
    private static final class Part {
        private final LongAdder count = new LongAdder();
        private final LongAdder sum = new LongAdder();

        void add(int sign, long nanos) {
            count.add(sign);
            sum.add(sign * nanos);
        }

        long integral(long until) {
            return count.sum() * until - sum.sum();
        }
    }
}
