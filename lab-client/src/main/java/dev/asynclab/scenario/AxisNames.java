package dev.asynclab.scenario;

import dev.asynclab.api.Scenario.Axis;
import dev.asynclab.api.Scenario.AxisValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Checks axis names and values wherever a file mentions them: `at:`, `when:`, `@axis=value`.
final class AxisNames {
    private final Map<String, Axis> axes = new LinkedHashMap<>();

    /// Declared values by axis, and the canonical form of texts met so far: a `when:` is looked at again at every
    /// sweep point, and comparing it with every value of its axis would make the reading grow with their product.
    private final Map<String, Set<String>> canonicalValues = new HashMap<>();

    private final Map<String, String> canonicalTexts = new HashMap<>();
    private final Names names;
    private final Findings findings;

    AxisNames(List<Axis> axes, Names names, Findings findings) {
        for (Axis axis : axes) {
            this.axes.put(axis.name(), axis);
            canonicalValues.put(
                    axis.name(),
                    axis.declared().stream().map(AxisValue::canonical).collect(Collectors.toSet()));
        }
        this.names = names;
        this.findings = findings;
    }

    /// Whether an axis of this name exists; if not, that is reported.
    boolean declared(String axis, Span span, String pointer) {
        return names.useAxis(axis, span, pointer);
    }

    /// The canonical value, when axis and value exist in the file. A value removed by `--set` or `--only` exists.
    Optional<String> value(String axis, Span axisSpan, String value, Span valueSpan, String pointer) {
        if (!names.useAxis(axis, axisSpan, pointer)) {
            return Optional.empty();
        }
        var known = axes.get(axis);
        if (known == null) {
            return Optional.empty(); // declared, but its values are wrong and reported there
        }
        String canonical = canonicalTexts.computeIfAbsent(value, Quantity::canonical);
        if (canonicalValues.getOrDefault(axis, Set.of()).contains(canonical)) {
            return Optional.of(canonical);
        }
        findings.unknown(
                "unknown-value",
                valueSpan,
                pointer,
                "the axis " + axis + " has no value `" + value + "`",
                value,
                known.declared().stream().map(AxisValue::label).toList());
        return Optional.empty();
    }

    /// An `at:` mapping: one value per axis.
    Map<String, String> at(Node node) {
        var at = new LinkedHashMap<String, String>();
        Expected.mapping(node, "at", "from axis names to values", findings)
                .ifPresent(mapping -> mapping.entries()
                        .values()
                        .forEach(entry -> Expected.scalar(
                                        entry.value(), "at." + entry.key().text(), findings)
                                .flatMap(v -> value(entry.key(), v))
                                .ifPresent(v -> at.put(entry.key().text(), v))));
        return at;
    }

    /// A `when:` mapping: one value or a list of values per axis.
    ///
    /// @param variants variant names allowed under the key `model`; when empty that key is not known
    Map<String, List<String>> lists(Node node, Collection<String> variants) {
        var when = new LinkedHashMap<String, List<String>>();
        Expected.mapping(node, "when", "from axis names to values", findings)
                .ifPresent(mapping -> mapping.entries().values().forEach(entry -> {
                    var values = new ArrayList<String>();
                    for (Node item : entry.value() instanceof Node.Sequence s ? s.items() : List.of(entry.value())) {
                        Expected.scalar(item, entry.key().text(), findings)
                                .flatMap(v ->
                                        isModel(entry.key(), variants) ? variant(v, variants) : value(entry.key(), v))
                                .ifPresent(values::add);
                    }
                    when.put(entry.key().text(), List.copyOf(values));
                }));
        return when;
    }

    private static boolean isModel(Node.Scalar key, Collection<String> variants) {
        return !variants.isEmpty() && key.text().equals("model");
    }

    private Optional<String> variant(Node.Scalar node, Collection<String> variants) {
        if (variants.contains(node.text())) {
            return Optional.of(node.text());
        }
        findings.unknown(
                "unknown-name",
                node.span(),
                node.pointer(),
                "no model named `" + node.text() + "`",
                node.text(),
                variants);
        return Optional.empty();
    }

    private Optional<String> value(Node.Scalar axis, Node.Scalar value) {
        return value.broken()
                ? Optional.empty()
                : value(axis.text(), axis.span(), value.text(), value.span(), value.pointer());
    }
}
