package dev.asynclab.trial;

import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.workload.Task;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The very first task of a process, alone: what a cold start costs on top of building the model.
final class FirstTask implements Completion {

    private static final long LOOK_MILLIS = 20;

    private final TrialClock clock;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile long endedNanos;

    private FirstTask(TrialClock clock) {
        this.clock = clock;
    }

    /// Nanoseconds from start to end, also when it fails.
    static long run(ConcurrencyModel model, Task task, TrialClock clock, Faults faults, long patienceNanos)
            throws TrialFault, InterruptedException {
        FirstTask first = new FirstTask(clock);
        long began = clock.nanos();
        // Not on this thread: a model that blocks in `start` must not keep a cancellation waiting.
        Thread starting = Thread.ofPlatform().daemon().name("first-task").start(() -> {
            try {
                model.start(task, first);
            } catch (Throwable e) {
                faults.raise(e);
            }
        });
        while (!first.over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            faults.check();
            if (clock.nanos() - began > patienceNanos) {
                TrialFault stuck =
                        Progress.stuck("the first task did not end within " + patienceNanos / 1_000_000_000 + " s");
                starting.interrupt(); // after the dump, which shows where it stood
                throw stuck;
            }
        }
        return first.endedNanos - began;
    }

    @Override
    public void started() {
        // Only the end is of interest.
    }

    @Override
    public void succeeded(long checksum) {
        end();
    }

    @Override
    public void failed(Throwable cause) {
        System.err.println("the first task failed: " + cause);
        end();
    }

    private void end() {
        endedNanos = clock.nanos();
        over.countDown();
    }
}
