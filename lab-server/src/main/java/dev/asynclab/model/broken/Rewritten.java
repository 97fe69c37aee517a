package dev.asynclab.model.broken;

import dev.asynclab.kernel.Kernel;
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
                new Step.Parallel(lists(branches, other), limit);
            case Step.Timeout(long nanos, List<Step> inner) -> new Step.Timeout(nanos, steps(inner, other));
            case Step.Limit(String name, int permits, int queue, List<Step> inner) ->
                new Step.Limit(name, permits, queue, steps(inner, other));
            case Step.Race(List<List<Step>> branches, long stagger) -> new Step.Race(lists(branches, other), stagger);
            case Step.Retry(List<List<Step>> attempts, long backoff) -> new Step.Retry(lists(attempts, other), backoff);
            case Step.Lock(String name, Step.LockKind kind, boolean perTask, List<Step> inner) ->
                new Step.Lock(name, kind, perTask, steps(inner, other));
            case Step.Cache cache ->
                new Step.Cache(
                        cache.name(),
                        cache.keys(),
                        cache.size(),
                        cache.policy(),
                        cache.ttlNanos(),
                        cache.singleFlight(),
                        steps(cache.steps(), other));
            case Step.Graph(List<Step.Node> nodes, boolean persist, Step.Before before) ->
                new Step.Graph(
                        nodes.stream()
                                .map(n -> new Step.Node(n.name(), n.needs(), steps(n.steps(), other)))
                                .toList(),
                        persist,
                        before);
            case Step.Call _, Step.Wait _, Step.Block _, Step.Update _, Step.Hold _, Step.Send _, Step.Job _ -> step;
        };
    }

    private static List<List<Step>> lists(List<List<Step>> lists, UnaryOperator<Kernel> other) {
        return lists.stream().map(list -> steps(list, other)).toList();
    }
}
