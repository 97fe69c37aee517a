package dev.asynclab.model;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/// The threads blocking code has beside the one it runs on: what differs from one thread model to the next.
///
/// @param branches starts what runs beside the task
/// @param inTurn whether it does so on the thread of the task, one thing after the other
/// @param lanes how many parts of a job are computed at a time
/// @param receivers where a payload is sent; empty for a small pool that is made for it
/// @param computing how the processor is used: with a lock around it or without
record Crew(Executor branches, boolean inTurn, int lanes, Optional<Executor> receivers, Computing computing) {

    /// How something is computed.
    @FunctionalInterface
    interface Computing {
        /// @param globalLock whether the step asks for the lock of all tasks
        long run(LongSupplier work, boolean globalLock, Timeline timeline);
    }

    /// One thread for everything but what must be another one by its nature.
    static Crew alone() {
        return new Crew(Runnable::run, true, 1, Optional.empty(), Crew::compute);
    }

    static Crew of(Executor branches, int lanes) {
        return new Crew(branches, false, lanes, Optional.empty(), Crew::compute);
    }

    static long compute(LongSupplier work, boolean globalLock, Timeline timeline) {
        return globalLock ? GlobalLock.run(work, timeline) : work.getAsLong();
    }
}
