package dev.asynclab.model;

import dev.asynclab.kernel.Kernel;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The one lock a step with `globalLock` must hold to compute: at most one task of the process computes at a time.
///
/// It is static on purpose: CPython's interpreter lock belongs to the process, not to a pool of threads.
final class GlobalLock {
    private static final ReentrantLock LOCK = new ReentrantLock();

    private GlobalLock() {}

    static long run(Kernel kernel, Timeline timeline) {
        return run(kernel::run, timeline);
    }

    static long run(LongSupplier work, Timeline timeline) {
        if (!LOCK.tryLock()) {
            timeline.waiting();
            LOCK.lock();
            timeline.running();
        }
        try {
            return work.getAsLong();
        } finally {
            LOCK.unlock();
        }
    }
}
