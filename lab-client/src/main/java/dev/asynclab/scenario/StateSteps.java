package dev.asynclab.scenario;

import dev.asynclab.api.StepSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The steps about what tasks share or carry: lock, cache, update, hold, send.
final class StateSteps {
    private static final long MOST_BYTES = 64L << 20;

    private static final Key BODY = Key.required(
            "steps", new Shape.ListOf(new Shape.Nested("step")), "[{call: orders}]", "what is done, in order");

    static final Block LOCK = Block.of(
            "lock",
            "Mutual exclusion: one task inside at a time.",
            Key.optional("name", new Shape.Name(), "lock", "ledger", "steps with one name share the lock"),
            Key.optional(
                    "kind",
                    Shape.choice("monitor", "reentrant", "none"),
                    "monitor",
                    "reentrant",
                    "`synchronized`, a ReentrantLock, or no lock at all; on a loop both are an asynchronous one"),
            Key.optional(
                    "per",
                    Shape.choice("all", "task"),
                    "all",
                    "task",
                    "one lock for all tasks, or each its own, which nobody else wants"),
            BODY);

    static final Block CACHE = Block.of(
            "cache",
            "Memoisation: every task asks for a key; a hit is answered from memory, a miss runs the steps.",
            Key.optional("name", new Shape.Name(), "cache", "prices", "steps with one name share the entries"),
            Key.required("keys", new Shape.Nested("keys"), "{zipf: {keys: 1k}}", "which keys are asked for, how often"),
            Key.required("size", Shape.count(1, 1_000_000), "100", "entries kept"),
            Key.optional(
                    "policy",
                    Shape.choice("lru", "lfu", "fifo", "ttl"),
                    "lru",
                    "ttl",
                    "which entry leaves: least recently used, least frequently used, first in, or the first in and"
                            + " every one that is too old"),
            Key.optional(
                    "ttl", Shape.time(Duration.ofNanos(1000)), "", "1s", "with `policy: ttl`: how long it is good"),
            Key.optional(
                    "single-flight",
                    new Shape.Flag(),
                    "false",
                    "true",
                    "who misses a key that is being worked on waits for that work instead of repeating it"),
            BODY);

    private static final Key KEYS = Key.required("keys", Shape.count(1, 1_000_000), "1k", "how many different keys");

    static final Block ZIPF_KEYS = Block.of(
            "zipf keys",
            "A few keys are asked for most of the time.",
            KEYS,
            Key.optional(
                    "exponent",
                    new Shape.Decimal(0.1, 5),
                    "1",
                    "1.2",
                    "key k has a share in proportion to 1 / k^exponent"));

    static final Block UNIFORM_KEYS = Block.of("uniform keys", "Every key is asked for as often as any other.", KEYS);

    static final Block KEYS_BLOCK = Block.of(
            "keys",
            "Which keys of a cache are asked for. Exactly one form.",
            Key.optional("zipf", new Shape.Nested("zipf keys"), "", "{keys: 1k, exponent: 1}", ZIPF_KEYS.summary()),
            Key.optional("uniform", new Shape.Nested("uniform keys"), "", "{keys: 1k}", UNIFORM_KEYS.summary()));

    static final Block UPDATE = Block.of(
            "update",
            "Adds one to a number that all tasks share; updates that vanish are counted.",
            Key.optional("counter", new Shape.Name(), "counter", "sum", "steps with one name share the number"),
            Key.required(
                    "how",
                    Shape.choice("plain", "volatile", "lock", "atomic", "adder", "confined"),
                    "atomic",
                    "what protects it: nothing, visibility, a lock, an atomic instruction, a striped sum, or that only"
                            + " one thread touches it"));

    static final Block HOLD = Block.of(
            "hold",
            "Memory that is touched and kept.",
            Key.required("bytes", new Shape.Size(1, MOST_BYTES), "64KiB", "how much"),
            Key.optional(
                    "per",
                    Shape.choice("task", "thread"),
                    "task",
                    "thread",
                    "until the task ends, or by every thread that runs the step, as a thread-local does"));

    static final Block SEND = Block.of(
            "send",
            "Data is encoded, goes to another thread (of a process model: another process), and comes back.",
            Key.required("bytes", new Shape.Size(8, 16L << 20), "1MiB", "about how much"),
            Key.optional(
                    "shape",
                    Shape.choice("doubles", "records"),
                    "doubles",
                    "records",
                    "plain numbers, or small records"),
            Key.optional(
                    "codec",
                    Shape.choice("java", "json", "binary", "raw"),
                    "binary",
                    "json",
                    "Java serialisation, text, fixed-width binary, or not at all"));

    /// Reads the steps inside of one.
    @FunctionalInterface
    interface Body {
        List<StepSpec> read(Fields of, String what);
    }

    private final Body body;
    private final Findings findings;

    StateSteps(Body body, Findings findings) {
        this.body = body;
        this.findings = findings;
    }

    StepSpec lock(Fields f) {
        return new StepSpec.Lock(
                f.name("name").orElse("lock"),
                f.choice("kind").orElse("monitor"),
                f.choice("per").filter("task"::equals).isPresent(),
                body.read(f, "lock"));
    }

    StepSpec cache(Fields f) {
        String policy = f.choice("policy").orElse("lru");
        Optional<Duration> ttl = f.time("ttl");
        if (policy.equals("ttl") && f.get("ttl").isEmpty()) {
            findings.error(
                    "missing-key", f.node(), "policy ttl needs `ttl`: how long an entry is good", "add `ttl: 1s`");
        } else if (!policy.equals("ttl") && ttl.isPresent()) {
            findings.error(
                    "not-allowed",
                    f.keyNode("ttl"),
                    "ttl stands with `policy: ttl` only (found policy " + policy + ")",
                    "write `policy: ttl`, or delete `ttl`");
        }
        var keys = f.get("keys").flatMap(this::keys).orElse(new Drawn(1, 0));
        return new StepSpec.Cache(
                f.name("name").orElse("cache"),
                keys.count(),
                keys.exponent(),
                f.number("size").orElse(1),
                policy,
                policy.equals("ttl") ? ttl : Optional.empty(),
                f.flag("single-flight").orElse(false),
                body.read(f, "cache"));
    }

    private record Drawn(int count, double exponent) {}

    private Optional<Drawn> keys(Node node) {
        return Fields.of(node, "keys", KEYS_BLOCK, findings).flatMap(f -> {
            boolean zipf = f.get("zipf").isPresent();
            if (zipf == f.get("uniform").isPresent()) {
                if (zipf || !f.hasUnknownKey()) {
                    findings.error(
                            "one-form",
                            f.node(),
                            "keys needs exactly one form (found " + (zipf ? "zipf and uniform" : "none") + ")",
                            "choose one of zipf, uniform");
                }
                return Optional.empty();
            }
            String form = zipf ? "zipf" : "uniform";
            return f.get(form)
                    .flatMap(n -> Fields.of(n, form, zipf ? ZIPF_KEYS : UNIFORM_KEYS, findings))
                    .map(k -> new Drawn(
                            k.number("keys").orElse(1),
                            zipf ? k.decimal("exponent").orElse(1.0) : 0));
        });
    }

    static StepSpec update(Fields f) {
        return new StepSpec.Update(
                f.name("counter").orElse("counter"), f.choice("how").orElse("atomic"));
    }

    static StepSpec hold(Fields f) {
        return new StepSpec.Hold(
                f.bytes("bytes").orElse(1),
                f.choice("per").filter("thread"::equals).isPresent());
    }

    static StepSpec send(Fields f) {
        return new StepSpec.Send(
                f.bytes("bytes").orElse(8),
                f.choice("shape").orElse("doubles"),
                f.choice("codec").orElse("binary"));
    }

    static List<Block> blocks() {
        return List.of(LOCK, CACHE, KEYS_BLOCK, ZIPF_KEYS, UNIFORM_KEYS, UPDATE, HOLD, SEND);
    }
}
