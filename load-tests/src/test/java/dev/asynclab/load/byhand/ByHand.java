package dev.asynclab.load.byhand;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/// Calls a backend as fast as `callers` allow, in one idiom, and counts the right answers.
///
/// What the lab's trial process adds to this is what it costs: pacing, stamps, histograms, probes, the task tree.
interface ByHand {

    /// Starts all callers and returns; each starts its next call when its last has ended.
    void start(Calls calls);

    /// What to call, and where the answers are counted.
    ///
    /// @param bodyBytes length every answer must have; another length ends the program
    /// @param joinNanos time over which the callers join, as the lab's callers do: one that joined with all others
    ///     would go on in step with them, and a burst of answers costs less CPU each than answers one by one
    /// @param first when the first caller joined, on the monotonic clock; 0 before that
    record Calls(
            int port,
            String path,
            int bodyBytes,
            int callers,
            long joinNanos,
            AtomicLong first,
            LongAdder done,
            AtomicBoolean over) {

        /// Returns when this caller, counted from 0, is to join.
        void awaitTurnToJoin(int caller) {
            first.compareAndSet(0, System.nanoTime());
            long due = first.get() + joinNanos * caller / callers;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }

        String host() {
            return "127.0.0.1";
        }

        /// An answer came. True when the caller shall go on.
        boolean answered(int status, long length) {
            if (status != 200 || length != bodyBytes) {
                fail(new IllegalStateException("answer " + status + " of " + length + " bytes"));
            }
            done.increment();
            return !over.get();
        }

        /// No measurement is better than a wrong one.
        void fail(Throwable cause) {
            if (!over.get()) {
                cause.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
        }
    }
}
