package dev.asynclab.model;

import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.Task;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/// One thread, one task at a time: the floor.
///
/// *What it is:* tasks queue for a single thread, which waits out every wait. Branches run in turn. Whatever
/// another model does better than this is what its concurrency is worth.
///
/// *In asyncio terms:* plain Python without asyncio: `for task in tasks: run(task)`.
///
/// *Good at:* being understood, and short computations: no hand-over, no switch, no lock, everything stays in
/// cache.
///
/// *Breaks when:* a task waits. With answers after 100 ms it makes 10 tasks per second.
///
/// *Look at:* `tasks` (one thread with a queue in front), and [Crew#alone()], which is what "in turn" means.
///
/// *A real system would add:* nothing. It would pick another model, or stay with this one and be right.
public final class SequentialModel implements ConcurrencyModel {

    private final Map<String, String> limits = new TreeMap<>();
    private final ExecutorService tasks = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("sequential").factory());
    private final BlockingSteps steps;

    SequentialModel(Setup setup) {
        limits.put("threads", "1");
        limits.put("queue", "unbounded");
        limits.put("branches", "in turn");
        limits.put("job-lanes", "1");
        limits.putAll(BlockingCalls.limits(setup.text("client"), setup.connections()));
        this.steps = new BlockingSteps(
                BlockingCalls.named(setup.text("client"), setup.connections()), Crew.alone(), setup.shared());
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
        steps.close();
    }
}
