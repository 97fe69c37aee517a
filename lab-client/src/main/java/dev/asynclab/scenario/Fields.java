package dev.asynclab.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/// A mapping read against its block: unknown and missing keys are reported once, then values are asked for by key.
final class Fields {
    private final Node.Mapping node;
    private final Block block;
    private final Findings findings;
    private final Values values;

    /// Entries under a misspelt key, by the key that is meant: they are read too, so that one typing mistake is one
    /// problem and what stands below it is still checked.
    private final Map<String, Node.Entry> meant = new HashMap<>();

    private Fields(Node.Mapping node, Block block, Findings findings) {
        this.node = node;
        this.block = block;
        this.findings = findings;
        this.values = new Values(findings);
    }

    /// Opens a node as a mapping with the block's keys.
    ///
    /// @param what name of the node in messages
    static Optional<Fields> of(Node node, String what, Block block, Findings findings) {
        return Expected.mapping(node, what, block.content(), findings).map(mapping -> {
            var fields = new Fields(mapping, block, findings);
            fields.checkKeys(what);
            return fields;
        });
    }

    /// The value of a key that decides which block a mapping is read against. When the key is misspelt its value is
    /// taken all the same; the mistake is reported once the block is known.
    ///
    /// @param names every key any of the blocks has
    static Optional<Node> lookup(Node.Mapping mapping, String key, Collection<String> names) {
        return mapping.get(key)
                .or(() -> mapping.entries().values().stream()
                        .filter(e -> !names.contains(e.key().text()))
                        .filter(e -> Spelling.closest(e.key().text(), names)
                                .filter(key::equals)
                                .isPresent())
                        .map(Node.Entry::value)
                        .findFirst());
    }

    private void checkKeys(String what) {
        for (var entry : node.entries().values()) {
            String name = entry.key().text();
            if (block.later().containsKey(name)) {
                String instead = block.later().getOrDefault(name, "");
                findings.error("not-yet", entry.key(), "`" + name + "` is not run by this version", instead);
            } else if (!name.startsWith("x-") && block.key(name).isEmpty()) {
                unknown(entry, what);
            }
        }
        for (Key key : block.keys()) {
            if (key.required() && get(key.name()).isEmpty()) {
                findings.error(
                        "missing-key",
                        node,
                        what + " needs `" + key.name() + "`: " + key.summary(),
                        "add `" + key.name() + ": " + key.example() + "`");
            }
        }
    }

    private void unknown(Node.Entry entry, String what) {
        var key = entry.key();
        String message = "unknown key `" + Values.shown(key) + "` in " + what;
        findings.unknown("unknown-key", key.span(), node.pointer(), message, key.text(), block.names());
        Spelling.closest(key.text(), block.names())
                .filter(name -> node.get(name).isEmpty())
                .ifPresent(name -> meant.putIfAbsent(name, entry));
    }

    /// Whether a key stands here that the block does not know; it is reported already.
    boolean hasUnknownKey() {
        return node.entries().keySet().stream()
                .anyMatch(name -> !name.startsWith("x-") && block.key(name).isEmpty());
    }

    Findings findings() {
        return findings;
    }

    Values values() {
        return values;
    }

    Node.Mapping node() {
        return node;
    }

    Optional<Node> get(String key) {
        return node.get(key).or(() -> Optional.ofNullable(meant.get(key)).map(Node.Entry::value));
    }

    /// The key's own place, for problems that are about its presence.
    Node.Scalar keyNode(String key) {
        var entry = node.entries().getOrDefault(key, meant.get(key));
        return entry == null ? Node.Scalar.given(key) : entry.key();
    }

    Optional<Node.Scalar> scalar(String key) {
        return get(key).flatMap(n -> Expected.scalar(n, key, findings));
    }

    Optional<String> text(String key) {
        return scalar(key).filter(s -> !s.broken()).flatMap(s -> {
            if (s.isEmpty()) {
                findings.error("wrong-type", s, key + " is empty", "write a text, or delete the key");
                return Optional.empty();
            }
            return Optional.of(s.text());
        });
    }

    Optional<String> name(String key) {
        return scalar(key).flatMap(s -> values.name(s, key));
    }

    OptionalLong count(String key) {
        var shape = shape(key, Shape.Count.class);
        return scalar(key).map(s -> values.count(s, key, shape)).orElse(OptionalLong.empty());
    }

    OptionalInt number(String key) {
        var value = count(key);
        return value.isPresent() ? OptionalInt.of(Math.toIntExact(value.getAsLong())) : OptionalInt.empty();
    }

    Optional<Duration> time(String key) {
        return scalar(key).flatMap(s -> values.time(s, key, shape(key, Shape.Time.class)));
    }

    OptionalInt bytes(String key) {
        return scalar(key)
                .map(s -> values.size(s, key, shape(key, Shape.Size.class)))
                .filter(OptionalLong::isPresent)
                .map(n -> OptionalInt.of(Math.toIntExact(n.getAsLong())))
                .orElse(OptionalInt.empty());
    }

    Optional<Double> percent(String key) {
        return scalar(key).flatMap(s -> values.percent(s, key, shape(key, Shape.Percent.class)));
    }

    Optional<Double> rate(String key) {
        return scalar(key).flatMap(s -> values.rate(s, key, shape(key, Shape.Rate.class)));
    }

    Optional<Double> decimal(String key) {
        return scalar(key).flatMap(s -> values.decimal(s, key, shape(key, Shape.Decimal.class)));
    }

    Optional<Boolean> flag(String key) {
        return scalar(key).flatMap(s -> values.flag(s, key));
    }

    Optional<String> choice(String key) {
        return scalar(key)
                .flatMap(s ->
                        values.choice(s, key, shape(key, Shape.Choice.class).words()));
    }

    /// The items of a list, in order; none when the key is missing.
    List<Node> list(String key) {
        return get(key).map(n -> Expected.list(n, key, findings)).orElse(List.of());
    }

    /// A list of single values.
    List<Node.Scalar> scalars(String key) {
        var scalars = new ArrayList<Node.Scalar>();
        list(key).forEach(n -> Expected.scalar(n, key, findings).ifPresent(scalars::add));
        return scalars;
    }

    List<String> texts(String key) {
        return scalars(key).stream().map(Node.Scalar::text).toList();
    }

    /// A list whose items are mappings of one block.
    <T> List<T> items(String key, String what, Block item, Function<Fields, Optional<T>> bind) {
        return list(key).stream()
                .flatMap(n -> of(n, what, item, findings).stream())
                .flatMap(f -> bind.apply(f).stream())
                .toList();
    }

    private <T extends Shape> T shape(String key, Class<T> type) {
        Shape shape = block.key(key)
                .orElseThrow(() -> new IllegalArgumentException("no key " + key + " in " + block.id()))
                .shape();
        if (shape instanceof Shape.OneOf(List<Shape> forms)) {
            return forms.stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .findFirst()
                    .orElseThrow();
        }
        return type.cast(shape);
    }
}
