package dev.asynclab.model;

import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.Task;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/// Platform threads that must hold one lock to compute: the global interpreter lock, simulated.
///
/// *What it is:* [PlatformThreadModel] with one change: every computation takes the [GlobalLock] first. Waiting for
/// an answer needs no lock, so waits overlap and computations do not.
///
/// *In asyncio terms:* `threading` on CPython with its GIL. The simulation is kinder than the real thing: CPython
/// hands the lock over every 5 ms, here a kernel keeps it to its end.
///
/// *Good at:* what any thread pool is good at as long as tasks wait.
///
/// *Breaks when:* tasks compute: two threads on two cores are as fast as one, and switching costs extra.
///
/// *Look at:* `crew`, whose last line undoes every core but one.
///
/// *A real system would add:* processes, a free-threaded interpreter, or kernels that give the lock back.
public final class GilThreadModel implements ConcurrencyModel {

    private final Map<String, String> limits = new TreeMap<>();
    private final ExecutorService tasks;
    private final ExecutorService branches =
            Executors.newCachedThreadPool(Thread.ofPlatform().name("branch-", 0).factory());
    private final BlockingSteps steps;

    GilThreadModel(Setup setup) {
        limits.put("threads", String.valueOf(setup.count("threads")));
        limits.put("queue", "unbounded");
        limits.put("computing", "1");
        limits.put("branches", "a pool of their own, unbounded");
        limits.putAll(BlockingCalls.limits(setup.text("client"), setup.connections()));
        this.tasks = Executors.newFixedThreadPool(
                setup.count("threads"), Thread.ofPlatform().name("pool-", 0).factory());
        limits.put("job-lanes", String.valueOf(setup.count("threads")));
        var crew = new Crew(
                branches,
                false,
                setup.count("threads"),
                Optional.empty(),
                (work, _, timeline) -> GlobalLock.run(work, timeline));
        this.steps =
                new BlockingSteps(BlockingCalls.named(setup.text("client"), setup.connections()), crew, setup.shared());
    }

    @Override
    public void start(Task task, Completion done) {
        try {
            tasks.execute(() -> run(task, done));
        } catch (RejectedExecutionException e) {
            done.failed(Failures.cancelled());
        }
    }

    private void run(Task task, Completion done) {
        done.started();
        long checksum;
        try {
            checksum = steps.run(task, done.timeline());
        } catch (StepFailure e) {
            done.failed(e);
            return;
        }
        done.succeeded(checksum);
    }

    @Override
    public Map<String, String> limits() {
        return Map.copyOf(limits);
    }

    @Override
    public void close() {
        tasks.shutdown();
        steps.stop();
        tasks.close();
        branches.close();
        steps.close();
    }
}
