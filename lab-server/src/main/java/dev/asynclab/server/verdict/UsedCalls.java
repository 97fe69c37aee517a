package dev.asynclab.server.verdict;

import dev.asynclab.api.StepSpec;
import java.util.List;
import java.util.OptionalInt;

/// How many answers of backends go into the result of one task that succeeds.
///
/// Of a race that is the winner's, of a retry the last attempt's. Empty where it differs from task to task: behind a
/// cache, and where the branches of a race make different numbers of calls.
final class UsedCalls {
    private UsedCalls() {}

    static OptionalInt of(List<StepSpec> steps) {
        int sum = 0;
        for (StepSpec step : steps) {
            OptionalInt used = of(step);
            if (used.isEmpty()) {
                return used;
            }
            sum += used.getAsInt();
        }
        return OptionalInt.of(sum);
    }

    private static OptionalInt of(StepSpec step) {
        return switch (step) {
            case StepSpec.Call _ -> OptionalInt.of(1);
            case StepSpec.Cache cache -> {
                OptionalInt inside = of(cache.steps());
                yield inside.isPresent() && inside.getAsInt() == 0 ? inside : OptionalInt.empty();
            }
            case StepSpec.Race race -> {
                List<OptionalInt> each =
                        race.branches().stream().map(UsedCalls::of).distinct().toList();
                yield each.size() == 1 ? each.getFirst() : OptionalInt.empty();
            }
            case StepSpec.Repeat repeat -> times(repeat.times(), of(repeat.steps()));
            default -> {
                int sum = 0;
                for (List<StepSpec> body : step.inside()) {
                    OptionalInt used = of(body);
                    if (used.isEmpty()) {
                        yield used;
                    }
                    sum += used.getAsInt();
                }
                yield OptionalInt.of(sum);
            }
        };
    }

    private static OptionalInt times(int times, OptionalInt used) {
        return used.isPresent() ? OptionalInt.of(times * used.getAsInt()) : used;
    }
}
