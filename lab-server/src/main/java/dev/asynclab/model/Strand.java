package dev.asynclab.model;

import dev.asynclab.model.BlockingCalls.Exchange;
import dev.asynclab.workload.StepFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of a task that one thread runs, and how to stop it from outside.
///
/// A strand is stopped as a whole, for good, or in a [Section] of it: what a timeout covers may be stopped, and an
/// attempt after it goes on in the same thread. A stop is an interrupt, plus closing the connection in use. The one
/// thing to take care of is that no interrupt hits what the thread does after the stopped section, which is why
/// beginning, stopping and ending are under one lock.
final class Strand {

    private final Thread thread = Thread.currentThread();
    private final Timeline timeline;
    private final Cancellations cancellations;
    private final @Nullable Strand parent;
    private final Section whole = new Section(null);
    private final List<byte[]> held = new ArrayList<>(0); // touched by the strand's thread only
    private volatile boolean stopped; // written under the lock
    // Both guarded by `this`.
    private Section innermost = whole;
    private @Nullable Exchange exchange;

    Strand(Timeline timeline, Cancellations cancellations) {
        this.timeline = timeline;
        this.cancellations = cancellations;
        this.parent = null;
    }

    /// A strand beside its parent's. It sees that the parent was told to stop without being told by it: the thread of
    /// the parent may not get a processor to say so while this one computes. A virtual thread does not.
    Strand(Timeline timeline, Strand parent) {
        this.timeline = timeline;
        this.cancellations = parent.cancellations;
        this.parent = parent;
    }

    Timeline timeline() {
        return timeline;
    }

    /// Where to tell what was cancelled.
    Cancellations cancellations() {
        return cancellations;
    }

    /// Whether the calling thread runs this strand.
    boolean isHere() {
        return thread.equals(Thread.currentThread());
    }

    /// Wakes the thread from whatever it waits in, and closes the connection it reads from.
    void stop() {
        whole.stop();
    }

    /// From here on, until the section is closed, the strand can be stopped without ending as a whole.
    Section section() {
        synchronized (this) {
            innermost = new Section(innermost);
            return innermost;
        }
    }

    boolean stopped() {
        return stopped || (parent != null && parent.stopped());
    }

    void check() throws StepFailure {
        if (stopped()) {
            throw Failures.cancelled();
        }
    }

    long run(Exchange call) throws StepFailure {
        using(call);
        try {
            timeline.waiting();
            return blocking(call::run);
        } finally {
            timeline.running();
            using(null);
        }
    }

    private synchronized void using(@Nullable Exchange call) {
        exchange = call;
    }

    /// Blocks until the operation is over or the strand is told to stop.
    <T extends @Nullable Object> T blocking(Blocking<T> operation) throws StepFailure {
        check(); // after `using`, which a stop looks at: one of the two sees the other
        try {
            return Blocking.call(operation);
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw failure(e);
        }
    }

    /// A failure while stopped is the stopping, whatever it looks like.
    StepFailure failure(Exception e) {
        return stopped() ? Failures.cancelled() : Failures.of(e);
    }

    /// Keeps memory for as long as the strand lasts.
    void hold(byte[] memory) {
        held.add(memory);
    }

    /// No interrupt comes after this, and none that came before stays on the thread: it may be pooled.
    void end() {
        held.clear();
        synchronized (this) {
            whole.over = true;
        }
        Thread.interrupted();
    }

    /// A stretch of the strand that can be stopped. Sections nest; stopping one stops those inside it.
    final class Section implements AutoCloseable {
        private final @Nullable Section outer;
        // Both guarded by the strand.
        private boolean toldToStop;
        private boolean over;

        private Section(@Nullable Section outer) {
            this.outer = outer;
        }

        /// Harmless when the section is over.
        void stop() {
            synchronized (Strand.this) {
                if (!over) {
                    toldToStop = true;
                    stopped = true;
                    thread.interrupt();
                    if (exchange != null) {
                        exchange.abort();
                    }
                }
            }
        }

        /// Called by the strand's thread: goes on outside, and that undisturbed unless it was stopped there too.
        @Override
        public void close() {
            synchronized (Strand.this) {
                over = true;
                if (outer != null) {
                    innermost = outer;
                }
                if (toldToStop && !stoppedOutside()) {
                    stopped = false;
                    Thread.interrupted();
                }
            }
        }

        private boolean stoppedOutside() {
            for (Section section = outer; section != null; section = section.outer) {
                if (section.toldToStop) {
                    return true;
                }
            }
            return false;
        }
    }
}
