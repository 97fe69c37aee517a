package dev.asynclab.scenario;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The JSON Schema of one value. Every value may also be a text with a `${}` in it, whose result only the reader
/// knows.
final class ShapeSchema {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ShapeSchema() {}

    static ObjectNode of(Shape shape) {
        return switch (shape) {
            case Shape.Text _ -> scalar();
            case Shape.Name _ -> or(pattern(Values.NAME.pattern()));
            case Shape.Count count -> count(count);
            case Shape.Time _ -> or(pattern("[0-9]+(\\.[0-9]+)?(ns|us|ms|s|m)"));
            case Shape.Size _ -> or(pattern("[0-9]+(\\.[0-9]+)?(B|KiB|MiB)"));
            case Shape.Percent _ -> or(pattern("[0-9]+(\\.[0-9]+)?%"));
            case Shape.Rate _ -> or(pattern("[0-9]+(\\.[0-9]+)?[kM]?/s"));
            case Shape.Decimal(double min, double max) ->
                or(NODES.objectNode().put("type", "number").put("minimum", min).put("maximum", max));
            case Shape.Flag _ -> or(NODES.objectNode().put("type", "boolean"));
            case Shape.Choice(List<String> words) -> or(words(words));
            case Shape.Statement _ -> NODES.objectNode().put("type", "string");
            case Shape.AxisValues(boolean lists) -> axisValues(lists);
            case Shape.ListOf(Shape item) -> {
                var list = NODES.objectNode().put("type", "array");
                list.set("items", of(item));
                yield list;
            }
            case Shape.MapOf(Shape value) -> {
                var map = NODES.objectNode().put("type", "object");
                map.set("additionalProperties", of(value));
                yield map;
            }
            case Shape.Nested(String block) -> ScenarioSchema.reference(block);
            case Shape.OneOf(List<Shape> forms) -> {
                var any = NODES.objectNode();
                ArrayNode list = any.putArray("anyOf");
                forms.forEach(form -> list.add(of(form)));
                yield any;
            }
            case Shape.Anything _ -> NODES.objectNode();
        };
    }

    /// Text, whatever YAML makes of it: `covers: [12]` is as good as `covers: ["12"]`.
    static ObjectNode scalar() {
        var schema = NODES.objectNode();
        schema.putArray("type").add("string").add("number").add("boolean");
        return schema;
    }

    private static ObjectNode count(Shape.Count count) {
        var any = NODES.objectNode();
        var forms = any.putArray("anyOf");
        forms.addObject().put("type", "integer").put("minimum", count.min()).put("maximum", count.max());
        if (!count.words().isEmpty()) {
            forms.add(words(count.words()));
        }
        forms.add(pattern("[0-9]+(\\.[0-9]+)?[kM]"));
        forms.add(withReference());
        return any;
    }

    private static ObjectNode axisValues(boolean lists) {
        var map = NODES.objectNode().put("type", "object");
        if (!lists) {
            map.set("additionalProperties", scalar());
            return map;
        }
        var forms = map.putObject("additionalProperties").putArray("anyOf");
        forms.add(scalar());
        forms.addObject().put("type", "array").set("items", scalar());
        return map;
    }

    private static ObjectNode words(List<String> words) {
        var schema = NODES.objectNode();
        var values = schema.putArray("enum");
        words.forEach(values::add);
        return schema;
    }

    private static ObjectNode pattern(String pattern) {
        return NODES.objectNode().put("type", "string").put("pattern", "^(" + pattern + ")$");
    }

    private static ObjectNode withReference() {
        return NODES.objectNode().put("type", "string").put("pattern", "\\$\\{");
    }

    private static ObjectNode or(ObjectNode schema) {
        var any = NODES.objectNode();
        any.putArray("anyOf").add(schema).add(withReference());
        return any;
    }
}
