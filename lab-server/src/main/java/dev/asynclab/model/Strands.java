package dev.asynclab.model;

import dev.asynclab.model.Cancellations.Cancellation;
import dev.asynclab.workload.StepFailure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Strands beside their parent's: started by it, stopped together, and none outlives the waiting for them.
///
/// What `StructuredTaskScope` will do once it is final. With an executor that runs on the calling thread there are no
/// strands of their own: the pieces run in turn, in the parent's strand.
final class Strands {

    /// What one strand does. A failure of one stops them all; a strand that begins later is stopped from its
    /// beginning, and what pieces in turn have to look at is [#stopped()].
    @FunctionalInterface
    interface Piece {
        void run(Strand strand) throws StepFailure;
    }

    private final Strand parent;
    private final Executor executor;
    private final Set<Strand> running = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable StepFailure> failure = new AtomicReference<>();
    private volatile boolean stopped;
    private @Nullable Cancellation ofOthers; // both guarded by `this`
    private int open;

    Strands(Strand parent, Executor executor) {
        this.parent = parent;
        this.executor = executor;
    }

    /// Starts a strand; when pieces run in turn, runs it.
    ///
    /// @return false when the executor takes nothing more: then all of them are stopped
    boolean start(Piece piece) {
        Timeline lane = parent.timeline().branch();
        synchronized (this) {
            open++;
        }
        try {
            executor.execute(() -> run(piece, lane));
            return true;
        } catch (RejectedExecutionException e) {
            lane.ended();
            fail(Failures.cancelled());
            over();
            return false;
        }
    }

    private void run(Piece piece, Timeline lane) {
        boolean inTurn = parent.isHere();
        if (inTurn) {
            lane.ended();
        } else {
            lane.running();
        }
        Strand strand = inTurn ? parent : new Strand(lane, parent);
        if (!inTurn) {
            running.add(strand); // before looking at `stopped`: stop() writes that before it looks at the strands
        }
        try {
            if (stopped && !inTurn) {
                strand.stop();
            }
            piece.run(strand);
        } catch (StepFailure e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(Failures.of(e));
        } finally {
            if (!inTurn) {
                running.remove(strand);
                strand.end();
                lane.ended();
            }
            over();
        }
    }

    private synchronized void over() {
        open--;
        if (open == 0) {
            notifyAll();
        }
    }

    private void fail(StepFailure cause) {
        // What is stopped from outside is counted where that happened.
        if (failure.compareAndSet(null, cause) && !parent.stopped()) {
            othersAreCancelled();
        }
        stop();
    }

    private synchronized void othersAreCancelled() {
        if (open > 1) {
            ofOthers = parent.cancellations().begin();
        }
    }

    /// Stops those that run, and those that would begin later.
    void stop() {
        stopped = true;
        running.forEach(Strand::stop);
    }

    boolean stopped() {
        return stopped;
    }

    /// Waits for all.
    ///
    /// @throws StepFailure the first that happened
    void join() throws StepFailure {
        awaitAll();
        StepFailure first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    /// Waits for all, also when it is told to stop: then it stops them, and goes on waiting.
    void awaitAll() {
        parent.timeline().queued(); // from the end of the last one on, until this thread is woken
        while (true) {
            try {
                Blocking.call(() -> {
                    awaitNone();
                    return 0;
                });
                break;
            } catch (InterruptedException e) {
                fail(parent.failure(e));
            } catch (Exception e) {
                throw new IllegalStateException("waiting fails in one way only", e);
            }
        }
        parent.timeline().running();
        synchronized (this) {
            if (ofOthers != null) {
                ofOthers.ended();
                ofOthers = null;
            }
        }
    }

    private synchronized void awaitNone() throws InterruptedException {
        while (open > 0) {
            wait();
        }
    }
}
