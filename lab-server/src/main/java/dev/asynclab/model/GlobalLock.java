package dev.asynclab.model;

import dev.asynclab.workload.Kernel;
import java.util.concurrent.locks.ReentrantLock;

/// The one lock of the process that stands for CPython's global interpreter lock: whoever holds it may compute.
final class GlobalLock {

    private static final ReentrantLock LOCK = new ReentrantLock();

    private GlobalLock() {}

    /// Runs a kernel alone. Waits for the lock without noticing interrupts: the wait is as long as one kernel.
    static long run(Kernel kernel) {
        LOCK.lock();
        try {
            return kernel.run();
        } finally {
            LOCK.unlock();
        }
    }
}
