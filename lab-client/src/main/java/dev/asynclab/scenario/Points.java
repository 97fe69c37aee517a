package dev.asynclab.scenario;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.Load;
import dev.asynclab.api.Scenario.Point;
import dev.asynclab.api.Scenario.TaskKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Expands the sweep: every combination of axis values, with the work it stands for.
final class Points {
    /// Cells (points times variants) of a run; more take hours.
    static final int MAX_CELLS = 400;

    /// Every point reads workload, backends, load and models once more. This many values, points times values, take
    /// about a tenth of a second.
    private static final long MAX_WORK = 200_000;

    private static final List<String> PER_POINT =
            List.of("backends", "task", "tasks", "job", "graph", "load", "models");

    private final Fields file;
    private final List<SweepBlock.Read> axes;
    private final Map<String, Node.Scalar> params;
    private final AxisNames axisNames;
    private final Names names;
    private final Findings findings;

    Points(
            Fields file,
            List<SweepBlock.Read> axes,
            Map<String, Node.Scalar> params,
            AxisNames axisNames,
            Names names,
            Findings findings) {
        this.file = file;
        this.axes = axes;
        this.params = params;
        this.axisNames = axisNames;
        this.names = names;
        this.findings = findings;
    }

    /// All points in file order, the last axis turning fastest.
    ///
    /// @param checked every variant of the file: their settings are read, so that mistakes show
    /// @param measured how many of them are measured
    List<Point> expand(List<ModelsBlock.Read> checked, int measured) {
        long count = 1;
        for (var axis : axes) {
            count = Math.min(count * axis.nodes().size(), Integer.MAX_VALUE);
        }
        var combinations = combinations(withinCaps(count, measured));
        var points = new ArrayList<Point>();
        for (var combination : combinations) {
            point(combination, checked).ifPresent(points::add);
        }
        return points;
    }

    private boolean withinCaps(long points, int variants) {
        if (points * Math.max(1, variants) > MAX_CELLS) {
            findings.error(
                    "too-large",
                    file.get("sweep").orElse(file.node()),
                    "%s sweep points x %d models are more than %d cells"
                            .formatted(Values.grouped(points), variants, MAX_CELLS),
                    "drop values from an axis or models from the file, or narrow it with --only");
            return false;
        }
        long values = PER_POINT.stream()
                .flatMap(key -> file.get(key).stream())
                .mapToLong(Points::values)
                .sum();
        if (points > 1 && points * values > MAX_WORK) {
            findings.error(
                    "too-large",
                    file.get("sweep").orElse(file.node()),
                    "workload, backends and models are too long for " + points + " sweep points",
                    "split it into several scenarios");
            return false;
        }
        return true;
    }

    private static long values(Node node) {
        return switch (node) {
            case Node.Scalar _ -> 1;
            case Node.Sequence list ->
                list.items().stream().mapToLong(Points::values).sum();
            case Node.Mapping mapping ->
                mapping.entries().values().stream()
                        .mapToLong(e -> 1 + values(e.value()))
                        .sum();
        };
    }

    /// When there are too many points the first one alone is read, so that its other problems show as well.
    private List<Map<String, Node.Scalar>> combinations(boolean all) {
        List<Map<String, Node.Scalar>> combinations = List.of(Map.of());
        for (var axis : axes) {
            var longer = new ArrayList<Map<String, Node.Scalar>>();
            for (var combination : combinations) {
                for (var value : all ? axis.nodes() : axis.nodes().subList(0, 1)) {
                    var extended = new LinkedHashMap<>(combination);
                    extended.put(axis.axis().name(), value);
                    longer.add(extended);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    private Optional<Point> point(Map<String, Node.Scalar> combination, List<ModelsBlock.Read> variants) {
        var values = new LinkedHashMap<>(params);
        values.putAll(combination);
        var substitution = new Substitution(values, names, findings);
        var at = new LinkedHashMap<String, String>();
        combination.forEach((axis, value) -> at.put(axis, Quantity.canonical(value.text())));

        var backends = file.get("backends").map(substitution::apply);
        Map<String, BackendSpec> specs =
                backends.map(new BackendsBlock(findings)::bind).orElse(Map.of());
        var named = backends.filter(Node.Mapping.class::isInstance)
                .map(n -> ((Node.Mapping) n).entries().keySet())
                .orElse(Set.of());
        var work = new WorkBlock(new StepsBlock(named, specs, at, axisNames, findings), findings);
        Optional<String> form =
                WorkBlock.FORMS.stream().filter(f -> file.get(f).isPresent()).findFirst();
        List<TaskKind> kinds = form.flatMap(
                        f -> file.get(f).map(substitution::apply).map(n -> work.bind(f, n)))
                .orElse(List.of());
        Optional<Load> load = form.filter(WorkBlock.ALONE::contains).isPresent()
                ? Optional.of(new Load.Batch(1))
                : file.get("load").map(substitution::apply).flatMap(new LoadBlock(findings)::bind);

        var models = new ModelsBlock(substitution, findings);
        var parameters = new LinkedHashMap<String, Map<String, String>>();
        var connections = new LinkedHashMap<String, Integer>();
        for (var variant : variants) {
            Node settings = substitution.apply(variant.settings());
            parameters.put(variant.name(), models.parameters(variant, settings));
            models.connections(variant, settings).ifPresent(n -> connections.put(variant.name(), n));
        }
        return load.map(l -> new Point(at, kinds, l, specs, parameters, connections));
    }
}
