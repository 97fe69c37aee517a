package dev.asynclab.wire;

import org.jspecify.annotations.Nullable;

/// One window of warming up, by signals that other programs on the machine do not move.
///
/// @param nanos true length of the window by the monotonic clock
/// @param tasks ended well in it
/// @param cpuNanos CPU of the process; null where it cannot be read
/// @param jitNanos time of the compiler
/// @param classesLoaded classes loaded less those unloaded
/// @param steady whether, with this window, the signals stood still
public record WarmUpPoint(
        String cell,
        long nanos,
        long tasks,
        @Nullable Long cpuNanos,
        long jitNanos,
        int classesLoaded,
        boolean steady) {}
