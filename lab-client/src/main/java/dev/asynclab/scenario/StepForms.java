package dev.asynclab.scenario;

import dev.asynclab.api.Catalogue;
import dev.asynclab.kernel.KernelKind;
import dev.asynclab.kernel.Kernels;
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

    static final Block RACE = Block.of(
            "race",
            "The same steps again while nobody has answered; the first success wins, the others are cancelled.",
            Key.required("after", Shape.time(Duration.ofNanos(1000)), "20ms", "how long the first copy runs alone"),
            Key.optional(
                    "times", Shape.count(2, 100), "2", "3", "how many copies at most, each so long after the last"),
            BODY);

    static final Block RETRY = Block.of(
            "retry",
            "The steps again when they failed.",
            Key.required("times", Shape.count(1, 100), "3", "attempts in all"),
            Key.optional("backoff", HOLD, "0ms", "10ms", "pause after the first failure, twice that after the next"),
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
                    "race",
                    Shape.oneOf(STEPS, new Shape.Nested("race")),
                    "",
                    "{after: 20ms, steps: [{call: orders}]}",
                    "the first answer wins; a list gives one branch per step, all with one result"),
            Key.optional(
                    "retry", new Shape.Nested("retry"), "", "{times: 3, steps: [{call: orders}]}", "again on failure"),
            Key.optional(
                    "lock",
                    new Shape.Nested("lock"),
                    "",
                    "{kind: monitor, steps: [{compute: {...}}]}",
                    "one task inside at a time"),
            Key.optional(
                    "cache",
                    new Shape.Nested("cache"),
                    "",
                    "{keys: {uniform: {keys: 100}}, size: 100, steps: [{call: orders}]}",
                    "answers are kept by key"),
            Key.optional(
                    "update",
                    new Shape.Nested("update"),
                    "",
                    "{counter: sum, how: atomic}",
                    "adds one to a number all tasks share"),
            Key.optional("hold", new Shape.Nested("hold"), "", "{bytes: 64KiB}", "memory kept while the task lives"),
            Key.optional(
                    "send",
                    new Shape.Nested("send"),
                    "",
                    "{bytes: 1MiB, codec: json}",
                    "data to another thread or process and back"),
            Key.optional(
                    "when",
                    new Shape.AxisValues(true),
                    "every point",
                    "{work: wait}",
                    "the step exists only at these sweep points"));

    private static final List<String> WORDS =
            STEP.names().stream().filter(n -> !n.equals("when")).toList();

    /// What a step holds, in words.
    static final String CONTENT = "with one of " + Spelling.or(WORDS);

    private static final Map<String, Block> COMPUTE =
            Catalogue.kernels().stream().collect(Collectors.toMap(KernelKind::id, StepForms::describe));

    private static final Set<String> COMPUTE_KEYS = Catalogue.kernels().stream()
            .flatMap(k -> compute(k).names().stream())
            .collect(Collectors.toSet());

    private static final Map<String, Block> JOB =
            Kernels.divisible().stream().collect(Collectors.toMap(KernelKind::id, StepForms::describeJob));

    private static final Set<String> JOB_KEYS =
            Kernels.divisible().stream().flatMap(k -> job(k).names().stream()).collect(Collectors.toSet());

    private StepForms() {}

    /// The step words this version runs.
    static List<String> words() {
        return WORDS;
    }

    /// @param ids kernels that may stand there
    static Key kernelKey(List<String> ids) {
        return Key.required("kernel", new Shape.Choice(ids), "primes", "what is computed");
    }

    private static List<String> ids(List<KernelKind> kernels) {
        return kernels.stream().map(KernelKind::id).toList();
    }

    /// The keys of `compute:` with one kernel.
    static Block compute(KernelKind kernel) {
        return Optional.ofNullable(COMPUTE.get(kernel.id())).orElseThrow();
    }

    /// The keys of `job:` with one kernel.
    static Block job(KernelKind kernel) {
        return Optional.ofNullable(JOB.get(kernel.id())).orElseThrow();
    }

    private static List<Key> parameters(KernelKind kernel) {
        return kernel.parameters().stream()
                .map(p -> Key.required(
                        p.name(),
                        Shape.count(p.min(), p.max()),
                        Long.toString(Math.max(p.min(), Math.min(p.max(), 100))),
                        p.summary()))
                .toList();
    }

    private static Block describeJob(KernelKind kernel) {
        var keys = new ArrayList<>(List.of(kernelKey(ids(Kernels.divisible()))));
        keys.addAll(parameters(kernel));
        keys.addAll(JobBlock.KEYS);
        return new Block(
                "job " + kernel.id(), "A job over kernel " + kernel.id() + ": " + kernel.summary() + ".", keys);
    }

    private static Block describe(KernelKind kernel) {
        var keys = new ArrayList<Key>();
        keys.add(kernelKey(ids(Kernels.all())));
        keys.addAll(parameters(kernel));
        keys.add(Key.optional(
                "lock",
                Shape.choice("none", "global"),
                "none",
                "global",
                "`global`: only one task of the process computes at a time, as under a GIL"));
        return new Block("compute " + kernel.id(), "Kernel " + kernel.id() + ": " + kernel.summary() + ".", keys);
    }

    /// Every key some kernel of a job has.
    static Set<String> jobKeys() {
        return JOB_KEYS;
    }

    /// Every key some kernel has.
    static Set<String> computeKeys() {
        return COMPUTE_KEYS;
    }

    static List<Block> blocks() {
        var blocks = new ArrayList<>(List.of(STEP, CALL, PARALLEL, RACE, REPEAT, RETRY, TIMEOUT, LIMIT));
        blocks.addAll(StateSteps.blocks());
        Catalogue.kernels().forEach(k -> blocks.add(compute(k)));
        Kernels.divisible().forEach(k -> blocks.add(job(k)));
        return blocks;
    }
}
