package dev.asynclab.trial;

import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ProcessFigures;
import dev.asynclab.wire.ProcessFigures.Pinned;
import dev.asynclab.wire.TaskTimeline;
import dev.asynclab.wire.Trace;
import dev.asynclab.wire.Trace.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Watches the process over one window and puts its [ProcessFigures] together.
///
/// Used by the measuring thread, which looks about every 10 ms anyway; a look costs a few microseconds. What takes
/// longer to read is read when the window is over.
final class ProcessWatch {

    private final TrialClock clock;
    private final Counters counters;
    private final LongSupplier completed;
    private final CarrierSampler carriers = new CarrierSampler();
    private final CpuDrift steadiness = new CpuDrift();
    private final PauseLog pauses = PauseLog.ofThisProcess();
    private boolean watching;
    private long beganAt;
    private long endedAt;

    /// @param completed tasks completed in the window so far
    ProcessWatch(TrialClock clock, Counters counters, LongSupplier completed) {
        this.clock = clock;
        this.counters = counters;
        this.completed = completed;
    }

    /// The window has opened.
    void begin() {
        pauses.forget();
        carriers.reset();
        watching = true;
        beganAt = System.nanoTime();
        look();
    }

    /// Nothing outside a window.
    void look() {
        if (watching) {
            carriers.look();
            steadiness.look(clock.nanos(), NativeClocks.processNanos(), completed.getAsLong());
        }
    }

    /// The window has closed.
    void end() {
        look();
        endedAt = System.nanoTime();
        watching = false;
    }

    /// @param used what was counted between the edges
    /// @param pinned what a recording saw; null without one
    ProcessFigures figures(
            Counters.Edge from,
            Counters.Edge to,
            Counters.Used used,
            Measurement.@Nullable Distribution hiccup,
            @Nullable Pinned pinned) {
        return new ProcessFigures(
                counters.children().proportionalBytes(),
                carriers.carriers(),
                pauses.between(beganAt, endedAt),
                hiccup,
                larger(from.openFiles(), to.openFiles()),
                OpenFiles.limit(),
                used.gcCpuNanos(),
                used.jitCpuNanos(),
                steadiness.drift(),
                JvmCounters.heapAfterGcBytes(from.jvm().gcCount()),
                JvmCounters.heapMaxBytes(),
                pinned);
    }

    private static @Nullable Long larger(@Nullable Long a, @Nullable Long b) {
        return a == null ? b : b == null ? a : Long.valueOf(Math.max(a, b));
    }

    /// The trace of this window.
    ///
    /// @param spans those of a recording; the pauses of the window are added
    Trace trace(List<TaskTimeline> tasks, List<Span> spans) {
        List<Span> all = new ArrayList<>(pauses.spans(beganAt, endedAt));
        all.addAll(spans);
        all.sort(Comparator.comparingLong(Span::startNanos));
        return new Trace(beganAt, endedAt, tasks, all.subList(0, Math.min(all.size(), Trace.MOST_SPANS)));
    }

    /// What of these spans was in the window.
    Pinned pinned(List<Span> spans) {
        return FlightRecording.sum(spans, beganAt, endedAt);
    }
}
