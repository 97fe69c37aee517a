package dev.asynclab.scenario;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.Catalogue.Model;
import dev.asynclab.api.Catalogue.ParameterKind;
import dev.asynclab.api.Scenario.Isolation;
import dev.asynclab.api.Scenario.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// `models:`: the variants of a file and their settings.
final class ModelsBlock {
    private static final long MOST = 20_000;

    private static final List<Key> COMMON = List.of(
            Key.optional(
                    "use",
                    new Shape.Choice(Catalogue.usable().stream().map(Model::id).toList()),
                    "the variant's name",
                    "platform-threads",
                    "the concurrency model"),
            Key.optional(
                    "default",
                    new Shape.Flag(),
                    "true",
                    "false",
                    "`false` keeps the variant out unless `--only model=NAME` asks for it"),
            Key.optional(
                    "isolation",
                    MeasureBlock.ISOLATION,
                    "that of `measure`",
                    "cell",
                    "how far this variant's measurements are kept apart"),
            Key.optional(
                    "connections",
                    Shape.count(1, MOST),
                    "tasks in flight x calls one task has in the air at once",
                    "100",
                    "most connections to the backends"));

    private static final Map<String, Block> BLOCKS =
            Catalogue.usable().stream().collect(Collectors.toMap(Model::id, ModelsBlock::describe));

    private static final Set<String> ALL_KEYS =
            Catalogue.usable().stream().flatMap(m -> block(m).names().stream()).collect(Collectors.toSet());

    /// A variant as written. Its settings are bound again for every sweep point.
    record Read(String name, Model model, Isolation isolation, boolean byDefault, Node settings) {
        Variant variant() {
            return new Variant(name, model.id(), isolation);
        }
    }

    private final Substitution params;
    private final Findings findings;

    /// @param params replaces references to params; which model a variant uses may not vary from point to point
    ModelsBlock(Substitution params, Findings findings) {
        this.params = params;
        this.findings = findings;
    }

    /// The keys a variant of one model may have.
    static Block block(Model model) {
        return Optional.ofNullable(BLOCKS.get(model.id())).orElseThrow();
    }

    private static Block describe(Model model) {
        var keys = new ArrayList<>(COMMON);
        for (var p : model.parameters()) {
            Shape shape = switch (p.kind()) {
                case COUNT -> new Shape.Count(1, MOST, p.choices());
                case FLAG -> new Shape.Flag();
                case CHOICE -> new Shape.Choice(p.choices());
            };
            keys.add(Key.optional(p.name(), shape, p.fallback(), p.fallback(), p.summary()));
        }
        return new Block("model " + model.id(), model.title() + ": " + model.idiom() + ".", keys);
    }

    /// Every variant of the file, those left out by default included.
    ///
    /// @param isolation how far variants are kept apart that say nothing about it
    List<Read> variants(Node node, Isolation isolation) {
        if (node instanceof Node.Scalar scalar && scalar.text().equals("all")) {
            return Catalogue.models().stream()
                    .map(m -> new Read(m.id(), m, isolation, true, empty(node)))
                    .toList();
        }
        var variants = new ArrayList<Read>();
        Expected.mapping(node, "models", "from names to settings, or the word `all`", findings)
                .ifPresent(mapping -> {
                    mapping.entries().values().stream()
                            .filter(e -> !e.key().text().startsWith("x-"))
                            .forEach(e -> variant(e, isolation).ifPresent(variants::add));
                    if (mapping.entries().isEmpty()) {
                        findings.error("missing-key", node, "models is empty", "name at least one model");
                    }
                });
        return variants;
    }

    private static Node empty(Node at) {
        return new Node.Mapping(Map.of(), at.span(), at.pointer());
    }

    private Optional<Read> variant(Node.Entry entry, Isolation isolation) {
        String name = entry.key().text();
        if (new Values(findings).name(entry.key(), "a model's name").isEmpty()) {
            return Optional.empty();
        }
        if (ClaimWords.RESERVED.contains(name)) {
            findings.error("bad-name", entry.key(), "`" + name + "` is a word of the claim language", "choose another");
            return Optional.empty();
        }
        Node settings = entry.value() instanceof Node.Scalar s && s.isEmpty() ? empty(s) : entry.value();
        var mapping = Expected.mapping(settings, "model " + name, "with `use` and parameters, or {}", findings);
        return mapping.flatMap(m -> model(entry.key(), m).map(model -> {
            boolean byDefault = fixed(m, "default")
                    .flatMap(s -> new Values(findings).flag(s, "default"))
                    .orElse(true);
            var own = fixed(m, "isolation").flatMap(s -> MeasureBlock.isolation(s, findings));
            return new Read(name, model, own.orElse(isolation), byDefault, m);
        }));
    }

    private Optional<Node.Scalar> fixed(Node.Mapping settings, String key) {
        return Fields.lookup(settings, key, ALL_KEYS)
                .map(params::apply)
                .flatMap(n -> Expected.scalar(n, key, findings));
    }

    private Optional<Model> model(Node.Scalar name, Node.Mapping settings) {
        var ids = Catalogue.usable().stream().map(Model::id).toList();
        var use = fixed(settings, "use");
        if (use.isPresent() && use.get().broken()) {
            return Optional.empty();
        }
        var named = use.orElse(name);
        var model = Catalogue.model(named.text());
        if (model.isEmpty()) {
            String message = "no model `" + named.text() + "`"
                    + (use.isPresent() ? "" : "; a name of your own needs `use:` with the model's id");
            findings.unknown("unknown-name", named.span(), named.pointer(), message, named.text(), ids);
        } else if (ids.contains(name.text()) && !name.text().equals(model.get().id())) {
            findings.error(
                    "not-allowed",
                    named,
                    "a variant named `" + name.text() + "` must use " + name.text(),
                    "give the variant another name: claims and charts would mislead");
            return Optional.empty();
        }
        return model;
    }

    /// Parameters of a variant at one sweep point, defaults filled in.
    ///
    /// @param settings the variant's settings with every reference replaced
    Map<String, String> parameters(Read variant, Node settings) {
        var values = new LinkedHashMap<>(Catalogue.defaults(variant.model()));
        fields(variant, settings).ifPresent(fields -> {
            for (var p : variant.model().parameters()) {
                fields.scalar(p.name()).flatMap(s -> parameter(fields, p, s)).ifPresent(v -> values.put(p.name(), v));
            }
        });
        return values;
    }

    OptionalInt connections(Read variant, Node settings) {
        return fields(variant, settings).map(f -> f.number("connections")).orElse(OptionalInt.empty());
    }

    private Optional<Fields> fields(Read variant, Node settings) {
        return Fields.of(settings, "model " + variant.name(), block(variant.model()), findings);
    }

    private static Optional<String> parameter(Fields fields, Catalogue.Parameter p, Node.Scalar value) {
        if (p.kind() == ParameterKind.COUNT) {
            if (p.choices().contains(value.text())) {
                return Optional.of(value.text());
            }
            var count = fields.count(p.name());
            return count.isPresent() ? Optional.of(Long.toString(count.getAsLong())) : Optional.empty();
        }
        return p.kind() == ParameterKind.FLAG ? fields.flag(p.name()).map(String::valueOf) : fields.choice(p.name());
    }

    static List<Block> blocks() {
        return Catalogue.usable().stream().map(ModelsBlock::block).toList();
    }
}
