package dev.asynclab.scenario;

import dev.asynclab.api.Catalogue;
import dev.asynclab.kernel.KernelKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The keys of every step.
final class StepForms {
    static final int MAX_UNROLLED = 10_000;

    private static final Shape STEPS = new Shape.ListOf(new Shape.Nested("step"));
    private static final Shape.Count TIMES = Shape.count(1, MAX_UNROLLED);
    private static final Shape.Time HOLD = Shape.time(Duration.ZERO);

    private static final Key BODY = Key.required("steps", STEPS, "[{call: orders}]", "what is done, in order");

    static final Block CALL = Block.of(
            "call",
            "One HTTP call to a mock backend.",
            Key.required("backend", new Shape.Name(), "orders", "which one of `backends:`"),
            Key.optional("path", new Shape.Text(), "/", "/items", "path of the request; starts with /"),
            Key.optional("timeout", Shape.time(Duration.ofNanos(1000)), "none", "2s", "after this the step fails"),
            Key.optional("body", new Shape.Size(0, 16L << 20), "0B", "1KiB", "bytes sent; above 0 makes it a POST"));

    static final Block PARALLEL = Block.of(
            "parallel",
            "Several copies of the steps at the same time; joins all; the first failure cancels the rest.",
            Key.required("times", TIMES, "5", "how many copies"),
            BODY,
            Key.optional("limit", TIMES, "no limit", "2", "how many at once"));

    static final Block REPEAT = Block.of(
            "repeat",
            "The same steps several times, one after the other.",
            Key.required("times", TIMES, "5", "how often"),
            BODY);

    static final Block TIMEOUT = Block.of(
            "timeout",
            "Cancels what it covers when time is up.",
            Key.required("after", Shape.time(Duration.ofNanos(1000)), "200ms", "time allowed"),
            BODY);

    static final Block LIMIT = Block.of(
            "limit",
            "A bulkhead: at most so many tasks inside.",
            Key.required("permits", Shape.count(1, 1_000_000), "10", "tasks inside at once"),
            Key.optional("name", new Shape.Name(), "limit", "orders-gate", "steps with one name share the permits"),
            Key.optional(
                    "queue", Shape.count(0, 1_000_000), "unlimited", "100", "tasks that may wait; more are rejected"),
            BODY);

    static final Block STEP = Block.of(
            "step",
            "One step of a task: exactly one of these keys, and `when` if it exists only at some sweep points.",
            Key.optional(
                    "call",
                    Shape.oneOf(new Shape.Name(), new Shape.Nested("call")),
                    "",
                    "orders",
                    "one HTTP call to a mock backend"),
            Key.optional(
                    "compute",
                    new Shape.Nested("compute"),
                    "",
                    "{kernel: primes, from: 100M, count: 200}",
                    "a CPU kernel"),
            Key.optional("wait", HOLD, "", "50ms", "wait the model's own way: a timer, a parked thread"),
            Key.optional("block", HOLD, "", "50ms", "hold the thread that runs the step, on purpose"),
            Key.optional(
                    "parallel",
                    Shape.oneOf(STEPS, new Shape.Nested("parallel")),
                    "",
                    "{times: 5, steps: [{call: orders}]}",
                    "branches at the same time; a list gives one branch per step"),
            Key.optional(
                    "repeat", new Shape.Nested("repeat"), "", "{times: 5, steps: [{call: orders}]}", "in order, again"),
            Key.optional(
                    "timeout",
                    new Shape.Nested("timeout"),
                    "",
                    "{after: 200ms, steps: [{call: orders}]}",
                    "cancels what it covers when time is up"),
            Key.optional(
                    "limit",
                    new Shape.Nested("limit"),
                    "",
                    "{permits: 10, steps: [{call: orders}]}",
                    "at most so many tasks inside"),
            Key.optional(
                    "when",
                    new Shape.AxisValues(true),
                    "every point",
                    "{work: wait}",
                    "the step exists only at these sweep points"));

    /// Words of the language whose steps this version does not run.
    static final List<String> LATER = List.of("race", "retry", "lock", "cache", "update", "hold", "send");

    private static final List<String> WORDS =
            STEP.names().stream().filter(n -> !n.equals("when")).toList();

    /// What a step holds, in words.
    static final String CONTENT = "with one of " + Spelling.or(WORDS);

    private static final Map<String, Block> COMPUTE =
            Catalogue.kernels().stream().collect(Collectors.toMap(KernelKind::id, StepForms::describe));

    private static final Set<String> COMPUTE_KEYS = Catalogue.kernels().stream()
            .flatMap(k -> compute(k).names().stream())
            .collect(Collectors.toSet());

    private StepForms() {}

    /// The step words this version runs.
    static List<String> words() {
        return WORDS;
    }

    static Key kernelKey() {
        return Key.required(
                "kernel",
                new Shape.Choice(
                        Catalogue.kernels().stream().map(KernelKind::id).toList()),
                "primes",
                "what is computed");
    }

    /// The keys of `compute:` with one kernel.
    static Block compute(KernelKind kernel) {
        return Optional.ofNullable(COMPUTE.get(kernel.id())).orElseThrow();
    }

    private static Block describe(KernelKind kernel) {
        var keys = new ArrayList<Key>();
        keys.add(kernelKey());
        for (var p : kernel.parameters()) {
            String example = Long.toString(Math.max(p.min(), Math.min(p.max(), 100)));
            keys.add(Key.required(p.name(), Shape.count(p.min(), p.max()), example, p.summary()));
        }
        keys.add(Key.optional(
                "lock",
                Shape.choice("none", "global"),
                "none",
                "global",
                "`global`: only one task of the process computes at a time, as under a GIL"));
        return new Block("compute " + kernel.id(), "Kernel " + kernel.id() + ": " + kernel.summary() + ".", keys);
    }

    /// Every key some kernel has.
    static Set<String> computeKeys() {
        return COMPUTE_KEYS;
    }

    static List<Block> blocks() {
        var blocks = new ArrayList<>(List.of(STEP, CALL, PARALLEL, REPEAT, TIMEOUT, LIMIT));
        Catalogue.kernels().forEach(k -> blocks.add(compute(k)));
        return blocks;
    }
}
