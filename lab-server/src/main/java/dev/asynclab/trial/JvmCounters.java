package dev.asynclab.trial;

import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import org.jspecify.annotations.Nullable;

/// Counters the virtual machine keeps of itself, all cumulative.
///
/// @param allocatedBytes by all threads, virtual ones included; null when the machine does not count
/// @param gcNanos time in collections; for a concurrent collector this is not pause time
record JvmCounters(@Nullable Long allocatedBytes, long gcNanos, long gcCount, long jitNanos) {

    static JvmCounters read() {
        long gcMillis = 0;
        long gcCount = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            gcMillis += Math.max(0, collector.getCollectionTime());
            gcCount += Math.max(0, collector.getCollectionCount());
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
