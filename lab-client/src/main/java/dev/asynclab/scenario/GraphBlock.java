package dev.asynclab.scenario;

import dev.asynclab.api.StepSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `graph:`: nodes that need one another, and the one that is asked for.
final class GraphBlock {
    static final int MAX_NODES = 1_000;
    private static final String ALL = "all";

    static final Block NODE = Block.of(
            "node",
            "A node of a graph: it runs when all it needs are there.",
            Key.optional("needs", new Shape.ListOf(new Shape.Name()), "", "[load, clean]", "nodes that come first"),
            Key.required(
                    "steps", new Shape.ListOf(new Shape.Nested("step")), "[{call: orders}]", "what is done, in order"));

    static final Block BEFORE = Block.of(
            "before",
            "What an earlier run left in the store of a persistent graph.",
            Key.optional(
                    "finished",
                    new Shape.Count(0, MAX_NODES, List.of(ALL)),
                    "all",
                    "5",
                    "so many nodes were finished, in the order of the file, when its process was killed"),
            Key.optional(
                    "changed",
                    new Shape.ListOf(new Shape.Name()),
                    "",
                    "[load]",
                    "nodes that did something else then: their results do not count now"));

    static final Block BLOCK = Block.of(
            "graph",
            "A task graph: only what the target needs runs, every node once.",
            Key.required("target", new Shape.Name(), "report", "the node that is asked for"),
            Key.required(
                    "nodes",
                    new Shape.MapOf(new Shape.Nested("node")),
                    "{load: {steps: [...]}, report: {needs: [load], steps: [...]}}",
                    "the nodes by name"),
            Key.optional(
                    "persist",
                    new Shape.Flag(),
                    "false",
                    "true",
                    "results are kept by content, and found again instead of worked out"),
            Key.optional("before", new Shape.Nested("before"), "an empty store", "{finished: 5}", BEFORE.summary()));

    private final StepsBlock steps;
    private final Findings findings;

    GraphBlock(StepsBlock steps, Findings findings) {
        this.steps = steps;
        this.findings = findings;
    }

    private record Read(StepSpec.Node node, Node.Scalar name, List<Node.Scalar> needs) {}

    Optional<StepSpec> bind(Node node) {
        return Fields.of(node, "graph", BLOCK, findings).flatMap(this::graph);
    }

    private Optional<StepSpec> graph(Fields f) {
        Map<String, Read> nodes = f.get("nodes").map(this::nodes).orElse(Map.of());
        var target = f.scalar("target").flatMap(s -> known(s, nodes));
        nodes.values().forEach(read -> read.needs().forEach(need -> known(need, nodes)));
        boolean persist = f.flag("persist").orElse(false);
        var before = f.get("before").flatMap(n -> before(n, nodes)).orElse(StepSpec.Before.NOTHING);
        if (!persist && f.get("before").isPresent()) {
            findings.error(
                    "not-allowed",
                    f.keyNode("before"),
                    "only a persistent graph has something from before",
                    "add `persist: true`, or delete `before`");
        }
        if (target.isEmpty() || findings.failed()) {
            return Optional.empty();
        }
        var ordered = new LinkedHashSet<String>();
        return visit(target.get(), nodes, new ArrayList<>(), ordered)
                ? Optional.of(new StepSpec.Graph(inFileOrder(nodes, ordered, target.get()), persist, before))
                : Optional.empty();
    }

    private Map<String, Read> nodes(Node node) {
        var nodes = new LinkedHashMap<String, Read>();
        Expected.mapping(node, "nodes", "from names to {needs, steps}", findings)
                .ifPresent(mapping -> {
                    if (mapping.entries().size() > MAX_NODES) {
                        findings.error(
                                "too-large",
                                mapping,
                                "a graph has at most " + Values.grouped(MAX_NODES) + " nodes (found "
                                        + Values.grouped(mapping.entries().size()) + ")",
                                "let a node do more, or split the graph");
                        return;
                    }
                    mapping.entries().values().stream()
                            .filter(e -> !e.key().text().startsWith("x-"))
                            .forEach(e ->
                                    node(e).ifPresent(read -> nodes.put(e.key().text(), read)));
                });
        return nodes;
    }

    private Optional<Read> node(Node.Entry entry) {
        String name = entry.key().text();
        new Values(findings).name(entry.key(), "a node");
        return Fields.of(entry.value(), "node " + name, NODE, findings).map(f -> {
            var needs = f.scalars("needs");
            var body = f.get("steps").map(n -> steps.steps(n, "steps")).orElse(List.of());
            return new Read(
                    new StepSpec.Node(
                            name,
                            needs.stream().map(Node.Scalar::text).distinct().toList(),
                            body),
                    entry.key(),
                    needs);
        });
    }

    private Optional<String> known(Node.Scalar name, Map<String, Read> nodes) {
        if (name.broken() || nodes.containsKey(name.text())) {
            return name.broken() ? Optional.empty() : Optional.of(name.text());
        }
        findings.unknown(
                "unknown-name",
                name.span(),
                name.pointer(),
                "no node named `" + Values.shown(name) + "`",
                name.text(),
                nodes.keySet());
        return Optional.empty();
    }

    private Optional<StepSpec.Before> before(Node node, Map<String, Read> nodes) {
        return Fields.of(node, "before", BEFORE, findings).map(f -> {
            boolean all = f.get("finished").isEmpty()
                    || f.scalar("finished").filter(s -> s.text().equals(ALL)).isPresent();
            int finished = all ? -1 : f.number("finished").orElse(0);
            var changed = f.scalars("changed").stream()
                    .flatMap(s -> known(s, nodes).stream())
                    .toList();
            return new StepSpec.Before(finished, changed);
        });
    }

    /// Depth first, needs before those who need them. False when a node needs itself in the end, which is reported.
    private boolean visit(String name, Map<String, Read> nodes, List<String> path, Set<String> done) {
        if (done.contains(name)) {
            return true;
        }
        Read read = nodes.get(name);
        if (read == null) {
            return false;
        }
        if (path.contains(name)) {
            var circle = new ArrayList<>(path.subList(path.indexOf(name), path.size()));
            circle.add(name);
            findings.error(
                    "cycle",
                    read.name(),
                    "the nodes need one another in a circle: " + String.join(" needs ", circle),
                    "take one of these needs away");
            return false;
        }
        path.addLast(name);
        for (String need : read.node().needs()) {
            if (!visit(need, nodes, path, done)) {
                return false;
            }
        }
        path.removeLast();
        done.add(name);
        return true;
    }

    /// The needed nodes in the order of the file as far as their needs allow it: the order a person expects of
    /// "the first five". The target comes last.
    private static List<StepSpec.Node> inFileOrder(Map<String, Read> nodes, Set<String> needed, String target) {
        var ordered = new LinkedHashMap<String, StepSpec.Node>();
        while (ordered.size() < needed.size()) {
            for (var entry : nodes.entrySet()) {
                var node = entry.getValue().node();
                boolean ready = ordered.keySet().containsAll(node.needs());
                boolean last = node.name().equals(target) && ordered.size() < needed.size() - 1;
                if (needed.contains(entry.getKey()) && !ordered.containsKey(node.name()) && ready && !last) {
                    ordered.put(node.name(), node);
                }
            }
        }
        return List.copyOf(ordered.values());
    }

    static List<Block> blocks() {
        return List.of(BLOCK, NODE, BEFORE);
    }
}
