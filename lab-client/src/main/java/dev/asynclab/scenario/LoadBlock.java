package dev.asynclab.scenario;

import dev.asynclab.api.Load;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `load:`: how work arrives.
final class LoadBlock {
    /// Loopback connections need a port each; a machine has about 28,000 of them.
    private static final long MAX_IN_FLIGHT = 20_000;

    static final Block BATCH = Block.of(
            "batch",
            "All tasks at once; the figure is the wall time to the last verified result.",
            Key.required("tasks", Shape.count(1, 100_000), "10k", "how many tasks"));

    static final Block CLOSED = Block.of(
            "closed",
            "Callers that each start the next task when their last one ended.",
            Key.required("concurrency", Shape.count(1, MAX_IN_FLIGHT), "1000", "how many callers"));

    static final Block OPEN = Block.of(
            "open",
            "Work arrives whether or not the model keeps up; latency counts from the intended start.",
            Key.required("rate", new Shape.Rate(0.1, 100_000), "500/s", "arrivals per second"),
            Key.optional(
                    "arrivals",
                    Shape.choice("poisson", "even"),
                    "poisson",
                    "even",
                    "spacing: random as in real traffic, or all gaps equal"),
            Key.optional(
                    "max-in-flight",
                    Shape.count(1, MAX_IN_FLIGHT),
                    "10k",
                    "20k",
                    "arrivals beyond it wait and keep their intended start (*late*)"));

    static final Block BLOCK = Block.of(
            "load",
            "How work arrives. Exactly one form.",
            Key.optional("batch", new Shape.Nested("batch"), "", "{tasks: 10k}", BATCH.summary()),
            Key.optional("closed", new Shape.Nested("closed"), "", "{concurrency: 1000}", CLOSED.summary()),
            Key.optional("open", new Shape.Nested("open"), "", "{rate: 500/s}", OPEN.summary()));

    private static final int DEFAULT_IN_FLIGHT = 10_000;

    private final Findings findings;

    LoadBlock(Findings findings) {
        this.findings = findings;
    }

    Optional<Load> bind(Node node) {
        return Fields.of(node, "load", BLOCK, findings).flatMap(this::form);
    }

    private Optional<Load> form(Fields load) {
        var forms = BLOCK.names().stream().filter(f -> load.get(f).isPresent()).toList();
        if (forms.size() != 1) {
            if (forms.size() > 1 || !load.hasUnknownKey()) {
                String found = forms.isEmpty() ? "none" : Spelling.or(forms).replace(" or ", " and ");
                Node at = forms.isEmpty() ? load.node() : load.keyNode(forms.get(1));
                findings.error(
                        "one-form",
                        at,
                        "load needs exactly one form of load (found " + found + ")",
                        "choose one of batch, closed, open");
            }
            return Optional.empty();
        }
        String form = forms.getFirst();
        Node body = load.get(form).orElseThrow();
        return switch (form) {
            case "batch" ->
                Fields.of(body, "batch", BATCH, findings)
                        .map(f -> new Load.Batch(f.number("tasks").orElse(1)));
            case "closed" ->
                Fields.of(body, "closed", CLOSED, findings)
                        .map(f -> new Load.Closed(f.number("concurrency").orElse(1)));
            default -> Fields.of(body, "open", OPEN, findings).map(LoadBlock::open);
        };
    }

    private static Load open(Fields open) {
        var arrivals = open.choice("arrivals").orElse("poisson");
        return new Load.Open(
                open.rate("rate").orElse(1.0),
                Load.Arrivals.valueOf(arrivals.toUpperCase(Locale.ROOT)),
                open.number("max-in-flight").orElse(DEFAULT_IN_FLIGHT));
    }

    /// Every block of this file.
    static List<Block> blocks() {
        return List.of(BLOCK, BATCH, CLOSED, OPEN);
    }
}
