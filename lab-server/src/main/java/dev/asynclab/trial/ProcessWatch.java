package dev.asynclab.trial;

import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ProcessFigures;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Watches the process over one window and puts its [ProcessFigures] together.
///
/// Used by the measuring thread, which looks about every 10 ms anyway; a look costs a few microseconds. What takes
/// longer to read is read when the window is over.
final class ProcessWatch implements AutoCloseable {

    private final TrialClock clock;
    private final Counters counters;
    private final LongSupplier completed;
    private final CarrierSampler carriers = new CarrierSampler();
    private final CpuDrift steadiness = new CpuDrift();
    private final PauseLog pauses = PauseLog.ofThisProcess();
    private @Nullable PinnedEvents pinned;
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
        if (Boolean.getBoolean(PinnedEvents.PROPERTY)) {
            pinned = new PinnedEvents();
        }
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
    ProcessFigures figures(
            Counters.Edge from, Counters.Edge to, Counters.Used used, Measurement.@Nullable Distribution hiccup) {
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
                pinned == null ? null : pinned.end());
    }

    private static @Nullable Long larger(@Nullable Long a, @Nullable Long b) {
        return a == null ? b : b == null ? a : Long.valueOf(Math.max(a, b));
    }

    @Override
    public void close() {
        if (pinned != null) {
            pinned.close();
        }
    }
}
