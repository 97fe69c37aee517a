package dev.asynclab.model;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Parallel;
import dev.asynclab.workload.StepFailure;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The branches of one `parallel` step on threads: fork, join all, the first failure stops the rest.
///
/// At most `limit` threads take branch after branch, so a fan-out of 1,000 with limit 8 costs 8 threads.
final class Fork {

    private final BlockingSteps steps;
    private final List<List<Step>> branches;
    private final int threads;
    private final long taskId;
    private final AtomicInteger nextBranch = new AtomicInteger();
    private final AtomicLong sum = new AtomicLong();

    Fork(BlockingSteps steps, Parallel fork, long taskId) {
        this.steps = steps;
        this.branches = fork.branches();
        this.threads = fork.limit() == 0 ? branches.size() : Math.min(fork.limit(), branches.size());
        this.taskId = taskId;
    }

    /// Forks, joins, and returns the sum of the branches.
    long run(Strand parent, Executor executor) throws StepFailure {
        var strands = new Strands(parent, executor);
        for (int i = 0; i < threads; i++) {
            strands.start(strand -> branches(strand, strands));
        }
        strands.join();
        return sum.get();
    }

    private void branches(Strand strand, Strands all) throws StepFailure {
        int branch = nextBranch.getAndIncrement();
        while (branch < branches.size() && !all.stopped()) {
            sum.addAndGet(steps.run(branches.get(branch), taskId, strand));
            branch = nextBranch.getAndIncrement();
        }
    }
}
