package dev.asynclab.trial;

import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/// All counters of the process, read at the window's edges and differenced; and peaks, sampled in between.
final class Counters {

    private final SystemThreads systemThreads = new SystemThreads();
    private final ChildProcesses children;
    private int threadsPeak;
    private long heapPeakBytes;

    Counters(TrialClock clock) {
        children = new ChildProcesses(clock);
    }

    /// One edge. What takes long to read is read outside the window: before it at the opening, after it at the
    /// close.
    record Edge(
            @Nullable Long cpuNanos,
            @Nullable ResourceUsage usage,
            JvmCounters jvm,
            SystemThreads.Cpu systemThreads,
            @Nullable Long childrenNanos,
            @Nullable Long openFiles) {}

    /// The part of an edge that is quick to read.
    record Quick(@Nullable Long cpuNanos, @Nullable ResourceUsage usage, JvmCounters jvm) {
        static Quick read() {
            return new Quick(NativeClocks.processNanos(), ResourceUsage.self(), JvmCounters.read());
        }
    }

    /// The part of an edge that may take milliseconds.
    record Slow(
            SystemThreads.Cpu systemThreads,
            @Nullable Long childrenNanos,
            @Nullable Long openFiles) {}

    Slow slow() {
        return new Slow(systemThreads.read(), children.cpuNanos(), OpenFiles.now());
    }

    static Edge edge(Quick quick, Slow slow) {
        return new Edge(
                quick.cpuNanos(),
                quick.usage(),
                quick.jvm(),
                slow.systemThreads(),
                slow.childrenNanos(),
                slow.openFiles());
    }

    ChildProcesses children() {
        return children;
    }

    void resetPeaks() {
        ProcStatus.resetPeak();
        children.resetPeaks();
        threadsPeak = 0;
        heapPeakBytes = 0;
        sample();
    }

    void sample() {
        Integer threads = ProcStatus.threads();
        // Elsewhere than on Linux by the virtual machine's count, which lacks its own threads.
        int now =
                threads != null ? threads : ManagementFactory.getThreadMXBean().getThreadCount();
        threadsPeak = Math.max(threadsPeak, now);
        heapPeakBytes = Math.max(heapPeakBytes, JvmCounters.heapUsedBytes());
        children.sample();
    }

    /// What went on between two edges, and the peaks since the last reset.
    Used between(Edge from, Edge to) {
        Long compiler = SystemThreads.between(
                from.systemThreads().compilers(), to.systemThreads().compilers());
        Long collector = SystemThreads.between(
                from.systemThreads().collectors(), to.systemThreads().collectors());
        Long removed = sum(compiler, collector);
        Long all = difference(from.cpuNanos(), to.cpuNanos());
        ResourceUsage before = from.usage();
        ResourceUsage after = to.usage();
        Long resident = ProcStatus.residentPeakBytes();
        return new Used(
                all == null ? null : Long.valueOf(Math.max(0, all - (removed == null ? 0 : removed))),
                removed,
                difference(from.childrenNanos(), to.childrenNanos()),
                difference(from.jvm().allocatedBytes(), to.jvm().allocatedBytes()),
                before != null && after != null ? after.voluntary() - before.voluntary() : null,
                before != null && after != null ? after.involuntary() - before.involuntary() : null,
                threadsPeak,
                1 + children.peak(),
                resident == null ? null : Long.valueOf(resident + children.residentPeakBytes()),
                heapPeakBytes,
                to.jvm().gcNanos() - from.jvm().gcNanos(),
                to.jvm().gcCount() - from.jvm().gcCount(),
                to.jvm().jitNanos() - from.jvm().jitNanos(),
                compiler,
                collector);
    }

    private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
        return a == null ? b : b == null ? a : Long.valueOf(a + b);
    }

    private static @Nullable Long difference(@Nullable Long from, @Nullable Long to) {
        return from == null || to == null ? null : Long.valueOf(to - from);
    }

    /// The fields of [dev.asynclab.wire.Measurement] and [dev.asynclab.wire.ProcessFigures] by the same names.
    record Used(
            @Nullable Long cpuNanos,
            @Nullable Long cpuRemovedNanos,
            @Nullable Long childrenCpuNanos,
            @Nullable Long allocatedBytes,
            @Nullable Long voluntarySwitches,
            @Nullable Long involuntarySwitches,
            int threadsPeak,
            int processesPeak,
            @Nullable Long rssPeakBytes,
            long heapPeakBytes,
            long gcNanos,
            long gcCount,
            long jitNanos,
            @Nullable Long jitCpuNanos,
            @Nullable Long gcCpuNanos) {}
}
