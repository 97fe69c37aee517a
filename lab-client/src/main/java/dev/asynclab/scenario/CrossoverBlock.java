package dev.asynclab.scenario;

import dev.asynclab.api.Crossover;
import dev.asynclab.api.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `crossover:`: places on an axis the lab is asked to find.
final class CrossoverBlock {
    private static final Shape.Count VALUE = Shape.count(0, 1_000_000_000_000L);

    static final Block BLOCK = Block.of(
            "crossover",
            "A search for the place on an axis where the winner changes.",
            Key.required("id", new Shape.Name(), "processes-pay", "name of the search"),
            Key.required("axis", new Shape.Name(), "work", "the axis searched"),
            Key.required("from", VALUE, "1k", "where the search begins"),
            Key.required("to", VALUE, "1M", "where it ends"),
            Key.required("metric", new Shape.Choice(Metric.ids()), "wall", "what the two are compared by"),
            Key.required(
                    "between",
                    new Shape.ListOf(new Shape.Name()),
                    "[processes, sequential]",
                    "the two models compared"),
            Key.optional("at", new Shape.AxisValues(false), "", "{callers: 1}", "values of the other axes"));

    private final List<String> variants;
    private final AxisNames axes;
    private final Findings findings;
    private final List<String> ids = new ArrayList<>();

    CrossoverBlock(List<String> variants, AxisNames axes, Findings findings) {
        this.variants = variants;
        this.axes = axes;
        this.findings = findings;
    }

    /// One mapping, or a list of them.
    List<Crossover> bind(Node node) {
        var nodes = node instanceof Node.Sequence list ? list.items() : List.of(node);
        var crossovers = new ArrayList<Crossover>();
        for (Node item : nodes) {
            Fields.of(item, "crossover", BLOCK, findings)
                    .flatMap(this::crossover)
                    .ifPresent(crossovers::add);
        }
        return crossovers;
    }

    /// Ids of all crossovers, those that could not be read included.
    List<String> ids() {
        return ids;
    }

    private Optional<Crossover> crossover(Fields f) {
        var id = f.name("id");
        if (id.isPresent() && ids.contains(id.get())) {
            Node node = f.get("id").orElse(f.node());
            findings.error("duplicate-id", node, "a crossover `" + id.get() + "` exists already", "choose another id");
        }
        id.ifPresent(ids::add);
        var axis = f.scalar("axis")
                .filter(s -> axes.declared(s.text(), s.span(), s.pointer()))
                .map(Node.Scalar::text);
        var from = f.count("from");
        var to = f.count("to");
        if (from.isPresent() && to.isPresent() && from.getAsLong() >= to.getAsLong()) {
            findings.error("out-of-range", f.get("to").orElse(f.node()), "to must be above from", "raise `to`");
        }
        var metric = f.choice("metric");
        var between = f.get("between")
                .map(n -> pair(n, "between", variants, findings))
                .orElse(List.of());
        Map<String, String> at = f.get("at").map(axes::at).orElse(Map.of());
        return id.isEmpty() || axis.isEmpty() || from.isEmpty() || to.isEmpty() || metric.isEmpty() || between.isEmpty()
                ? Optional.empty()
                : Optional.of(new Crossover(
                        id.get(), axis.get(), from.getAsLong(), to.getAsLong(), metric.get(), between, at));
    }

    /// Two different variants of the file; nothing when they are not, which is reported.
    static List<String> pair(Node node, String what, List<String> variants, Findings findings) {
        var names = new ArrayList<String>();
        boolean known = true;
        for (Node item : Expected.list(node, what, findings)) {
            var name = Expected.scalar(item, what, findings);
            name.map(Node.Scalar::text).ifPresent(names::add);
            if (name.isPresent() && !variants.contains(name.get().text())) {
                known = false;
                String message = "no model named `" + Values.shown(name.get()) + "`";
                findings.unknown(
                        "unknown-name",
                        item.span(),
                        item.pointer(),
                        message,
                        name.get().text(),
                        variants);
            }
        }
        boolean two = names.size() == 2 && !names.get(0).equals(names.get(1));
        if (!two && node instanceof Node.Sequence) {
            findings.error("wrong-type", node, what + " needs two different models", "for example [event-loop, pool]");
        }
        return two && known ? List.copyOf(names) : List.of();
    }
}
