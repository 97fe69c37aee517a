package dev.asynclab.model;

import dev.asynclab.workload.Step.Parallel;
import dev.asynclab.workload.StepFailure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The branches of one `parallel` step on threads: fork, join all, the first failure stops the rest.
///
/// What `StructuredTaskScope` will do in one line once it is final. At most `limit` threads take branch after
/// branch, so a fan-out of 1,000 with limit 8 costs 8 threads.
final class Fork {

    private final BlockingSteps steps;
    private final Parallel fork;
    private final long taskId;
    private final Strand parent;
    private final int threads;
    private final CountDownLatch open;
    private final Set<Strand> strands = ConcurrentHashMap.newKeySet();
    private final AtomicInteger nextBranch = new AtomicInteger();
    private final AtomicLong sum = new AtomicLong();
    private final AtomicReference<@Nullable StepFailure> failure = new AtomicReference<>();

    Fork(BlockingSteps steps, Parallel fork, long taskId, Strand parent) {
        this.steps = steps;
        this.fork = fork;
        this.taskId = taskId;
        this.parent = parent;
        int branches = fork.branches().size();
        this.threads = fork.limit() == 0 ? branches : Math.min(fork.limit(), branches);
        this.open = new CountDownLatch(threads);
    }

    /// Forks, joins, and returns the sum of the branches.
    long run(Executor executor) throws StepFailure {
        for (int i = 0; i < threads; i++) {
            Timeline lane = parent.timeline().branch();
            try {
                executor.execute(() -> branches(lane));
            } catch (RejectedExecutionException e) {
                lane.ended();
                fail(Failures.cancelled());
                open.countDown();
            }
        }
        join();
        StepFailure first = failure.get();
        if (first != null) {
            throw first;
        }
        return sum.get();
    }

    private void branches(Timeline lane) {
        Strand strand = parent.isHere() ? parent : new Strand(lane);
        if (strand == parent) {
            lane.ended(); // no strand of its own: the branches run in turn on the parent's
        } else {
            lane.running();
        }
        strands.add(strand);
        try {
            int branch = nextBranch.getAndIncrement();
            // `failure` is read after strands.add: fail() writes it before it looks at the strands
            while (branch < fork.branches().size() && failure.get() == null) {
                sum.addAndGet(steps.run(fork.branches().get(branch), taskId, strand));
                branch = nextBranch.getAndIncrement();
            }
        } catch (StepFailure e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(Failures.of(e));
        } finally {
            if (strand != parent) {
                strands.remove(strand);
                strand.end();
                lane.ended();
            }
            open.countDown();
        }
    }

    /// Waits for all, also when it is told to stop: no branch outlives its task.
    private void join() {
        while (true) {
            try {
                open.await();
                return;
            } catch (InterruptedException e) {
                fail(parent.failure(e));
            }
        }
    }

    private void fail(StepFailure cause) {
        if (failure.compareAndSet(null, cause)) {
            strands.forEach(Strand::stop);
        }
    }
}
