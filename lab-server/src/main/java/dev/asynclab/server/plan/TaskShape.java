package dev.asynclab.server.plan;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.StepSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the shape of a task says before anything is measured.
public final class TaskShape {

    private TaskShape() {}

    /// Mean declared delay of the steps in nanoseconds: in order they add up; parallel branches take as long as the
    /// longest, in ceil(branches / limit) turns when there is a limit. Computing is not a declared delay.
    public static double delayNanos(List<StepSpec> steps, Map<String, BackendSpec> backends) {
        double sum = 0;
        for (StepSpec step : steps) {
            sum += switch (step) {
                case StepSpec.Call call -> {
                    BackendSpec backend = backends.get(call.backend());
                    yield backend == null ? 0 : backend.delay().meanNanos();
                }
                case StepSpec.Compute _ -> 0;
                case StepSpec.Wait wait -> wait.duration().toNanos();
                case StepSpec.Block block -> block.duration().toNanos();
                case StepSpec.Parallel parallel -> {
                    double longest = 0;
                    for (List<StepSpec> branch : parallel.branches()) {
                        longest = Math.max(longest, delayNanos(branch, backends));
                    }
                    yield longest * turns(parallel);
                }
                case StepSpec.Repeat repeat -> repeat.times() * delayNanos(repeat.steps(), backends);
                case StepSpec.Timeout timeout ->
                    Math.min(timeout.after().toNanos(), delayNanos(timeout.steps(), backends));
                case StepSpec.Limit limit -> delayNanos(limit.steps(), backends);
                case StepSpec.Race race -> {
                    double shortest = Double.POSITIVE_INFINITY;
                    for (List<StepSpec> branch : race.branches()) {
                        shortest = Math.min(shortest, delayNanos(branch, backends));
                    }
                    yield race.branches().isEmpty() ? 0 : shortest;
                }
                case StepSpec.Retry retry -> delayNanos(retry.steps(), backends);
                case StepSpec.Lock lock -> delayNanos(lock.steps(), backends);
                case StepSpec.Cache _ -> 0; // a hit costs nothing, and how many hit is not said beforehand
                case StepSpec.Update _, StepSpec.Hold _, StepSpec.Send _, StepSpec.Job _ -> 0;
                case StepSpec.Graph graph -> criticalPathNanos(graph, backends);
            };
        }
        return sum;
    }

    /// The longest way through a graph: with as much at once as there can be, it takes no less.
    private static double criticalPathNanos(StepSpec.Graph graph, Map<String, BackendSpec> backends) {
        Map<String, Double> ends = new HashMap<>();
        double longest = 0;
        for (StepSpec.Node node : graph.nodes()) {
            double start = 0;
            for (String need : node.needs()) {
                start = Math.max(start, ends.getOrDefault(need, 0.0));
            }
            double end = start + delayNanos(node.steps(), backends);
            ends.put(node.name(), end);
            longest = Math.max(longest, end);
        }
        return longest;
    }

    private static int turns(StepSpec.Parallel parallel) {
        int branches = parallel.branches().size();
        return parallel.limit().isEmpty()
                ? 1
                : -Math.floorDiv(-branches, parallel.limit().getAsInt());
    }

    /// Most calls one task can have in the air at once.
    public static int callsAtOnce(List<StepSpec> steps) {
        int most = 0;
        for (StepSpec step : steps) {
            most = Math.max(
                    most,
                    switch (step) {
                        case StepSpec.Call _ -> 1;
                        case StepSpec.Compute _,
                                StepSpec.Wait _,
                                StepSpec.Block _,
                                StepSpec.Update _,
                                StepSpec.Hold _,
                                StepSpec.Send _,
                                StepSpec.Job _ -> 0;
                        case StepSpec.Race race ->
                            race.branches().stream()
                                    .mapToInt(TaskShape::callsAtOnce)
                                    .sum();
                        case StepSpec.Graph graph ->
                            graph.nodes().stream()
                                    .mapToInt(n -> callsAtOnce(n.steps()))
                                    .sum();
                        case StepSpec.Retry retry -> callsAtOnce(retry.steps());
                        case StepSpec.Lock lock -> callsAtOnce(lock.steps());
                        case StepSpec.Cache cache -> callsAtOnce(cache.steps());
                        case StepSpec.Parallel parallel -> {
                            List<Integer> each = new ArrayList<>();
                            parallel.branches().forEach(b -> each.add(callsAtOnce(b)));
                            each.sort((a, b) -> Integer.compare(b, a));
                            yield each.stream()
                                    .limit(parallel.limit().orElse(Integer.MAX_VALUE))
                                    .mapToInt(Integer::intValue)
                                    .sum();
                        }
                        case StepSpec.Repeat repeat -> callsAtOnce(repeat.steps());
                        case StepSpec.Timeout timeout -> callsAtOnce(timeout.steps());
                        case StepSpec.Limit limit -> callsAtOnce(limit.steps());
                    });
        }
        return most;
    }

    /// Whether any step computes.
    public static boolean computes(List<StepSpec> steps) {
        return steps.stream()
                .anyMatch(step -> step instanceof StepSpec.Compute
                        || step instanceof StepSpec.Job
                        || step.inside().stream().anyMatch(TaskShape::computes));
    }

    /// Whether any step keeps a processor busy: computes, or updates something shared as fast as it can.
    static boolean keepsBusy(List<StepSpec> steps) {
        return computes(steps)
                || steps.stream()
                        .anyMatch(step -> step instanceof StepSpec.Update
                                || step.inside().stream().anyMatch(TaskShape::keepsBusy));
    }
}
