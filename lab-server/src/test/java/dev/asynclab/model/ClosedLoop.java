package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.Task;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps a number of tasks in flight: every end starts the next one, from inside the completion.
final class ClosedLoop {
    private final ConcurrencyModel model;
    private final int tasks;
    private final List<Step> steps;
    private final AtomicInteger taken = new AtomicInteger();
    final AtomicInteger starts = new AtomicInteger();
    final AtomicInteger ends = new AtomicInteger();
    final AtomicLong checksums = new AtomicLong();
    private final CountDownLatch done;

    ClosedLoop(ConcurrencyModel model, int tasks, List<Step> steps) {
        this.model = model;
        this.tasks = tasks;
        this.steps = steps;
        this.done = new CountDownLatch(tasks);
    }

    void run(int inFlight) throws InterruptedException {
        for (int i = 0; i < inFlight; i++) {
            startNext();
        }
        assertTrue(done.await(60, TimeUnit.SECONDS), () -> ends + " of " + tasks + " tasks ended");
    }

    private void startNext() {
        int id = taken.getAndIncrement();
        if (id < tasks) {
            model.start(new Task(id, steps), new Completion() {
                @Override
                public void started() {
                    starts.incrementAndGet();
                }

                @Override
                public void succeeded(long checksum) {
                    checksums.addAndGet(checksum);
                    ended();
                }

                @Override
                public void failed(Throwable cause) {
                    ended();
                }
            });
        }
    }

    private void ended() {
        ends.incrementAndGet();
        startNext();
        done.countDown();
    }
}
