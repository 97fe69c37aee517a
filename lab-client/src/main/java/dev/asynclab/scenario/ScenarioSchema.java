package dev.asynclab.scenario;

import dev.asynclab.api.Catalogue;
import dev.asynclab.kernel.KernelKind;
import dev.asynclab.kernel.Kernels;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Generates the JSON Schema editors use for completion and hover text, from the tables the reader checks files
/// against. Dialect 2020-12, but only words that draft-07 editors understand too: `definitions`, no
/// `unevaluatedProperties`, nothing beside a `$ref`. The schema is a help while typing; the reader is the judge.
public final class ScenarioSchema {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ScenarioSchema() {}

    /// The schema, as JSON with a line break at the end.
    public static String json() {
        var definitions = NODES.objectNode();
        Grammar.blocks().stream().skip(1).forEach(block -> definitions.set(block.id(), block(block)));
        exactlyOne(definitions, "load", LoadBlock.BLOCK.names());
        exactlyOne(definitions, "step", StepForms.words());
        definitions.set("models", models());
        definitions.set("compute", byKernel("compute", Kernels.all()));
        definitions.set("job", byKernel("job", Kernels.divisible()));
        exactlyOne(definitions, "keys", StateSteps.KEYS_BLOCK.names());
        openSweep((ObjectNode) definitions.get("sweep"));

        var root = NODES.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Async Lab scenario, format " + FileBlock.FORMAT);
        root.setAll(block(FileBlock.BLOCK));
        ((ObjectNode) root.get("properties")).set("models", described(reference("models"), FileBlock.BLOCK, "models"));
        var workloads = root.putArray("oneOf");
        WorkBlock.FORMS.forEach(w -> workloads.addObject().putArray("required").add(w));
        root.set("definitions", definitions);
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static ObjectNode block(Block block) {
        var schema = NODES.objectNode();
        schema.put("description", block.summary());
        schema.put("type", "object");
        var properties = schema.putObject("properties");
        block.keys().forEach(key -> properties.set(key.name(), described(ShapeSchema.of(key.shape()), key)));
        schema.putObject("patternProperties").putObject("^x-");
        schema.put("additionalProperties", false);
        var required =
                block.keys().stream().filter(Key::required).map(Key::name).toList();
        if (!required.isEmpty()) {
            var names = schema.putArray("required");
            required.forEach(names::add);
        }
        return schema;
    }

    private static ObjectNode described(ObjectNode schema, Block block, String key) {
        return described(schema, block.key(key).orElseThrow());
    }

    /// Hover text. Draft-07 ignores what stands beside a `$ref`, so a reference is wrapped first.
    private static ObjectNode described(ObjectNode schema, Key key) {
        var result = NODES.objectNode();
        String fallback = key.fallback().isEmpty() ? "" : " Default: " + key.fallback() + ".";
        String stop = key.summary().endsWith(".") ? "" : ".";
        result.put("description", key.summary() + stop + fallback + " Example: " + key.example());
        if (schema.has("$ref")) {
            result.putArray("allOf").add(schema);
        } else {
            result.setAll(schema);
        }
        return result;
    }

    static ObjectNode reference(String definition) {
        return NODES.objectNode().put("$ref", "#/definitions/" + definition);
    }

    private static void exactlyOne(ObjectNode definitions, String definition, List<String> keys) {
        var forms = ((ObjectNode) definitions.get(definition)).putArray("oneOf");
        keys.forEach(key -> forms.addObject().putArray("required").add(key));
    }

    /// A name that is a model's id has that model's keys; any other name has those of the model it uses.
    private static ObjectNode models() {
        var named = NODES.objectNode();
        named.put("type", "object").putObject("patternProperties").putObject("^x-");
        var properties = named.putObject("properties");
        var other = named.putObject("additionalProperties");
        other.put("type", "object").putArray("required").add("use");
        var use = ModelsBlock.block(Catalogue.models().getFirst()).key("use").orElseThrow();
        other.putObject("properties").set("use", described(ShapeSchema.of(use.shape()), use));
        var branches = other.putArray("allOf");
        for (var model : Catalogue.usable()) {
            var own = properties.putObject(model.id()).putArray("anyOf");
            own.add(reference("model%20" + model.id()));
            own.addObject().put("type", "null");
            branch(branches.addObject(), "use", model.id(), "model%20" + model.id());
        }
        var forms = NODES.objectNode();
        forms.putArray("anyOf").add(NODES.objectNode().put("const", "all")).add(named);
        return forms;
    }

    /// A mapping whose other keys depend on the kernel it names.
    private static ObjectNode byKernel(String word, List<KernelKind> kernels) {
        var ids = kernels.stream().map(KernelKind::id).toList();
        var key = StepForms.kernelKey(ids);
        var schema = NODES.objectNode();
        schema.put("type", "object").putArray("required").add("kernel");
        schema.putObject("properties").set("kernel", described(ShapeSchema.of(key.shape()), key));
        var branches = schema.putArray("allOf");
        ids.forEach(id -> branch(branches.addObject(), "kernel", id, word + "%20" + id));
        return schema;
    }

    /// If `key` is `value`, then the definition holds.
    private static void branch(ObjectNode rule, String key, String value, String definition) {
        var condition = rule.putObject("if");
        condition.putObject("properties").putObject(key).put("const", value);
        condition.putArray("required").add(key);
        rule.set("then", reference(definition));
    }

    private static void openSweep(ObjectNode sweep) {
        var forms = sweep.putObject("additionalProperties").putArray("anyOf");
        var list = forms.addObject();
        list.put("type", "array").put("minItems", 1).put("maxItems", SweepBlock.MAX_VALUES);
        list.set("items", ShapeSchema.scalar());
        forms.add(reference("axis"));
    }
}
