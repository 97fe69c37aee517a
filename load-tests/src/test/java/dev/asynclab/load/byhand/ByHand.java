package dev.asynclab.load.byhand;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/// Calls a backend as fast as `callers` allow, in one idiom, and counts the right answers.
///
/// What the lab's trial process adds to this is what it costs: pacing, stamps, histograms, probes, the task tree.
interface ByHand {

    /// Starts all callers and returns; each starts its next call when its last has ended.
    void start(Calls calls);

    /// What to call, and where the answers are counted.
    ///
    /// @param bodyBytes length every answer must have; another length ends the program
    record Calls(int port, String path, int bodyBytes, int callers, LongAdder done, AtomicBoolean over) {

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
