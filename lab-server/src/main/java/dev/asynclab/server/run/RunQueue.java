package dev.asynclab.server.run;

import static dev.asynclab.api.RunState.CANCELLED;
import static dev.asynclab.api.RunState.CANCELLING;
import static dev.asynclab.api.RunState.INTERRUPTED;
import static dev.asynclab.api.RunState.POISONED;
import static dev.asynclab.api.RunState.QUEUED;
import static dev.asynclab.api.RunState.RUNNING;
import static dev.asynclab.api.RunState.STARTING;

import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes runs off the queue, oldest first, one at a time: two runs on one machine would measure each other.
///
/// The queue itself is the store. Each run gets a thread of its own, so that an interrupt meant for one run
/// cannot reach the next.
final class RunQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunQueue.class);

    /// The second crash in the same trial ends a run: it probably is what crashes the server.
    private static final int ATTEMPTS = 2;

    /// How often a store that refuses is asked again.
    private static final Duration RETRY = Duration.ofSeconds(1);

    /// A run that does not heed its interrupt is left behind; it is found as crashed by the next start.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EngineParts parts;
    private final Consumer<RunEvent> live;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable RunExecution current;
    private volatile @Nullable Thread currentThread;
    private volatile @Nullable Thread forcing;

    RunQueue(EngineParts parts, Consumer<RunEvent> live) {
        this.parts = parts;
        this.live = live;
        this.thread = Thread.ofPlatform().name("run-queue").unstarted(this::work);
    }

    /// Settles what the last process left, then starts working.
    void start() {
        recover();
        thread.start();
        news.release();
    }

    /// A run was queued.
    void wake() {
        news.release();
    }

    @Nullable
    RunExecution current() {
        return current;
    }

    /// Interrupts the run if it is the current one, and sees to it that it ends.
    void interrupt(String run) {
        RunExecution execution = current;
        Thread target = currentThread;
        if (execution != null && target != null && execution.id().equals(run)) {
            target.interrupt();
            forcing = Thread.ofVirtual().name("end-of-" + run).start(new ForcedEnd(parts, execution, target));
        }
    }

    /// Runs that were active when the process died begin again, with their finished trials kept.
    ///
    /// A shutdown in good order (`interrupted`) is no crash and costs no attempt. A run that got a trial done
    /// since the crash before goes on: a long one may well see two power cuts and be innocent of both.
    private void recover() {
        Set<RunState> left = Set.of(STARTING, RUNNING, CANCELLING, INTERRUPTED);
        for (StoredRun run : parts.store().in(left, Integer.MAX_VALUE)) {
            if (run.state() == CANCELLING) {
                move(run, CANCELLED);
            } else if (run.state() == INTERRUPTED) {
                move(run, QUEUED);
            } else if (run.attempt() >= ATTEMPTS && nothingDone(run)) {
                parts.store()
                        .move(to(run, run.state(), POISONED)
                                .because("the server died during this run %d times, the last two in the same trial"
                                        .formatted(run.attempt())));
            } else {
                move(run, INTERRUPTED);
                parts.store().move(to(run, INTERRUPTED, QUEUED).again());
            }
        }
    }

    private boolean nothingDone(StoredRun run) {
        return parts.store().trials(run.id()).stream().noneMatch(t -> t.attempt() == run.attempt());
    }

    private void move(StoredRun run, RunState state) {
        parts.store().move(to(run, run.state(), state));
    }

    private Transition to(StoredRun run, RunState from, RunState state) {
        return Transition.of(run.id(), Set.of(from), state, parts.clock().instant());
    }

    private void work() {
        while (!closing) {
            try {
                news.acquire();
                news.drainPermits();
                drain();
            } catch (InterruptedException _) {
                // Only close() interrupts.
                return;
            }
        }
    }

    private void drain() throws InterruptedException {
        while (!closing) {
            try {
                settle();
                List<StoredRun> next = parts.store().in(Set.of(QUEUED), 1);
                if (next.isEmpty()) {
                    return;
                }
                execute(next.getFirst());
                if (stillQueued(next.getFirst().id())) {
                    // Its start could not be written. Tried again at once, it would fill the log, and so the disk.
                    TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
                }
            } catch (StoreFailure e) {
                LOG.error("the queue waits for the store", e);
                TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
            }
        }
    }

    private boolean stillQueued(String run) {
        return parts.store().find(run).filter(r -> r.state() == QUEUED).isPresent();
    }

    /// Ends runs whose end could not be written, because the disk was full.
    private void settle() {
        for (StoredRun run : parts.store().in(Set.of(STARTING, RUNNING, CANCELLING), Integer.MAX_VALUE)) {
            if (run.state() == CANCELLING) {
                move(run, CANCELLED);
            } else {
                parts.store()
                        .move(to(run, run.state(), RunState.FAILED)
                                .because("the store could not be written while the run was measured"));
            }
        }
    }

    private void execute(StoredRun run) throws InterruptedException {
        RunExecution execution = new RunExecution(parts, run, live);
        Thread runThread = Thread.ofPlatform()
                .name("run-" + run.id())
                .uncaughtExceptionHandler((_, e) -> LOG.error("run {} could not be ended", run.id(), e))
                .unstarted(execution);
        synchronized (this) {
            if (closing) {
                return;
            }
            // Set before the start: who finds the run in a state to cancel finds the thread to interrupt.
            current = execution;
            currentThread = runThread;
            runThread.start();
        }
        try {
            runThread.join();
        } finally {
            current = null;
            currentThread = null;
        }
    }

    /// Gives the current run the grace to end, then interrupts it; starts no other.
    @Override
    public void close() {
        RunExecution execution;
        Thread runThread;
        synchronized (this) {
            // From here on no run starts, and the one that has started is seen.
            closing = true;
            execution = current;
            runThread = currentThread;
        }
        if (execution != null && runThread != null) {
            join(runThread, parts.drainGrace());
            execution.stopping();
            runThread.interrupt();
            join(runThread, PATIENCE);
        }
        thread.interrupt();
        join(thread, PATIENCE);
        Thread watching = forcing;
        if (watching != null) {
            watching.interrupt();
        }
    }

    private static void join(Thread target, Duration patience) {
        try {
            // A queue that was never started has nothing to wait for.
            if (target.getState() != Thread.State.NEW && !target.join(patience)) {
                LOG.info("{} is still busy after {}", target.getName(), patience);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
