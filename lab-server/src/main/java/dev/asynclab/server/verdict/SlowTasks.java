package dev.asynclab.server.verdict;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.DelaySpec;
import dev.asynclab.api.Scenario;

/// What "slow" means: longer than twice the delay of a task whose calls all got their base delay.
final class SlowTasks {

    private SlowTasks() {}

    static double baseNanos(Scenario.Point point) {
        return new Delays(point, backend -> base(point.backends().get(backend)), false).taskNanos();
    }

    private static double base(@org.jspecify.annotations.Nullable BackendSpec spec) {
        if (spec == null) {
            return 0;
        }
        return spec.delay() instanceof DelaySpec.Mixture mixture
                ? mixture.base().toNanos()
                : spec.delay().meanNanos();
    }
}
