package dev.asynclab.wire;

import dev.asynclab.workload.Segment;
import java.util.List;

/// Where one sampled task was, from its submission to its end. Times are nanoseconds of the monotonic clock
/// that all processes of a Linux machine share.
///
/// @param kind name of the task kind
/// @param intendedNanos when the load meant it to start
/// @param beginNanos when it was handed to the model
/// @param startedNanos when it got its thread, loop turn or child
/// @param segments one after the other, without gaps; at most [#MOST_SEGMENTS]
public record TaskTimeline(
        long id,
        String kind,
        long intendedNanos,
        long beginNanos,
        long startedNanos,
        long endNanos,
        List<Segment> segments) {

    /// More state changes than this are counted in the sums, but not kept.
    public static final int MOST_SEGMENTS = 64;

    public TaskTimeline {
        segments = List.copyOf(segments);
    }
}
