package dev.asynclab.model.broken;

import dev.asynclab.workload.Kernel;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Task;
import java.util.List;
import java.util.function.UnaryOperator;

/// A task with other kernels in the places of its own.
final class Rewritten {

    private Rewritten() {}

    static Task task(Task task, UnaryOperator<Kernel> other) {
        return new Task(task.id(), steps(task.steps(), other));
    }

    private static List<Step> steps(List<Step> steps, UnaryOperator<Kernel> other) {
        return steps.stream().map(step -> step(step, other)).toList();
    }

    private static Step step(Step step, UnaryOperator<Kernel> other) {
        return switch (step) {
            case Step.Compute(Kernel kernel, boolean globalLock) -> new Step.Compute(other.apply(kernel), globalLock);
            case Step.Parallel(List<List<Step>> branches, int limit) ->
                new Step.Parallel(branches.stream().map(b -> steps(b, other)).toList(), limit);
            case Step.Timeout(long nanos, List<Step> inner) -> new Step.Timeout(nanos, steps(inner, other));
            case Step.Limit(String name, int permits, int queue, List<Step> inner) ->
                new Step.Limit(name, permits, queue, steps(inner, other));
            case Step.Call _, Step.Wait _, Step.Block _ -> step;
        };
    }
}
