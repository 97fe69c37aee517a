package dev.asynclab.trial;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/// Where a pacer starts tasks: a thread of its own, apart from the measuring thread, because a model that
/// blocks in `start` must not keep a cancellation waiting. Owned by one run of a cell.
final class Pacing implements AutoCloseable {

    private final TrialClock clock;
    private final Faults faults;
    private final Executor executor;

    /// @param executor runs one thing after the other
    Pacing(TrialClock clock, Faults faults, Executor executor) {
        this.clock = clock;
        this.faults = faults;
        this.executor = executor;
    }

    static Pacing thread(TrialClock clock, Faults faults) {
        return new Pacing(
                clock,
                faults,
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("pacing").daemon().factory()));
    }

    TrialClock clock() {
        return clock;
    }

    void run(Runnable loop) {
        try {
            executor.execute(() -> guarded(loop));
        } catch (RejectedExecutionException e) {
            faults.raise(new TrialFault("cancelled", "the run of the cell was over"));
        }
    }

    private void guarded(Runnable loop) {
        try {
            loop.run();
        } catch (Throwable e) {
            faults.raise(e);
        }
    }

    /// Interrupts the thread; does not wait for it, since it may be stuck inside the model.
    @Override
    public void close() {
        if (executor instanceof ExecutorService service) {
            service.shutdownNow();
        }
    }
}
