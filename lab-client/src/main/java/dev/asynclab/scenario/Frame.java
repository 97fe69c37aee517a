package dev.asynclab.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A list or mapping whose end has not been read yet.
final class Frame {
    private final boolean mapping;
    private final Span start;
    private final String pointer;
    private final Findings findings;
    private final List<Node> items = new ArrayList<>();
    private final Map<String, Node.Entry> entries = new LinkedHashMap<>();
    private Node.@Nullable Scalar key;

    Frame(boolean mapping, Span start, String pointer, Findings findings) {
        this.mapping = mapping;
        this.start = start;
        this.pointer = pointer;
        this.findings = findings;
    }

    boolean wantsKey() {
        return mapping && key == null;
    }

    /// Pointer of the value that comes next.
    String nextPointer() {
        if (!mapping) {
            return pointer + "/" + items.size();
        }
        return key == null
                ? pointer
                : pointer + "/" + key.text().replace("~", "~0").replace("/", "~1");
    }

    /// Takes the next key, value or item. False when the file cannot be read any further.
    boolean accept(Node node) {
        if (!mapping) {
            items.add(node);
            return true;
        }
        if (key == null && node instanceof Node.Scalar scalar) {
            key = scalar;
            return !isMerge(scalar);
        }
        if (key != null) {
            put(key, node);
            key = null;
        }
        return true;
    }

    private void put(Node.Scalar name, Node value) {
        var earlier = entries.putIfAbsent(name.text(), new Node.Entry(name, value));
        if (earlier != null) {
            findings.error(
                    "duplicate-key",
                    name.span(),
                    pointer,
                    "key `%s` stands here and in line %d"
                            .formatted(name.text(), earlier.key().span().line()),
                    Optional.empty(),
                    "keep one of the two lines");
        }
    }

    private boolean isMerge(Node.Scalar scalar) {
        boolean merge = scalar.plain() && scalar.text().equals("<<");
        if (merge) {
            findings.error("not-allowed", scalar, "merge keys (`<<`) are not part of the language", "repeat the keys");
        }
        return merge;
    }

    /// The finished node. A block mapping is marked at its first key, `{}` and lists at their first character.
    Node finish() {
        if (!mapping) {
            return new Node.Sequence(items, start, pointer);
        }
        Span first = entries.values().stream()
                .findFirst()
                .map(e -> e.key().span())
                .filter(s -> s.line() == start.line() && s.column() == start.column())
                .orElse(start);
        return new Node.Mapping(entries, first, pointer);
    }
}
