package dev.asynclab.server.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The pictures of one report, each drawn once. A page is written anew for every level of what it leaves out, but most
/// of its pictures stay as they are, and drawing is what takes time.
final class Drawings {
    private final Map<List<?>, String> drawn = new HashMap<>();

    /// A picture.
    ///
    /// @param data all it is made of, with `equals` by content: what was drawn of the same is that picture
    String of(List<?> data, Supplier<String> picture) {
        String known = drawn.get(data);
        if (known == null) {
            known = picture.get();
            drawn.put(data, known);
        }
        return known;
    }
}
