package dev.asynclab.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `params:`, and what the command line makes of them.
final class ParamsBlock {
    private final Names names;
    private final Settings settings;
    private final Findings findings;

    ParamsBlock(Names names, Settings settings, Findings findings) {
        this.names = names;
        this.settings = settings;
        this.findings = findings;
    }

    /// Values by name, `--set` applied.
    Map<String, Node.Scalar> bind(Optional<Node> node) {
        var params = new LinkedHashMap<String, Node.Scalar>();
        node.flatMap(n -> Expected.mapping(n, "params", "from names to values", findings))
                .ifPresent(mapping -> mapping.entries().values().forEach(e -> param(e, params)));
        return params;
    }

    private void param(Node.Entry entry, Map<String, Node.Scalar> params) {
        String name = entry.key().text();
        if (new Values(findings).name(entry.key(), "a param").isEmpty()) {
            return;
        }
        names.declareParam(entry.key());
        String given = settings.set().get(name);
        if (given != null) {
            params.put(name, Node.Scalar.given(given));
            return;
        }
        var written = Expected.scalar(entry.value(), name, findings);
        if (written.isEmpty()) {
            names.unreadable(name);
        }
        written.ifPresent(value -> {
            if (value.text().contains("${")) {
                findings.error("not-allowed", value, "a param refers to no other param", "write the value itself");
                params.put(name, value.asBroken());
            } else {
                params.put(name, value);
            }
        });
    }

    /// Reports names of the command line that the file does not have. Called when axes and params are declared.
    void checkSettings() {
        new TreeMap<>(settings.set())
                .keySet().stream()
                        .filter(name -> !names.all().contains(name))
                        .forEach(name -> findings.unknown(
                                "unknown-name",
                                Span.COMMAND_LINE,
                                "",
                                "--set " + name + ": the file has no such param or axis",
                                name,
                                names.all()));
        new TreeMap<>(settings.only())
                .keySet().stream()
                        .filter(name -> !name.equals("model") && !names.axes().contains(name))
                        .forEach(name -> {
                            var allowed = new ArrayList<>(names.axes());
                            allowed.add("model");
                            findings.unknown(
                                    "unknown-name",
                                    Span.COMMAND_LINE,
                                    "",
                                    "--only " + name + ": the file has no such axis",
                                    name,
                                    allowed);
                        });
    }
}
