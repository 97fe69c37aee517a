package dev.asynclab.trial;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The processes a model has started: how many, their CPU, their memory.
final class ChildProcesses {

    /// Looking for children means reading the whole process table, so without any it is done more rarely.
    private static final long RARELY_NANOS = 1_000_000_000;

    private final TrialClock clock;
    private List<ProcessHandle> present = List.of();
    private long lookedNanos = Long.MIN_VALUE;
    private int peak;
    private long residentPeakBytes;

    ChildProcesses(TrialClock clock) {
        this.clock = clock;
    }

    /// Looks at the children present now; every call when there were some the last time.
    void sample() {
        if (!present.isEmpty() || clock.nanos() - RARELY_NANOS >= lookedNanos) {
            look();
        }
    }

    private void look() {
        lookedNanos = clock.nanos();
        present = ProcessHandle.current().descendants().toList();
        peak = Math.max(peak, present.size());
        long resident = 0;
        for (ProcessHandle child : present) {
            Long bytes = ProcStatus.residentPeakBytes(child.pid());
            resident += bytes == null ? 0 : bytes;
        }
        residentPeakBytes = Math.max(residentPeakBytes, resident);
    }

    void resetPeaks() {
        peak = 0;
        residentPeakBytes = 0;
        look();
    }

    /// Most children at once.
    int peak() {
        return peak;
    }

    /// Sum of the children's own peaks at the sample where it was largest; an upper bound, shared pages count
    /// twice.
    long residentPeakBytes() {
        return residentPeakBytes;
    }

    /// Proportional resident set of this process and all children present; null without children, and where it
    /// cannot be read.
    @Nullable
    Long proportionalBytes() {
        Long sum = present.isEmpty()
                ? null
                : ProcStatus.proportionalBytes(ProcessHandle.current().pid());
        if (sum == null) {
            return null;
        }
        for (ProcessHandle child : present) {
            Long bytes = ProcStatus.proportionalBytes(child.pid());
            // A child that has just ended holds nothing any more.
            sum += bytes == null ? 0 : bytes;
        }
        return sum;
    }

    /// CPU of all children so far: the ended ones as the kernel adds them up, and those that live. Null where
    /// neither can be read.
    @Nullable
    Long cpuNanos() {
        look();
        ResourceUsage ended = ResourceUsage.endedChildren();
        if (ended == null && present.isEmpty()) {
            return null;
        }
        long sum = ended == null ? 0 : ended.cpuNanos();
        for (ProcessHandle child : present) {
            Long nanos = NativeClocks.processNanos(child.pid());
            sum += nanos != null
                    ? nanos
                    : child.info().totalCpuDuration().map(d -> d.toNanos()).orElse(0L);
        }
        return sum;
    }
}
