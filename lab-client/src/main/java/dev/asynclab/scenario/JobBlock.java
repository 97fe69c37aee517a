package dev.asynclab.scenario;

import dev.asynclab.api.StepSpec;
import dev.asynclab.kernel.Divisible;
import dev.asynclab.kernel.Kernels;
import java.util.List;
import java.util.Optional;

/// `job:`: one piece of work split into chunks.
final class JobBlock {
    static final List<Key> KEYS = List.of(
            Key.optional("chunks", Shape.count(1, 10_000_000), "64", "16", "into how many parts it is cut"),
            Key.optional(
                    "chunk-size",
                    Shape.count(1, Long.MAX_VALUE / 2),
                    "",
                    "1000",
                    "items of a part, instead of `chunks`"),
            Key.optional(
                    "distribute",
                    Shape.choice("static", "dynamic", "guided", "one-by-one"),
                    "dynamic",
                    "static",
                    "who gets which part: a fixed share for each, the next one to whoever is free, large parts first,"
                            + " or every item alone"),
            Key.optional(
                    "reduce",
                    Shape.choice("caller", "workers", "tree"),
                    "caller",
                    "workers",
                    "who adds up: the caller, every worker its own parts first, or the workers in pairs"),
            Key.optional(
                    "transport",
                    Shape.choice("heap", "json", "binary", "shared-memory"),
                    "a reference; between processes binary",
                    "json",
                    "how results travel"));

    private static final long CHUNKS = 64;

    private final Findings findings;

    JobBlock(Findings findings) {
        this.findings = findings;
    }

    Optional<StepSpec> bind(Node node) {
        return new KernelFields(findings)
                .open(node, "job", Kernels.divisible(), StepForms.jobKeys(), StepForms::job)
                .flatMap(this::job);
    }

    private Optional<StepSpec> job(KernelFields.Open open) {
        var f = open.fields();
        if (f.get("chunks").isPresent() && f.get("chunk-size").isPresent()) {
            findings.error(
                    "one-form",
                    f.keyNode("chunk-size"),
                    "a job is cut by one of chunks, chunk-size (found both)",
                    "keep one of them");
        }
        var parameters = open.parameters();
        var chunks = f.count("chunks");
        var size = f.count("chunk-size");
        String distribute = f.choice("distribute").orElse("dynamic");
        String reduce = f.choice("reduce").orElse("caller");
        var transport = f.choice("transport");
        if (parameters.size() < open.kernel().parameters().size()) {
            return Optional.empty(); // reported: without them nobody knows how many items there are
        }
        long items = ((Divisible) Kernels.create(open.kernel().id(), parameters)).items();
        long parts = chunks.orElse(CHUNKS);
        long chunkItems = size.orElse(Math.max(1, -Math.floorDiv(-items, parts)));
        return Optional.of(new StepSpec.Job(
                open.kernel().id(), parameters, Math.min(items, chunkItems), distribute, reduce, transport));
    }
}
