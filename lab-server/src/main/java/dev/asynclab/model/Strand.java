package dev.asynclab.model;

import dev.asynclab.model.BlockingCalls.Exchange;
import dev.asynclab.workload.StepFailure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The part of a task that one thread runs, and how to stop it from outside.
///
/// Stopping is one-way: a strand that was stopped fails. That is why an interrupt needs no bookkeeping beyond the
/// strand: it never has to be taken back, only kept from hitting what the thread does next.
final class Strand {

    private final Thread thread = Thread.currentThread();
    private final Timeline timeline;
    private volatile @Nullable Exchange exchange;
    private volatile boolean stopped;
    private boolean ended;

    Strand(Timeline timeline) {
        this.timeline = timeline;
    }

    Timeline timeline() {
        return timeline;
    }

    /// Whether the calling thread runs this strand.
    boolean isHere() {
        return thread.equals(Thread.currentThread());
    }

    /// Wakes the thread from whatever it waits in, and closes the connection it reads from.
    void stop() {
        synchronized (this) {
            if (ended) {
                return;
            }
            stopped = true; // before reading `exchange`: run() writes and reads in the other order
            thread.interrupt();
        }
        Exchange current = exchange;
        if (current != null) {
            current.abort();
        }
    }

    void check() throws StepFailure {
        if (stopped) {
            throw Failures.cancelled();
        }
    }

    long run(Exchange call) throws StepFailure {
        exchange = call;
        try {
            check();
            timeline.waiting();
            return call.run();
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw failure(e);
        } finally {
            timeline.running();
            exchange = null;
        }
    }

    /// A failure while stopped is the stopping, whatever it looks like.
    StepFailure failure(Exception e) {
        return stopped ? Failures.cancelled() : Failures.of(e);
    }

    /// No interrupt comes after this, and none that came before stays on the thread: it may be pooled.
    void end() {
        synchronized (this) {
            ended = true;
        }
        Thread.interrupted();
    }
}
