package dev.asynclab.model;

import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.Task;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A pool of operating-system threads, and blocking code in them.
///
/// *What it is:* a thread costs the kernel a stack and a scheduler entry, so there is a fixed number of them and
/// tasks queue for one. A thread that waits for an answer is occupied all the same. With `threads: per-task` there
/// is no pool, and the number of threads is the number of tasks.
///
/// *In asyncio terms:* `loop.run_in_executor` with a `ThreadPoolExecutor`, or the `threading` module.
///
/// *Good at:* tasks that compute: the kernel takes the processor away from a long one, so that short ones go on.
///
/// *Breaks when:* more tasks wait than there are threads. A pool of 50 and answers after 100 ms make 500 tasks per
/// second, however idle the machine.
///
/// *Look at:* `pool` (what is bounded: threads, and with `queue` also the waiting tasks), and `run`, the same lines
/// as in [VirtualThreadModel]. Branches have threads of their own: if a task waited in the pool for branches queued
/// behind it in the same pool, enough such tasks would wait for each other for ever.
///
/// *A real system would add:* a bounded queue, and a name per pool in its metrics.
public final class PlatformThreadModel implements ConcurrencyModel {

    private final Map<String, String> limits = new TreeMap<>();
    private final ExecutorService tasks;
    private final ExecutorService branches =
            Executors.newCachedThreadPool(Thread.ofPlatform().name("branch-", 0).factory());
    private final BlockingSteps steps;

    PlatformThreadModel(Setup setup) {
        boolean perTask = setup.text("threads").equals("per-task");
        limits.put("threads", perTask ? "one per task" : String.valueOf(setup.count("threads")));
        limits.put("queue", perTask ? "none" : setup.text("queue"));
        limits.put("branches", "a pool of their own, unbounded");
        limits.putAll(BlockingCalls.limits(setup.text("client"), setup.connections()));
        this.tasks = perTask
                ? Executors.newThreadPerTaskExecutor(
                        Thread.ofPlatform().name("task-", 0).factory())
                : pool(setup.count("threads"), setup.count("queue"));
        int lanes = perTask ? setup.cores() : setup.count("threads");
        limits.put("job-lanes", String.valueOf(lanes));
        this.steps = new BlockingSteps(
                BlockingCalls.named(setup.text("client"), setup.connections()),
                Crew.of(branches, lanes),
                setup.shared());
    }

    /// @param queue most tasks that wait for a thread; 0 for any number
    private static ExecutorService pool(int threads, int queue) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(queue == 0 ? Integer.MAX_VALUE : queue),
                Thread.ofPlatform().name("pool-", 0).factory());
    }

    @Override
    public void start(Task task, Completion done) {
        try {
            tasks.execute(() -> run(task, done));
        } catch (RejectedExecutionException e) {
            if (tasks.isShutdown()) {
                done.failed(Failures.cancelled());
            } else {
                reject(done);
            }
        }
    }

    /// Not inside `start`: whoever starts the next task from `failed` would recurse for as long as the queue is
    /// full.
    private void reject(Completion done) {
        StepFailure full = Failures.rejected("queue");
        try {
            branches.execute(() -> done.failed(full));
        } catch (RejectedExecutionException e) {
            done.failed(full);
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
