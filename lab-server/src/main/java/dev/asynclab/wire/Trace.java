package dev.asynclab.wire;

import java.util.List;

/// What a trace trial saw besides its figures. Times are nanoseconds of `System.nanoTime`, a clock that all
/// processes of a Linux machine share.
///
/// @param fromNanos the window opened
/// @param toNanos the window closed
/// @param tasks of those that completed in the window, some; each whole, also where it began before the window
/// @param spans what happened to the threads meanwhile
public record Trace(long fromNanos, long toNanos, List<TaskTimeline> tasks, List<Span> spans) {

    /// More spans than this are left out, the latest first.
    public static final int MOST_SPANS = 2_000;

    public Trace {
        tasks = List.copyOf(tasks);
        spans = List.copyOf(spans);
    }

    /// Something that happened to a thread, or to all of them.
    ///
    /// @param lane the thread; empty for all
    /// @param detail why, in the words of the virtual machine
    public record Span(Kind kind, long startNanos, long endNanos, String lane, String detail) {}

    /// What can happen.
    public enum Kind {
        /// All threads stood still, for a collection or another operation of the virtual machine.
        PAUSE,
        /// A virtual thread waited and kept its carrier.
        PINNED
    }
}
