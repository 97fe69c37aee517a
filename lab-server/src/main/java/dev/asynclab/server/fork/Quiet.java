package dev.asynclab.server.fork;

import java.time.Duration;

/// Waiting for other programs to become quiet.
public final class Quiet {

    /// More than this share of the machine is too much.
    static final double FOREIGN = 0.05;

    static final Duration LOOK = Duration.ofSeconds(1);

    private Quiet() {}

    /// One look, which takes [#LOOK]: the share of the machine other programs took meanwhile; NaN where it cannot
    /// be read.
    interface Look {
        double foreignShare() throws InterruptedException;
    }

    /// @param looks seconds waited
    /// @param foreignShare at the last look, in 0..1; NaN where it cannot be read
    public record Waited(int looks, double foreignShare) {

        /// Whether waiting helped. A machine that cannot be looked at counts as quiet: nothing speaks against it.
        public boolean quiet() {
            return !(foreignShare > FOREIGN);
        }
    }

    /// Looks until it is quiet, at most as long as `most`, at least once.
    static Waited await(Duration most, Look look) throws InterruptedException {
        Waited waited = new Waited(1, look.foreignShare());
        while (!waited.quiet() && waited.looks() < most.dividedBy(LOOK)) {
            waited = new Waited(waited.looks() + 1, look.foreignShare());
        }
        return waited;
    }
}
