package dev.asynclab.scenario;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// WireMock stub mappings: YAML in, JSON out, values typed by the YAML core schema.
///
/// What would let a mapping reach another host, a file or a hook is refused: a scenario talks only to its own mock
/// backends.
final class Stubs {
    private static final Set<String> REACHING_OUT = Set.of(
            "proxyBaseUrl",
            "proxyUrlPrefixToRemove",
            "additionalProxyRequestHeaders",
            "removeProxyRequestHeaders",
            "bodyFileName",
            "serveEventListeners",
            "postServeActions");

    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");

    private final Findings findings;

    Stubs(Findings findings) {
        this.findings = findings;
    }

    String json(List<Node> mappings) {
        var array = JsonNodeFactory.instance.arrayNode();
        for (Node mapping : mappings) {
            Expected.mapping(mapping, "a stub", "with request and response", findings)
                    .ifPresent(m -> array.add(json(m)));
        }
        return array.toString();
    }

    private JsonNode json(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> scalar.plain() ? typed(scalar.text()) : text(scalar.text());
            case Node.Sequence list -> {
                var array = JsonNodeFactory.instance.arrayNode();
                list.items().forEach(item -> array.add(json(item)));
                yield array;
            }
            case Node.Mapping mapping -> {
                var object = JsonNodeFactory.instance.objectNode();
                mapping.entries().forEach((name, entry) -> {
                    refuseReachingOut(entry.key());
                    object.set(name, json(entry.value()));
                });
                yield object;
            }
        };
    }

    private void refuseReachingOut(Node.Scalar key) {
        if (REACHING_OUT.contains(key.text())) {
            findings.error(
                    "not-allowed",
                    key,
                    "`" + key.text() + "` would leave the lab: a stub may not proxy, read a file or call a hook",
                    "answer with `body`, `jsonBody` or `base64Body`");
        }
    }

    private static JsonNode typed(String text) {
        var nodes = JsonNodeFactory.instance;
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> nodes.nullNode();
            case "true", "True", "TRUE" -> nodes.booleanNode(true);
            case "false", "False", "FALSE" -> nodes.booleanNode(false);
            default -> {
                // The event pass has capped the digits, so big numbers are cheap here.
                if (INTEGER.matcher(text).matches()) {
                    yield nodes.numberNode(new BigInteger(text));
                }
                yield FLOAT.matcher(text).matches() ? nodes.numberNode(new BigDecimal(text)) : text(text);
            }
        };
    }

    private static JsonNode text(String text) {
        return JsonNodeFactory.instance.stringNode(text);
    }
}
