package dev.asynclab.model;

import java.util.function.LongSupplier;

/// How long cancelled work goes on in one model instance: from each cancellation to the end of the last piece of
/// work it covers.
///
/// A cancellation is the moment at which a result is no longer wanted: the time of a timeout is up, a race is
/// won, a branch of a `parallel` has failed. What a model does then is its own business; the figure is what it
/// comes to. Told by any thread.
public final class Cancellations {

    /// What was cancelled in a stretch of time. Its work may end later, and still counts here.
    public static final class Stretch {
        private long begun;
        private long ended;
        private long nanos;

        /// How many there were.
        public synchronized long begun() {
            return begun;
        }

        /// Those whose work has ended by now.
        public synchronized long ended() {
            return ended;
        }

        /// Sum over those that have ended, each from the cancellation to the end of its work.
        public synchronized long nanos() {
            return nanos;
        }

        private synchronized void begin(long count) {
            begun += count;
        }

        private synchronized void end(long count, long sumNanos) {
            ended += count;
            nanos += sumNanos;
        }
    }

    private final LongSupplier clock;
    private volatile Stretch now = new Stretch();

    Cancellations(LongSupplier clock) {
        this.clock = clock;
    }

    /// What may be cancelled at a moment known beforehand, such as the end of a timeout; it counts once it has
    /// begun.
    ///
    /// @param nanos from now
    public Cancellation in(long nanos) {
        return new Cancellation(clock.getAsLong() + nanos);
    }

    /// What is cancelled now.
    public Cancellation begin() {
        Cancellation cancellation = in(0);
        cancellation.begin();
        return cancellation;
    }

    /// Those of another process, all of which have ended.
    void elsewhere(long count, long sumNanos) {
        Stretch stretch = now;
        stretch.begin(count);
        stretch.end(count, sumNanos);
    }

    /// Begins another stretch.
    ///
    /// @return the one that was
    public Stretch next() {
        Stretch before = now;
        now = new Stretch();
        return before;
    }

    /// One cancellation, and the work it covers.
    public final class Cancellation {
        private final long atNanos;
        private Stretch stretch = now; // that of its beginning, once it has begun
        private boolean begun;
        private int open = 1;

        private Cancellation(long atNanos) {
            this.atNanos = atNanos;
        }

        /// It has happened, and work has still to end. Harmless when repeated, and when the work was faster.
        public synchronized void begin() {
            if (!begun) {
                begun = true;
                stretch = now;
                stretch.begin(1);
            }
        }

        /// One more piece of work has to end: one that nobody waits for, and that goes on all the same.
        synchronized void alsoCovers() {
            open++;
        }

        /// A piece of work has ended; the last one ends the cancellation.
        public synchronized void ended() {
            begin(); // the work may learn of it before whoever tells that it has begun
            open--;
            if (open == 0) {
                stretch.end(1, clock.getAsLong() - atNanos);
            }
        }
    }
}
