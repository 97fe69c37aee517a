package dev.asynclab.trial;

import org.jspecify.annotations.Nullable;

/// Memory in two parts: what lies outside the heap (resident set less committed heap), and the live heap.
///
/// One part alone misleads: by the resident set virtual threads cost nothing, by the heap platform threads cost
/// nothing. The heap has to be committed and touched from the start (-Xms = -Xmx, AlwaysPreTouch).
record MemoryReading(long outsideHeapBytes, long liveHeapBytes) {

    private static final int FEWEST = 10;

    /// Collects, then reads; null where the resident set is not known. Costs a full collection.
    static @Nullable MemoryReading now() {
        System.gc();
        long live = JvmCounters.heapAfterCollectionBytes();
        Long resident = ProcStatus.residentBytes();
        return resident == null ? null : new MemoryReading(resident - JvmCounters.heapCommittedBytes(), live);
    }

    /// Growth over the idle model for each task in flight; null with fewer than ten, where the noise of the two
    /// readings is all there is.
    static @Nullable Double perTask(@Nullable MemoryReading idle, @Nullable MemoryReading loaded, int inFlight) {
        if (idle == null || loaded == null || inFlight < FEWEST) {
            return null;
        }
        long growth = loaded.outsideHeapBytes - idle.outsideHeapBytes + loaded.liveHeapBytes - idle.liveHeapBytes;
        return (double) growth / inFlight;
    }
}
