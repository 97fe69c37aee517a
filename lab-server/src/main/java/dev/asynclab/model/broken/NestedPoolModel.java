package dev.asynclab.model.broken;

import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.model.Models;
import dev.asynclab.model.Setup;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/// Broken on purpose: a task waits in a pool for branches that are queued behind it in the same pool.
///
/// *The mistake:* a thread that waits for a future holds its place. When all threads of a bounded pool wait for
/// work that stands in the queue of that pool, nobody is left to do it, and nobody ever will be.
///
/// *Where it was made:* `submit(...).result()` inside a function that itself runs on the executor (Python's own
/// documentation warns of it), `parallelStream` inside a common pool, one pool for requests and their parts.
///
/// *What gives it away:* one task alone works. With as many tasks as threads nothing moves any more, the processor
/// idles, and a thread dump shows every thread at the same line.
final class NestedPoolModel implements ConcurrencyModel {

    private static final int THREADS = 8;

    /// Runs everything but branches, so that the pool is all that is wrong here.
    private final ConcurrencyModel honest;

    private final ExecutorService pool = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("nested-pool-", 0).factory());

    NestedPoolModel(Setup setup) {
        honest = Models.create("virtual-threads", BrokenModels.virtualThreads(setup));
    }

    /// A task in the pool. A class of its own, so that `close` finds those that never began.
    private final class Run implements Runnable {
        private final Task task;
        private final Completion done;

        Run(Task task, Completion done) {
            this.task = task;
            this.done = done;
        }

        @Override
        public void run() {
            done.started();
            long sum;
            try {
                sum = all(task.id(), task.steps());
            } catch (ExecutionException e) {
                done.failed(e);
                return;
            } catch (InterruptedException | RejectedExecutionException closing) {
                done.failed(new CancellationException("closed"));
                return;
            }
            done.succeeded(sum);
        }
    }

    @Override
    public void start(Task task, Completion done) {
        try {
            pool.execute(new Run(task, done));
        } catch (RejectedExecutionException closed) {
            done.failed(new CancellationException("closed"));
        }
    }

    private long all(long taskId, List<Step> steps) throws ExecutionException, InterruptedException {
        long sum = 0;
        for (Step step : steps) {
            sum += step instanceof Step.Parallel parallel
                    ? joined(taskId, parallel)
                    : honest(new Task(taskId, List.of(step)));
        }
        return sum;
    }

    private long joined(long taskId, Step.Parallel parallel) throws ExecutionException, InterruptedException {
        List<Future<Long>> branches = new ArrayList<>();
        for (List<Step> branch : parallel.branches()) {
            branches.add(pool.submit(() -> all(taskId, branch)));
        }
        long sum = 0;
        for (Future<Long> branch : branches) {
            sum += branch.get(); // waits, on a thread of the pool, for a thread of the pool
        }
        return sum;
    }

    private long honest(Task task) throws ExecutionException, InterruptedException {
        CompletableFuture<Long> end = new CompletableFuture<>();
        honest.start(task, new Completing(end));
        return end.get();
    }

    @Override
    public Map<String, String> limits() {
        return Map.of(
                "broken", "waits in its own pool", "threads", String.valueOf(THREADS), "branches", "the same pool");
    }

    @Override
    public void close() {
        for (Runnable waiting : pool.shutdownNow()) {
            if (waiting instanceof Run run) {
                run.done.failed(new CancellationException("closed"));
            }
        }
        honest.close();
        pool.close();
    }
}
