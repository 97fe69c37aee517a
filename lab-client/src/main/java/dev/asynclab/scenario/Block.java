package dev.asynclab.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys a mapping of the language may have.
final class Block {
    private final String id;
    private final String summary;
    private final Map<String, Key> keys = new LinkedHashMap<>();
    private final Map<String, String> later;
    private final String content;

    /// @param id name for references between blocks, also its heading in the key reference
    /// @param summary what the mapping stands for, one sentence
    /// @param later words of the language that this version does not run, with what to use instead
    Block(String id, String summary, List<Key> keys, Map<String, String> later) {
        this.id = id;
        this.summary = summary;
        keys.forEach(key -> this.keys.put(key.name(), key));
        this.later = Map.copyOf(later);
        this.content = "with " + Spelling.or(this.keys.keySet());
    }

    Block(String id, String summary, List<Key> keys) {
        this(id, summary, keys, Map.of());
    }

    static Block of(String id, String summary, Key... keys) {
        return new Block(id, summary, List.of(keys));
    }

    String id() {
        return id;
    }

    String summary() {
        return summary;
    }

    List<Key> keys() {
        return List.copyOf(keys.values());
    }

    Map<String, String> later() {
        return later;
    }

    /// The keys in words, for messages.
    String content() {
        return content;
    }

    Optional<Key> key(String name) {
        return Optional.ofNullable(keys.get(name));
    }

    List<String> names() {
        return List.copyOf(keys.keySet());
    }
}
