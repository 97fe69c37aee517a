package dev.asynclab.scenario;

import dev.asynclab.api.Scenario.Axis;
import dev.asynclab.api.Scenario.AxisValue;
import dev.asynclab.api.Scenario.Skip;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `sweep:`: axes, their values, and the combinations left out.
final class SweepBlock {
    static final int MAX_VALUES = 100;

    static final Block STEPS = Block.of(
            "axis",
            "An axis computed from its ends. Both ends are included when the steps meet them.",
            Key.required("from", new Shape.Anything(), "1", "first value"),
            Key.required("to", new Shape.Anything(), "10k", "last value"),
            Key.required("step", new Shape.Anything(), "x10", "`x` and a factor, or `+` and a number"));

    /// Every other key is the name of an axis.
    static final Block BLOCK = Block.of(
            "sweep",
            "Axes to vary: a name and a list of values each, or `{from, to, step}`. Every combination is measured.",
            Key.optional(
                    "skip",
                    new Shape.ListOf(new Shape.Nested("skip")),
                    "",
                    "[{when: {model: processes, callers: 10k}, because: it would take an hour}]",
                    "combinations left out, each with a reason"));

    static final Block SKIP = Block.of(
            "skip",
            "Combinations that are not measured.",
            Key.required(
                    "when",
                    new Shape.AxisValues(true),
                    "{model: processes, callers: [1k, 10k]}",
                    "axis names, or `model`, with the values concerned; all must match"),
            Key.required("because", new Shape.Text(), "it would take an hour", "the reason, shown to people"));

    /// One axis of the file.
    ///
    /// @param nodes the values with their places, in file order
    record Read(Axis axis, List<Node.Scalar> nodes) {}

    private final Names names;
    private final Findings findings;
    private final Settings settings;

    SweepBlock(Names names, Settings settings, Findings findings) {
        this.names = names;
        this.settings = settings;
        this.findings = findings;
    }

    List<Read> axes(Node node) {
        var axes = new ArrayList<Read>();
        Expected.mapping(node, "sweep", "from axis names to lists of values", findings)
                .ifPresent(mapping -> mapping.entries().values().forEach(e -> axis(e).ifPresent(axes::add)));
        return axes;
    }

    private Optional<Read> axis(Node.Entry entry) {
        String name = entry.key().text();
        if (name.equals("skip") || name.startsWith("x-")) {
            return Optional.empty();
        }
        if (name.equals("model")) {
            findings.error("not-allowed", entry.key(), "`model` is not an axis", "list the models under `models:`");
            return Optional.empty();
        }
        if (new Values(findings).name(entry.key(), "an axis").isEmpty()) {
            return Optional.empty();
        }
        names.declareAxis(entry.key());
        var nodes = entry.value() instanceof Node.Mapping steps ? computed(name, steps) : listed(name, entry.value());
        if (nodes.isEmpty()) {
            names.unreadable(name);
            return Optional.empty();
        }
        return Optional.of(narrowed(name, nodes));
    }

    private List<Node.Scalar> listed(String name, Node node) {
        var values = new LinkedHashMap<String, Node.Scalar>();
        var items = Expected.list(node, name, findings);
        if (node instanceof Node.Sequence && (items.isEmpty() || items.size() > MAX_VALUES)) {
            findings.error(
                    "out-of-range",
                    node,
                    name + " must have 1 to " + MAX_VALUES + " values (found " + items.size() + ")",
                    "write for example [10, 100, 1k]");
            return List.of();
        }
        for (Node item : items) {
            Expected.scalar(item, "a value of " + name, findings).ifPresent(value -> {
                if (values.putIfAbsent(Quantity.canonical(value.text()), value) != null) {
                    findings.error(
                            "duplicate-value",
                            value,
                            "`" + value.text() + "` stands twice on the axis " + name,
                            "delete one of the two");
                }
            });
        }
        return List.copyOf(values.values());
    }

    private List<Node.Scalar> computed(String name, Node.Mapping node) {
        var fields = Fields.of(node, "axis " + name, STEPS, findings);
        var from = fields.flatMap(f -> number(f, "from"));
        var to = fields.flatMap(f -> number(f, "to"));
        var step = fields.flatMap(f -> f.scalar("step"));
        if (from.isEmpty() || to.isEmpty() || step.isEmpty()) {
            return List.of();
        }
        var by = Quantity.parse(step.get()
                        .text()
                        .substring(Math.min(1, step.get().text().length())))
                .flatMap(q -> q.in(Quantity.COUNTS));
        boolean times = step.get().text().startsWith("x");
        boolean grows = by.isPresent()
                && (times
                        ? by.get().compareTo(BigDecimal.ONE) > 0 && from.get().signum() > 0
                        : by.get().signum() > 0);
        if (!grows || !(times || step.get().text().startsWith("+"))) {
            findings.error(
                    "wrong-type",
                    step.get(),
                    "step must be x and a factor above 1, or + and a number (found "
                            + step.get().text() + ")",
                    "for example x10 or +5");
            return List.of();
        }
        var values = new ArrayList<Node.Scalar>();
        for (var value = from.get(); value.compareTo(to.get()) <= 0 && values.size() <= MAX_VALUES; ) {
            values.add(new Node.Scalar(
                    value.stripTrailingZeros().toPlainString(), true, node.span(), node.pointer(), -1, false));
            value = times ? value.multiply(by.get()) : value.add(by.get());
        }
        if (values.isEmpty() || values.size() > MAX_VALUES) {
            findings.error("out-of-range", node, name + " must have 1 to " + MAX_VALUES + " values", "change the step");
            return List.of();
        }
        return values;
    }

    private Optional<BigDecimal> number(Fields fields, String key) {
        return fields.scalar(key).flatMap(node -> {
            var number = Quantity.parse(node.text()).flatMap(q -> q.in(Quantity.COUNTS));
            if (number.isEmpty()) {
                findings.error(
                        "wrong-type",
                        node,
                        key + " needs a number (found " + Values.shown(node) + ")",
                        "for " + "example 1 or 10k; list values that carry a unit");
            }
            return number;
        });
    }

    /// The axis after `--set` and `--only`.
    private Read narrowed(String name, List<Node.Scalar> nodes) {
        var declared = nodes.stream().map(SweepBlock::value).toList();
        List<Node.Scalar> kept = nodes;
        var set = Optional.ofNullable(settings.set().get(name));
        if (set.isPresent()) {
            String wanted = Quantity.canonical(set.get());
            kept = nodes.stream()
                    .filter(n -> Quantity.canonical(n.text()).equals(wanted))
                    .findFirst()
                    .map(List::of)
                    .orElseGet(() -> List.of(Node.Scalar.given(set.get())));
        }
        var only = settings.only().get(name);
        if (only != null) {
            kept = filtered(name, kept, only);
        }
        return new Read(new Axis(name, kept.stream().map(SweepBlock::value).toList(), declared), kept);
    }

    private List<Node.Scalar> filtered(String name, List<Node.Scalar> nodes, List<String> only) {
        var present = nodes.stream().map(n -> Quantity.canonical(n.text())).toList();
        for (String value : only) {
            if (!present.contains(Quantity.canonical(value))) {
                findings.unknown(
                        "unknown-value",
                        Span.COMMAND_LINE,
                        "",
                        "--only " + name + "=" + value + ": the axis has no such value",
                        value,
                        nodes.stream().map(Node.Scalar::text).toList());
            }
        }
        var wanted = only.stream().map(Quantity::canonical).toList();
        var kept = nodes.stream()
                .filter(n -> wanted.contains(Quantity.canonical(n.text())))
                .toList();
        return kept.isEmpty() ? nodes : kept;
    }

    static AxisValue value(Node.Scalar node) {
        return new AxisValue(Quantity.canonical(node.text()), node.text());
    }

    /// The `skip` list.
    ///
    /// @param variants every variant name of the file
    List<Skip> skips(Node sweep, AxisNames axes, Collection<String> variants) {
        if (!(sweep instanceof Node.Mapping mapping) || mapping.get("skip").isEmpty()) {
            return List.of();
        }
        return Expected.list(mapping.get("skip").get(), "skip", findings).stream()
                .flatMap(n -> Fields.of(n, "skip", SKIP, findings).stream())
                .map(f -> new Skip(
                        f.get("when").map(w -> axes.lists(w, variants)).orElse(Map.of()),
                        f.text("because").orElse("")))
                .toList();
    }
}
