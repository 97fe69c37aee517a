package dev.asynclab.workload;

/// One state of a sampled task from its beginning to its end, by the monotonic clock in nanoseconds.
///
/// @param lane who runs it: a thread, for a virtual thread its carrier, for a child its process; empty when
///     nobody does
public record Segment(State state, long startNanos, long endNanos, String lane) {

    /// What a task can be doing.
    public enum State {
        /// It could go on, and waits for a thread, a loop turn, a child or a permit.
        QUEUED,
        /// A thread executes it.
        RUNNING,
        /// It waits for an answer, a timer or a lock.
        WAITING
    }
}
