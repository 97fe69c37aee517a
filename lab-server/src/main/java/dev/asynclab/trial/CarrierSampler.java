package dev.asynclab.trial;

import dev.asynclab.wire.ProcessFigures.Carriers;
import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.jspecify.annotations.Nullable;

/// The virtual-thread scheduler over a window: looked at often, below a microsecond a look.
///
/// Virtual threads have no CPU clock of their own and no thread count anywhere: whether they wait for carriers shows
/// only here. Used by the measuring thread alone.
final class CarrierSampler {

    private final @Nullable VirtualThreadSchedulerMXBean scheduler =
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

    private long looks;
    private int poolSizePeak;
    private long mountedSum;
    private int mountedPeak;
    private long queuedSum;
    private long queuedPeak;

    void reset() {
        looks = 0;
        poolSizePeak = 0;
        mountedSum = 0;
        mountedPeak = 0;
        queuedSum = 0;
        queuedPeak = 0;
    }

    void look() {
        if (scheduler != null) {
            add(
                    scheduler.getPoolSize(),
                    scheduler.getMountedVirtualThreadCount(),
                    scheduler.getQueuedVirtualThreadCount());
        }
    }

    /// One look's figures; each is -1 where the machine does not know.
    void add(int poolSize, int mounted, long queued) {
        looks++;
        poolSizePeak = Math.max(poolSizePeak, poolSize);
        mountedSum += Math.max(0, mounted);
        mountedPeak = Math.max(mountedPeak, mounted);
        queuedSum += Math.max(0, queued);
        queuedPeak = Math.max(queuedPeak, queued);
    }

    /// Null when there was no carrier at any look: nothing in this process used virtual threads.
    @Nullable
    Carriers carriers() {
        if (scheduler == null || poolSizePeak <= 0) {
            return null;
        }
        return new Carriers(
                scheduler.getParallelism(),
                poolSizePeak,
                (double) mountedSum / looks,
                mountedPeak,
                (double) queuedSum / looks,
                queuedPeak);
    }
}
