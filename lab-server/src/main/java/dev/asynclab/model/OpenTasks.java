package dev.asynclab.model;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the tasks a model has taken and not ended, so that its `close` can wait for the last one.
final class OpenTasks {
    private final AtomicInteger open = new AtomicInteger();
    private final CountDownLatch last = new CountDownLatch(1);
    private volatile boolean closed;

    /// Takes a task; false when the model takes no more.
    boolean enter() {
        // Count first, look second: `awaitLast` does it the other way round, so one of the two sees the other.
        open.incrementAndGet();
        if (closed) {
            leave();
            return false;
        }
        return true;
    }

    void leave() {
        if (open.decrementAndGet() == 0 && closed) {
            last.countDown();
        }
    }

    /// From now on nothing is taken.
    void refuse() {
        closed = true;
    }

    /// Waits for the end of what was taken before [#refuse()].
    void awaitLast() {
        try {
            if (open.get() > 0) {
                last.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
