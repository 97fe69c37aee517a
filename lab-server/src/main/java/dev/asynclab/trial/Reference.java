package dev.asynclab.trial;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.ToTrial;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The kernels of a cell alone, on as many plain threads as cores: how fast they could be if there were no model.
final class Reference {

    /// This part of the time is run first and not counted.
    private static final long WARM_UP_PART = 5;

    private final ToTrial.Cell cell;
    private final KindDraw draw;
    private final List<List<Kernel>> kernels = new ArrayList<>();
    private final TrialClock clock;
    private volatile boolean stopped;

    @SuppressWarnings("unused") // results must go somewhere, or the compiler drops the work
    private volatile long sink;

    Reference(ToTrial.Cell cell, long seed, TrialClock clock) {
        this.cell = cell;
        this.draw = new KindDraw(cell.kinds(), seed);
        this.clock = clock;
        Kinds kinds = new Kinds(cell.kinds());
        for (int i = 0; i < kinds.count(); i++) {
            kernels.add(kinds.kernels(i));
        }
    }

    /// Tasks per second summed over the threads, each over its own time; CPU by the threads' own clocks. Zero
    /// for a cell without compute steps.
    FromTrial.ReferenceRate rate(int cores, long nanos) throws TrialFault, InterruptedException {
        if (kernels.stream().allMatch(List::isEmpty)) {
            return new FromTrial.ReferenceRate(cell.id(), 0, 0);
        }
        ExecutorService threads = Executors.newFixedThreadPool(
                cores, Thread.ofPlatform().daemon().name("reference-", 0).factory());
        try {
            List<Callable<Part>> parts = new ArrayList<>();
            for (int i = 0; i < cores; i++) {
                long first = (long) i << 32;
                parts.add(() -> run(first, nanos));
            }
            double rate = 0;
            double cpu = 0;
            long tasks = 0;
            for (Future<Part> part : threads.invokeAll(parts)) {
                rate += part.get().tasks() * 1e9 / part.get().nanos();
                cpu += part.get().cpuNanos();
                tasks += part.get().tasks();
            }
            return new FromTrial.ReferenceRate(cell.id(), rate, cpu / tasks);
        } catch (ExecutionException e) {
            throw TrialFault.of(e.getCause() == null ? e : e.getCause());
        } finally {
            stopped = true;
            threads.shutdownNow();
        }
    }

    private record Part(long tasks, long nanos, long cpuNanos) {}

    private Part run(long firstId, long nanos) {
        long id = firstId;
        long until = clock.nanos() + nanos / WARM_UP_PART;
        do {
            task(id++);
        } while (clock.nanos() < until && !stopped);
        long firstCounted = id;
        long began = clock.nanos();
        long cpuBefore = threadCpu();
        until = began + nanos - nanos / WARM_UP_PART;
        do {
            task(id++);
        } while (clock.nanos() < until && !stopped);
        return new Part(id - firstCounted, Math.max(1, clock.nanos() - began), threadCpu() - cpuBefore);
    }

    private void task(long id) {
        long sum = 0;
        for (Kernel kernel : kernels.get(draw.kind(id))) {
            sum += kernel.run();
        }
        sink = sum;
    }

    private static long threadCpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
