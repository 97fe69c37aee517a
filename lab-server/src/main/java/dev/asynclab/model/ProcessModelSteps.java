package dev.asynclab.model;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.Task;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;

/// A task no single child can run, step by step in the parent: a job or a graph goes to several children, every
/// other step to one.
///
/// The steps inside a child are those of the blocking models ([BlockingSteps]): a child has threads, and nobody else
/// to share them with.
final class ProcessModelSteps {

    private final int width;
    private final ProcessModelJob.Children children;
    private final SharedState shared;
    private final ReentrantLock oneJob = new ReentrantLock(); // lanes of two jobs would wait for each other's children

    /// @param width how many children there are
    ProcessModelSteps(int width, ProcessModelJob.Children children, SharedState shared) {
        this.width = width;
        this.children = children;
        this.shared = shared;
    }

    static boolean needsSeveral(Step step) {
        return step instanceof Step.Job || step instanceof Step.Graph;
    }

    /// Runs the steps one after the other and returns the sum of their values. On none of the threads that feed
    /// children, since it waits for these.
    long run(Task task, Timeline timeline) throws StepFailure {
        long checksum = 0;
        for (Step step : task.steps()) {
            checksum += run(step, task.id(), timeline);
        }
        return checksum;
    }

    private long run(Step step, long taskId, Timeline timeline) throws StepFailure {
        return switch (step) {
            case Step.Graph graph -> new ProcessModelGraph(graph, taskId, children, shared).run(timeline);
            case Step.Job job -> {
                oneJob.lock();
                try {
                    yield ProcessModelJob.run(job, width, children, shared);
                } finally {
                    oneJob.unlock();
                }
            }
            case Step.Call _, Step.Compute _, Step.Wait _, Step.Block _ -> alone(step, taskId, timeline);
            case Step.Parallel _, Step.Timeout _, Step.Limit _, Step.Race _, Step.Retry _ ->
                alone(step, taskId, timeline);
            case Step.Lock _, Step.Cache _, Step.Update _, Step.Hold _, Step.Send _ -> alone(step, taskId, timeline);
        };
    }

    private long alone(Step step, long taskId, Timeline timeline) throws StepFailure {
        var task = new Task(taskId, List.of(step));
        timeline.queued();
        try {
            return CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return children.with(child -> child.run(task, timeline));
                                } catch (StepFailure e) {
                                    throw new CompletionException(e);
                                }
                            },
                            children)
                    .join();
        } catch (CompletionException e) {
            throw Failures.of(e);
        }
    }
}
