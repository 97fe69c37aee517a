package dev.asynclab.model;

import java.util.Map;
import java.util.stream.Stream;

/// The models whose tasks share a loop.
final class LoopVariants {
    static final int CORES = 2;

    private LoopVariants() {}

    static Stream<Variant> all() {
        return Stream.of(
                new Variant("event-loop", Map.of()),
                new Variant("event-loop", Map.of("loops", "3")),
                new Variant("event-loop", Map.of("offload", "true")),
                new Variant("coroutine", Map.of()));
    }

    static ConcurrencyModel create(Variant variant, SharedState shared) {
        return variant.create(Variants.CONNECTIONS, shared);
    }
}
