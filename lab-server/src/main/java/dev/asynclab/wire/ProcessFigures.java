package dev.asynclab.wire;

import org.jspecify.annotations.Nullable;

/// What a trial process can tell of itself beyond its tasks: schedulers, pauses, files, and how steady it was.
///
/// Every figure is null where a platform or a model cannot give it. Counters are differences over the window.
///
/// @param pssBytes resident set of the process and its children, shared pages divided among those that share them;
/// null without children, where the resident set says the same
/// @param carriers the virtual-thread scheduler; null while it has no thread
/// @param pauses times all threads stood still, for collections and everything else
/// @param hiccup overshoot of an idle thread that sleeps 1 ms, measured once per trial before a window of 5 s or more
/// @param openFiles file descriptors, sockets among them, at the fuller edge of the window
/// @param openFilesLimit how many there may be
/// @param gcCpuNanos CPU of the collector's threads
/// @param jitCpuNanos CPU of the compiler's threads
/// @param drift CPU per task at the beginning and at the end; null where a third holds too little CPU
/// @param heapAfterGcBytes heap left by the last collection of the window; null without one
/// @param heapMaxBytes the heap's limit
/// @param pinned virtual threads that kept their carriers; only a trial under Flight Recorder knows
public record ProcessFigures(
        @Nullable Long pssBytes,
        @Nullable Carriers carriers,
        @Nullable Pauses pauses,
        Measurement.@Nullable Distribution hiccup,
        @Nullable Long openFiles,
        @Nullable Long openFilesLimit,
        @Nullable Long gcCpuNanos,
        @Nullable Long jitCpuNanos,
        @Nullable Drift drift,
        @Nullable Long heapAfterGcBytes,
        @Nullable Long heapMaxBytes,
        @Nullable Pinned pinned) {

    /// Nothing is known.
    public static final ProcessFigures NONE =
            new ProcessFigures(null, null, null, null, null, null, null, null, null, null, null, null);

    /// The threads that run virtual threads, looked at about every 10 ms.
    ///
    /// @param parallelism how many the scheduler aims for
    /// @param poolSizePeak most there were: more than `parallelism` when blocked ones were compensated for
    /// @param mountedMean virtual threads on a carrier
    /// @param queuedMean virtual threads that could run and had no carrier
    public record Carriers(
            int parallelism,
            int poolSizePeak,
            double mountedMean,
            int mountedPeak,
            double queuedMean,
            long queuedPeak) {}

    /// Safepoints inside the window, from the first thread being stopped to all going on.
    public record Pauses(long count, long totalNanos, long longestNanos) {}

    /// CPU of the whole process per completed task, in the first and in the last third of the window.
    public record Drift(double firstNanosPerTask, double lastNanosPerTask) {

        /// Last over first: 1 in a steady state.
        public double ratio() {
            return lastNanosPerTask / firstNanosPerTask;
        }
    }

    /// Pinning events of at least 1 ms.
    public record Pinned(long count, long totalNanos) {}
}
