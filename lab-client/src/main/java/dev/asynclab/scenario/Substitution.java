package dev.asynclab.scenario;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Replaces `${name}`. A value that is nothing but `${name}` becomes the named value itself, with the type and the
/// place it has where it is declared: a bad axis value is reported on the axis. Inside a longer text the characters
/// are filled in and the text keeps its place.
final class Substitution {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^{}]*)}");

    private final Map<String, Node.Scalar> values;
    private final Names names;
    private final Findings findings;

    /// @param values what may be referred to here; a declared name that is missing varies from point to point
    Substitution(Map<String, Node.Scalar> values, Names names, Findings findings) {
        this.values = Map.copyOf(values);
        this.names = names;
        this.findings = findings;
    }

    /// The tree with every reference replaced. Depth is bounded by the cap of the event pass.
    Node apply(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> apply(scalar);
            case Node.Sequence list ->
                new Node.Sequence(list.items().stream().map(this::apply).toList(), list.span(), list.pointer());
            case Node.Mapping mapping -> {
                var entries = new LinkedHashMap<String, Node.Entry>();
                mapping.entries()
                        .forEach((name, entry) -> entries.put(name, new Node.Entry(entry.key(), value(entry))));
                yield new Node.Mapping(entries, mapping.span(), mapping.pointer());
            }
        };
    }

    /// `x-` keys are the author's own, and WireMock has a `${}` of its own.
    private Node value(Node.Entry entry) {
        String key = entry.key().text();
        return key.startsWith("x-") || key.equals("stubs") ? entry.value() : apply(entry.value());
    }

    private Node.Scalar apply(Node.Scalar scalar) {
        if (!scalar.text().contains("${")) {
            return scalar;
        }
        var match = REFERENCE.matcher(scalar.text());
        var text = new StringBuilder();
        int end = 0;
        boolean broken = false;
        while (match.find()) {
            String name = match.group(1);
            var value = value(scalar, name, scalar.at(match.start(1), match.end(1)));
            if (value != null
                    && match.start() == 0
                    && match.end() == scalar.text().length()) {
                return value;
            }
            broken |= value == null;
            text.append(scalar.text(), end, match.start()).append(value == null ? "" : value.text());
            end = match.end();
        }
        if (end == 0) {
            findings.error("syntax", scalar, "`${` without a name and `}`", "write \"${name}\", in quotes");
            return scalar.asBroken();
        }
        var filled = scalar.withText(text.append(scalar.text().substring(end)).toString());
        return broken ? filled.asBroken() : filled;
    }

    private Node.@Nullable Scalar value(Node.Scalar scalar, String name, Span at) {
        if (!names.useValue(name, at, scalar.pointer())) {
            return null;
        }
        var value = values.get(name);
        if (value == null && names.isReadable(name)) {
            findings.error(
                    "not-allowed",
                    at,
                    scalar.pointer(),
                    "the axis `" + name + "` has no value here: this key holds for all sweep points",
                    Optional.empty(),
                    "use a param, or move the reference to task, load, backends or a model's settings");
        }
        return value;
    }
}
