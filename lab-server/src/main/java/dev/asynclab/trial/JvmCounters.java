package dev.asynclab.trial;

import com.sun.management.GcInfo;
import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counters the virtual machine keeps of itself, all cumulative.
///
/// @param allocatedBytes by all threads, virtual ones included; null when the machine does not count
/// A concurrent collector has two beans, one for its cycles and one for their pauses: of such a pair the time is that
/// of the pauses, which hold the tasks up, and the count is that of the cycles.
///
/// @param gcNanos time the tasks stood still for collections, in steps of 1 ms
record JvmCounters(@Nullable Long allocatedBytes, long gcNanos, long gcCount, long jitNanos) {

    static JvmCounters read() {
        long gcMillis = 0;
        long gcCount = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            gcMillis += collector.getName().endsWith("Cycles") ? 0 : Math.max(0, collector.getCollectionTime());
            gcCount += collector.getName().endsWith("Pauses") ? 0 : Math.max(0, collector.getCollectionCount());
        }
        return new JvmCounters(allocated(), gcMillis * 1_000_000, gcCount, jitMillis() * 1_000_000);
    }

    private static @Nullable Long allocated() {
        if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads) {
            long bytes = threads.getTotalThreadAllocatedBytes();
            return bytes < 0 ? null : bytes;
        }
        return null;
    }

    private static long jitMillis() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return compiler != null && compiler.isCompilationTimeMonitoringSupported()
                ? compiler.getTotalCompilationTime()
                : 0;
    }

    /// What the last collection left in the heap; null when there were no more than `collections` so far.
    static @Nullable Long heapAfterGcBytes(long collections) {
        GcInfo last = null;
        long count = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            count += collector.getName().endsWith("Pauses") ? 0 : Math.max(0, collector.getCollectionCount());
            if (collector instanceof com.sun.management.GarbageCollectorMXBean detailed) {
                GcInfo info = detailed.getLastGcInfo();
                last = info != null && (last == null || info.getEndTime() >= last.getEndTime()) ? info : last;
            }
        }
        if (last == null || count <= collections) {
            return null;
        }
        Map<String, MemoryUsage> after = last.getMemoryUsageAfterGc();
        long sum = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getType() == MemoryType.HEAP ? after.get(pool.getName()) : null;
            sum += usage == null ? 0 : usage.getUsed();
        }
        return sum;
    }

    /// The heap's limit; null without one.
    static @Nullable Long heapMaxBytes() {
        long max = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
        return max < 0 ? null : max;
    }

    static long heapUsedBytes() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    static long heapCommittedBytes() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    }

    /// What was left in the heap by the last collection: live data, without what was allocated since.
    static long heapAfterCollectionBytes() {
        long sum = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            sum += usage == null ? 0 : usage.getUsed();
        }
        return sum;
    }
}
