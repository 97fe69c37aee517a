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

    /// First success wins, the rest is cancelled. With `stagger` the branches, copies of one another, start one after
    /// the other while none has answered.
    record Race(List<List<StepSpec>> branches, Optional<Duration> stagger) implements StepSpec {
        public Race {
            branches = List.copyOf(branches);
        }
    }

    /// Up to `times` attempts; a pause after each failed one, doubled every time.
    record Retry(int times, Duration backoff, List<StepSpec> steps) implements StepSpec {
        public Retry {
            steps = List.copyOf(steps);
        }
    }

    /// Mutual exclusion. `kind` is `monitor`, `reentrant` or `none`; `perTask`: a lock of the task's own.
    record Lock(String name, String kind, boolean perTask, List<StepSpec> steps) implements StepSpec {
        public Lock {
            steps = List.copyOf(steps);
        }
    }

    /// Memoisation. `exponent` 0: uniform keys, otherwise Zipf. `policy` is `lru`, `lfu`, `fifo` or `ttl`; `ttl` is
    /// there with the last.
    record Cache(
            String name,
            int keys,
            double exponent,
            int size,
            String policy,
            Optional<Duration> ttl,
            boolean singleFlight,
            List<StepSpec> steps)
            implements StepSpec {
        public Cache {
            steps = List.copyOf(steps);
        }
    }

    /// One update of shared state. `how` is `plain`, `volatile`, `lock`, `atomic`, `adder` or `confined`.
    record Update(String counter, String how) implements StepSpec {}

    /// Memory kept while a task (or a thread) lives.
    record Hold(int bytes, boolean perThread) implements StepSpec {}

    /// There and back again. `shape` is `doubles` or `records`; `codec` is `java`, `json`, `binary` or `raw`.
    record Send(int bytes, String shape, String codec) implements StepSpec {}

    /// One piece of work in chunks of `chunkItems` items. `distribute` is `static`, `dynamic`, `guided` or
    /// `one-by-one`; `reduce` is `caller`, `workers` or `tree`; `transport` is `heap`, `json`, `binary` or
    /// `shared-memory`, or empty for each model's own way.
    record Job(
            String kernel,
            Map<String, Long> parameters,
            long chunkItems,
            String distribute,
            String reduce,
            Optional<String> transport)
            implements StepSpec {
        public Job {
            parameters = Map.copyOf(parameters);
        }
    }

    /// A task graph, needs before those who need them, cut to what the target, its last node, needs.
    record Graph(List<Node> nodes, boolean persist, Before before) implements StepSpec {
        public Graph {
            nodes = List.copyOf(nodes);
        }
    }

    /// A node of a graph.
    record Node(String name, List<String> needs, List<StepSpec> steps) {
        public Node {
            needs = List.copyOf(needs);
            steps = List.copyOf(steps);
        }
    }

    /// What was in the store of a persistent graph beforehand: `nodes` results (-1: all) left by a process that was
    /// killed then, those of `changed` being results of another content.
    record Before(int nodes, List<String> changed) {
        /// An empty store.
        public static final Before NOTHING = new Before(0, List.of());

        public Before {
            changed = List.copyOf(changed);
        }
    }

    /// The word of the step in a file.
    default String word() {
        return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    /// The lists of steps inside this one; empty for a step that stands alone.
    default List<List<StepSpec>> inside() {
        return switch (this) {
            case Call _, Compute _, Wait _, Block _, Update _, Hold _, Send _, Job _ -> List.of();
            case Parallel(var branches, var _) -> branches;
            case Race(var branches, var _) -> branches;
            case Repeat(int _, var steps) -> List.of(steps);
            case Timeout(var _, var steps) -> List.of(steps);
            case Limit limit -> List.of(limit.steps());
            case Retry(int _, var _, var steps) -> List.of(steps);
            case Lock lock -> List.of(lock.steps());
            case Cache cache -> List.of(cache.steps());
            case Graph graph -> graph.nodes().stream().map(Node::steps).toList();
        };
    }
}
