package dev.asynclab.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a cell of one trial became warm.
///
/// @param steady whether the signals stood still at the end; null where the warm-up had a fixed length
public record WarmUp(
        String cell, String model, int round, @Nullable Boolean steady, List<Window> windows) {
    public WarmUp {
        windows = List.copyOf(windows);
    }

    /// Length of the whole warm-up.
    public double seconds() {
        return windows.stream().mapToDouble(Window::seconds).sum();
    }

    /// One window of a warm-up.
    ///
    /// @param cpuPerTask CPU seconds per task; null where unknown or no task ended
    /// @param jitSeconds time of the compiler
    /// @param classes classes loaded less those unloaded
    public record Window(
            double seconds, long tasks, @Nullable Double cpuPerTask, double jitSeconds, int classes) {}
}
