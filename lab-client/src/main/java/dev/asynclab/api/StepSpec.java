package dev.asynclab.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A step as read from a file, every value resolved for one sweep point. The plan turns it into a step to execute.
public sealed interface StepSpec {

    /// One HTTP call to a mock backend. `path` starts with `/` or is empty; `bodyBytes` above 0 makes it a POST.
    record Call(String backend, String path, Optional<Duration> timeout, int bodyBytes) implements StepSpec {}

    /// A CPU kernel, by catalogue id and parameter values. `globalLock`: only one task of the process computes at a
    /// time.
    record Compute(String kernel, Map<String, Long> parameters, boolean globalLock) implements StepSpec {
        public Compute {
            parameters = Map.copyOf(parameters);
        }
    }

    /// Wait the model's own way.
    record Wait(Duration duration) implements StepSpec {}

    /// Hold the thread that runs the step, on purpose.
    record Block(Duration duration) implements StepSpec {}

    /// Fan out, join all; the first failure cancels the rest. `limit`: how many branches at once.
    record Parallel(List<List<StepSpec>> branches, OptionalInt limit) implements StepSpec {
        public Parallel {
            branches = List.copyOf(branches);
        }
    }

    /// The same steps several times, in order.
    record Repeat(int times, List<StepSpec> steps) implements StepSpec {
        public Repeat {
            steps = List.copyOf(steps);
        }
    }

    /// Cancel what it covers when time is up; the task then fails with kind `timeout`.
    record Timeout(Duration after, List<StepSpec> steps) implements StepSpec {
        public Timeout {
            steps = List.copyOf(steps);
        }
    }

    /// A bulkhead: at most `permits` tasks inside; at most `queue` tasks wait outside, more are rejected.
    record Limit(String name, int permits, OptionalInt queue, List<StepSpec> steps) implements StepSpec {
        public Limit {
            steps = List.copyOf(steps);
        }
    }
}
