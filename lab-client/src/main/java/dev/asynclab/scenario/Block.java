package dev.asynclab.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys a mapping of the language may have.
///
/// @param id name for references between blocks, also its heading in the key reference
/// @param summary what the mapping stands for, one sentence
/// @param later words of the language that this version does not run, with what to use instead
record Block(String id, String summary, List<Key> keys, Map<String, String> later) {
    Block {
        keys = List.copyOf(keys);
        later = Map.copyOf(later);
    }

    Block(String id, String summary, List<Key> keys) {
        this(id, summary, keys, Map.of());
    }

    static Block of(String id, String summary, Key... keys) {
        return new Block(id, summary, List.of(keys));
    }

    Optional<Key> key(String name) {
        return keys.stream().filter(k -> k.name().equals(name)).findFirst();
    }

    List<String> names() {
        return keys.stream().map(Key::name).toList();
    }
}
