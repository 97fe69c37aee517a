package dev.asynclab.scenario;

import dev.asynclab.api.StepSpec;
import java.time.Duration;
import java.util.List;

/// How many steps there are when all repetitions are written out: what a file may not have too many of.
final class StepCount {

    private StepCount() {}

    /// Steps of one task; counting stops above the cap.
    static long unrolled(List<StepSpec> steps) {
        long sum = 0;
        for (StepSpec step : steps) {
            sum += switch (step) {
                case StepSpec.Repeat(int times, List<StepSpec> body) -> times * unrolled(body);
                case StepSpec.Retry(int times, Duration _, List<StepSpec> body) -> times * unrolled(body);
                default -> step.inside().isEmpty() ? 1 : branches(step.inside());
            };
            if (sum > StepForms.MAX_UNROLLED) {
                return StepForms.MAX_UNROLLED + 1L;
            }
        }
        return sum;
    }

    private static long branches(List<List<StepSpec>> branches) {
        long sum = 0;
        for (var branch : branches) {
            sum += Math.max(1, unrolled(branch)); // empty branches count, or nesting them would make counting slow
            if (sum > StepForms.MAX_UNROLLED) {
                break;
            }
        }
        return sum;
    }
}
