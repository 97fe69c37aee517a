package dev.asynclab.scenario;

import java.util.List;
import java.util.Optional;

/// A node as the kind that belongs in its place: a mapping, a list or a single value; or a problem that says so.
final class Expected {

    private Expected() {}

    /// @param content what the mapping says, for the advice
    static Optional<Node.Mapping> mapping(Node node, String what, String content, Findings findings) {
        if (node instanceof Node.Mapping mapping) {
            return Optional.of(mapping);
        }
        if (!(node instanceof Node.Scalar scalar && scalar.broken())) {
            findings.error(
                    "wrong-type", node, what + " needs a mapping (found " + found(node) + ")", "a mapping " + content);
        }
        return Optional.empty();
    }

    static Optional<Node.Scalar> scalar(Node node, String what, Findings findings) {
        if (node instanceof Node.Scalar scalar) {
            return Optional.of(scalar);
        }
        findings.error(
                "wrong-type",
                node,
                what + " needs a single value (found " + found(node) + ")",
                "write `" + what + ": value`");
        return Optional.empty();
    }

    /// The items; none for what is not a list.
    static List<Node> list(Node node, String what, Findings findings) {
        if (node instanceof Node.Sequence sequence) {
            return sequence.items();
        }
        if (!(node instanceof Node.Scalar scalar && scalar.broken())) {
            findings.error(
                    "wrong-type", node, what + " needs a list (found " + found(node) + ")", "write `[a, b]` or `- a`");
        }
        return List.of();
    }

    static String found(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> Values.shown(scalar);
            case Node.Sequence _ -> "a list";
            case Node.Mapping _ -> "a mapping";
        };
    }
}
