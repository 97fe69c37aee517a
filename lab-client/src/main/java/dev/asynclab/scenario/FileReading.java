package dev.asynclab.scenario;

import dev.asynclab.api.Load;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.Scenario.Pair;
import dev.asynclab.api.Scenario.Variant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Binds a whole file. The order follows what depends on what: params and axes, models, points, claims, lesson.
final class FileReading {
    private final String name;
    private final String text;
    private final Settings settings;
    private final Findings findings;
    private final Names names = new Names();

    FileReading(String name, String text, Settings settings, Findings findings) {
        this.name = name;
        this.text = text;
        this.settings = settings;
        this.findings = findings;
    }

    /// The scenario; it is usable when no problem was found.
    Optional<Scenario> bind(Node root) {
        return formatIsKnown(root)
                ? Fields.of(root, "the file", FileBlock.BLOCK, findings).flatMap(this::bind)
                : Optional.empty();
    }

    /// Another format has other keys: nothing else can be said about such a file.
    private boolean formatIsKnown(Node root) {
        if (root instanceof Node.Mapping mapping
                && mapping.get("format").orElse(null) instanceof Node.Scalar format
                && !format.text().equals(FileBlock.FORMAT)) {
            boolean newer = format.text().matches("lab/v[0-9.]+");
            findings.error(
                    "unknown-format",
                    format.span(),
                    format.pointer(),
                    "format `" + Values.shown(format) + "` is not known"
                            + (newer ? ": the file needs another version of the lab" : ""),
                    newer ? Optional.empty() : Optional.of(FileBlock.FORMAT),
                    "this version reads " + FileBlock.FORMAT);
            return false;
        }
        return true;
    }

    private Optional<Scenario> bind(Fields file) {
        var paramsBlock = new ParamsBlock(names, settings, findings);
        var params = paramsBlock.bind(file.get("params"));
        var sweep = new SweepBlock(names, settings, findings);
        var axes = file.get("sweep").map(sweep::axes).orElse(List.of());
        paramsBlock.checkSettings();
        checkWorkload(file);

        var axisNames = new AxisNames(axes.stream().map(SweepBlock.Read::axis).toList(), names, findings);
        var constants = new Substitution(params, names, findings);
        var measureNode = file.get("measure").map(constants::apply);
        var measure = new MeasureBlock(findings);
        var isolation = measure.bind(measureNode, Optional.empty()).isolation();
        var all = file.get("models")
                .map(n -> new ModelsBlock(constants, findings).variants(n, isolation))
                .orElse(List.of());
        var variants = selected(file, all);
        var points = new Points(file, axes, params, axisNames, names, findings).expand(all, variants.size());
        Optional<Load> load = points.stream().findFirst().map(Scenario.Point::load);

        // A variant whose settings are wrong still has a name: claims that use it are right.
        var variantNames = file.get("models")
                .filter(Node.Mapping.class::isInstance)
                .map(n -> List.copyOf(((Node.Mapping) n).entries().keySet()))
                .orElseGet(() -> all.stream().map(ModelsBlock.Read::name).toList());
        var crossoverBlock = new CrossoverBlock(variantNames, axisNames, findings);
        var crossovers = file.get("crossover").map(crossoverBlock::bind).orElse(List.of());
        var scope = new ClaimScope(
                variantNames,
                kinds(file),
                crossoverBlock.ids(),
                all.stream().anyMatch(v -> v.model().id().equals("sequential")),
                axisNames);
        var expect = new ExpectBlock(scope, findings);
        var claims = expect.bind(file);
        var lesson = file.get("lesson").flatMap(new LessonBlock(scope, expect.ids(), findings)::bind);
        var skips = file.get("sweep")
                .map(n -> sweep.skips(n, axisNames, variantNames))
                .orElse(List.of());
        var pairs = pairs(file, variantNames, variants);
        var how = measure.bind(measureNode, load);
        // A filter on the command line makes fewer comparisons; the file must be right for all of them.
        if (settings.only().isEmpty()) {
            measureNode.ifPresent(n -> MeasureBlock.checkRounds(n, how, variants, pairs, claims, findings));
        }
        var scenario = new Scenario(
                file.name("id").orElseGet(this::idFromName),
                file.text("title").orElse(""),
                file.texts("tags"),
                file.texts("covers"),
                lesson,
                axes.stream().map(SweepBlock.Read::axis).toList(),
                variants,
                points,
                skips,
                how,
                pairs,
                claims,
                crossovers,
                text,
                sha256());
        new Refusals(findings).check(file, all, scenario);
        names.judge(findings);
        return Optional.of(scenario);
    }

    private void checkWorkload(Fields file) {
        var forms =
                WorkBlock.FORMS.stream().filter(f -> file.get(f).isPresent()).toList();
        if (forms.size() > 1) {
            findings.error(
                    "one-form",
                    file.keyNode(forms.get(1)),
                    "a scenario needs exactly one workload (found " + forms.get(0) + " and " + forms.get(1) + ")",
                    "keep `task` for one kind of work, `tasks` for a mix, `job` for one work in chunks, `graph` for nodes");
        } else if (forms.isEmpty()) {
            findings.error(
                    "missing-key",
                    file.node(),
                    "the file needs `task`: what every task does, step by step",
                    "add `task: [{call: orders}]`, or `tasks:` for a mix, `job:` or `graph:`");
        }
        boolean load = file.get("load").isPresent();
        boolean alone = !forms.isEmpty() && WorkBlock.ALONE.contains(forms.getFirst());
        if (alone && load) {
            findings.error(
                    "not-allowed",
                    file.keyNode("load"),
                    "a " + forms.getFirst() + " takes no load: it is one piece of work, measured again and again",
                    "delete `load`");
        } else if (!alone && !load) {
            findings.error(
                    "missing-key",
                    file.node(),
                    "the file needs `load`: how work arrives",
                    "add `load: {closed: {concurrency: 100}}`");
        }
    }

    private static List<String> kinds(Fields file) {
        return file.get("tasks")
                .filter(Node.Mapping.class::isInstance)
                .map(n -> List.copyOf(((Node.Mapping) n).entries().keySet()))
                .orElse(List.of("task"));
    }

    /// The variants measured: those named by `--only model=...`, else all but those with `default: false`.
    private List<Variant> selected(Fields file, List<ModelsBlock.Read> all) {
        var only = settings.only().get("model");
        var known = all.stream().map(ModelsBlock.Read::name).toList();
        if (only != null) {
            only.stream()
                    .filter(n -> !known.contains(n))
                    .forEach(n -> findings.unknown(
                            "unknown-name",
                            Span.COMMAND_LINE,
                            "",
                            "--only model=" + n + ": the file has no such model",
                            n,
                            known));
        }
        var kept = all.stream()
                .filter(v -> only == null ? v.byDefault() : only.contains(v.name()))
                .map(ModelsBlock.Read::variant)
                .toList();
        if (kept.isEmpty() && !all.isEmpty() && only == null) {
            findings.error(
                    "missing-key",
                    file.keyNode("models"),
                    "every model of the file has `default: false`",
                    "delete it from at least one, or name models with --only model=NAME");
        }
        return kept;
    }

    /// Pairs of variants that are measured. A pair with a variant left out has nothing to compare.
    private List<Pair> pairs(Fields file, List<String> known, List<Variant> measured) {
        var kept = measured.stream().map(Variant::name).toList();
        Map<String, Pair> pairs = new LinkedHashMap<>();
        for (Node node : file.list("compare")) {
            var pair = CrossoverBlock.pair(node, "compare", known, findings);
            if (pair.size() == 2 && kept.containsAll(pair)) {
                pairs.put(pair.stream().sorted().toList().toString(), new Pair(pair.get(0), pair.get(1)));
            }
        }
        return List.copyOf(pairs.values());
    }

    private String idFromName() {
        String stem = name.replaceFirst("\\.(lab\\.)?ya?ml$", "").toLowerCase(Locale.ROOT);
        String id = stem.replaceAll("[^a-z0-9]+", "-").replaceAll("^[-0-9]+|-+$", "");
        return id.isEmpty() ? "scenario" : id;
    }

    private String sha256() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
