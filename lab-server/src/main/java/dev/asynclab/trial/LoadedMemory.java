package dev.asynclab.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What a task in flight costs in memory, read while the load is still on.
///
/// After the window: the collection it needs would disturb the figures.
final class LoadedMemory {

    /// Waits, and watches over the trial meanwhile.
    @FunctionalInterface
    interface Wait {
        void until(BooleanSupplier over) throws TrialFault, InterruptedException;
    }

    private final Recorder recorder;
    private final TrialClock clock;
    private final long patienceNanos;
    private final Wait wait;

    /// @param patienceNanos how long callers are given to leave
    LoadedMemory(Recorder recorder, TrialClock clock, long patienceNanos, Wait wait) {
        this.recorder = recorder;
        this.clock = clock;
        this.patienceNanos = patienceNanos;
        this.wait = wait;
    }

    /// Bytes per task in flight; null where nothing is in flight, or memory is not known.
    ///
    /// @param idle the model's memory before the load; null when it was not ordered
    /// @param levels numbers of callers a slope is taken over; 1 for none
    @Nullable
    Double perTask(@Nullable MemoryReading idle, Pacer pacer, int levels) throws TrialFault, InterruptedException {
        int inFlight = recorder.inFlight().now();
        if (inFlight == 0 || idle == null) {
            return null;
        }
        MemoryReading loaded = MemoryReading.now();
        return levels > 1 && pacer instanceof ClosedPacer closed && loaded != null
                ? slope(new MemorySlope.Level(inFlight, loaded), closed, levels)
                : MemoryReading.perTask(idle, loaded, inFlight);
    }

    /// From all callers downwards, since they are there already. Null when they do not leave in time.
    private @Nullable Double slope(MemorySlope.Level all, ClosedPacer pacer, int levels)
            throws TrialFault, InterruptedException {
        List<MemorySlope.Level> read = new ArrayList<>(List.of(all));
        long until = clock.nanos() + patienceNanos;
        for (int level = levels - 1; level > 0; level--) {
            int callers = pacer.narrow(level, levels);
            wait.until(() -> recorder.inFlight().now() <= callers || clock.nanos() >= until);
            int inFlight = recorder.inFlight().now();
            MemoryReading memory = inFlight > callers ? null : MemoryReading.now();
            if (memory == null) {
                return null;
            }
            read.add(new MemorySlope.Level(inFlight, memory));
        }
        return MemorySlope.bytesPerTask(read);
    }
}
