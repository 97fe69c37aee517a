package dev.asynclab.wire;

import java.util.List;

/// Where one sampled task was, from its submission to its end. Times are nanoseconds of the monotonic clock that all
/// processes of a Linux machine share.
///
/// @param kind name of the task kind
/// @param intendedNanos when the load meant it to start
/// @param beginNanos when it was handed to the model
/// @param segments one after the other, without gaps; at most [#MOST_SEGMENTS]
public record TaskTimeline(
        long id, String kind, long intendedNanos, long beginNanos, long endNanos, List<Segment> segments) {

    /// More state changes than this are counted in the sums, but not kept.
    public static final int MOST_SEGMENTS = 64;

    public TaskTimeline {
        segments = List.copyOf(segments);
    }

    /// What a task can be doing.
    public enum State {
        /// It could go on, and waits for a thread, a loop turn, a child or a permit.
        QUEUED,
        /// A thread executes it.
        RUNNING,
        /// It waits for an answer, a timer or a lock.
        WAITING
    }

    /// One state from its beginning to its end.
    ///
    /// @param lane who brought it there: a thread, for a virtual thread its carrier, for a child its process
    public record Segment(State state, long startNanos, long endNanos, String lane) {}
}
