package dev.asynclab.model.broken;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.kernel.KernelKind;
import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.model.Models;
import dev.asynclab.model.Setup;
import dev.asynclab.workload.Task;
import java.util.Map;

/// Broken on purpose: "computes" by spinning until one millisecond of wall time is over.
///
/// *The mistake:* wall time passes for a hundred threads at once, also for those that wait for a core. The more
/// threads there are, the less work each of them does, and the rate goes past what the cores can give.
///
/// *Where it was made:* a comparison of thread models reports 90.7 tasks of 100 ms of CPU per second on four
/// cores, which can do 40.
///
/// *What gives it away:* a fixed amount of work has a result to check, an amount of time has none.
final class WallClockSpinModel implements ConcurrencyModel {

    private static final long SPIN_NANOS = 1_000_000;

    private final ConcurrencyModel honest;

    WallClockSpinModel(Setup setup) {
        Map<String, String> threadEach = Map.of("threads", "per-task", "queue", "unbounded", "client", "apache");
        honest = Models.create("platform-threads", new Setup(threadEach, setup.connections(), setup.cores()));
    }

    @Override
    public void start(Task task, Completion done) {
        honest.start(Rewritten.task(task, Spin::new), done);
    }

    private record Spin(Kernel kernel) implements Kernel {
        @Override
        public KernelKind kind() {
            return kernel.kind();
        }

        @Override
        public Map<String, Long> parameters() {
            return kernel.parameters();
        }

        @Override
        public long run() {
            long end = System.nanoTime() + SPIN_NANOS;
            long turns = 0;
            while (System.nanoTime() < end) {
                turns++;
            }
            return turns;
        }
    }

    @Override
    public Map<String, String> limits() {
        return Map.of("broken", "spins 1 ms of wall time");
    }

    @Override
    public void close() {
        honest.close();
    }
}
