package dev.asynclab.model;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.Task;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;

/// Work stealing: as many threads as cores, each with a deque of its own, and who has nothing to do steals.
///
/// *What it is:* a thread that splits its work leaves one half in its deque and goes on with the other. It takes from
/// one end, the newest and smallest; thieves take from the other, the oldest and largest. Nobody distributes anything.
///
/// *In asyncio terms:* nothing in the standard library. It is what TBB does, and Cilk, and `joblib` to a degree.
///
/// *Good at:* one large computation that splits, and parts of unequal size: load balances itself with few steals.
///
/// *Breaks when:* tasks wait. A blocked thread is one less that computes, so each blocking call asks the pool for
/// another thread ([Blocking]), and with many waiting tasks this is a thread pool that starts its threads the slow way.
///
/// *Look at:* [ForkJoinJob] (the splitting) and [ForkJoinGraph] (why it does not join).
///
/// *A real system would add:* nothing for computing; for everything else another pool.
public final class ForkJoinModel implements ConcurrencyModel {

    /// Most threads of a pool, the blocked ones included; the largest number the JDK has room for.
    private static final int MOST_THREADS = 0x7fff;

    private final Map<String, String> limits = new TreeMap<>();
    private final ForkJoinPool pool;
    private final OpenTasks open = new OpenTasks();
    private final BlockingSteps steps;

    ForkJoinModel(Setup setup) {
        int parallelism = setup.count("parallelism");
        limits.put("parallelism", String.valueOf(parallelism));
        limits.put("queue", "unbounded");
        limits.put("branches", "the same pool, which replaces blocked threads");
        limits.put("distribute", "work stealing, whatever the job says");
        limits.putAll(BlockingCalls.limits(setup.text("client"), setup.connections()));
        this.pool = pool(parallelism);
        // Not `execute`, which from a thread of the pool means its own deque: the newest task would come first, and
        // tasks from outside never while the old ones start new ones.
        Executor outside = task -> pool.externalSubmit(ForkJoinTask.adapt(task));
        var crew = new Crew(outside, false, parallelism, Optional.of(outside), Crew::compute);
        this.steps = new BlockingSteps(
                BlockingCalls.named(setup.text("client"), setup.connections()),
                crew,
                setup.shared(),
                new Admission.Local(),
                new Stealing(parallelism, outside, setup.shared()));
    }

    private static ForkJoinPool pool(int parallelism) {
        return new ForkJoinPool(
                parallelism,
                ForkJoinModel::thread,
                null,
                false, // newest first in the own deque
                parallelism,
                MOST_THREADS,
                1,
                _ -> true, // no thread left: block all the same
                1,
                TimeUnit.SECONDS);
    }

    private static ForkJoinWorkerThread thread(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("fork-join-" + thread.getPoolIndex());
        return thread;
    }

    /// Parts in the deques of the pool.
    private record Stealing(int parallelism, Executor pool, SharedState shared) implements BlockingSteps.Divided {
        @Override
        public long job(Step.Job job, Strand strand) throws StepFailure {
            return ForkJoinJob.run(job, parallelism, pool, shared, strand);
        }

        @Override
        public long graph(Step.Graph graph, long taskId, Strand strand, BlockingSteps steps) throws StepFailure {
            return new ForkJoinGraph(graph, taskId, steps, pool, shared).run(strand);
        }
    }

    @Override
    public void start(Task task, Completion done) {
        if (!open.enter()) {
            done.failed(Failures.cancelled());
            return;
        }
        pool.externalSubmit(ForkJoinTask.adapt(() -> {
            try {
                run(task, done);
            } finally {
                open.leave();
            }
        }));
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

    /// The pool is shut down when its last task has ended. It would not wait for that itself: to a pool of this kind
    /// a thread that is blocked is idle, and when all are idle it drops what is queued.
    @Override
    public void close() {
        open.refuse();
        steps.stop();
        open.awaitLast();
        pool.close();
        steps.close();
    }
}
