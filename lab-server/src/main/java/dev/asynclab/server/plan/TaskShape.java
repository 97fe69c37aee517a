package dev.asynclab.server.plan;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.StepSpec;
import java.util.ArrayList;
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
            };
        }
        return sum;
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
                        case StepSpec.Compute _, StepSpec.Wait _, StepSpec.Block _ -> 0;
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
        return steps.stream().anyMatch(step -> switch (step) {
            case StepSpec.Compute _ -> true;
            case StepSpec.Call _, StepSpec.Wait _, StepSpec.Block _ -> false;
            case StepSpec.Parallel parallel -> parallel.branches().stream().anyMatch(TaskShape::computes);
            case StepSpec.Repeat repeat -> computes(repeat.steps());
            case StepSpec.Timeout timeout -> computes(timeout.steps());
            case StepSpec.Limit limit -> computes(limit.steps());
        });
    }
}
