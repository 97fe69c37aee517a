package dev.asynclab.model;

import dev.asynclab.workload.Step;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The two models that are all callbacks and operators, with one loop and with several.
final class ReactiveVariants {
    private static final int CONNECTIONS = 16;

    private ReactiveVariants() {}

    static Stream<Variant> all() {
        return Stream.of(
                new Variant("netty", Map.of()),
                new Variant("netty", Map.of("loops", "3")),
                new Variant("reactor", Map.of()),
                new Variant("reactor", Map.of("loops", "3")));
    }

    static ConcurrencyModel create(Variant variant, SharedState shared) {
        return variant.create(CONNECTIONS, shared);
    }

    /// Fails at once: a bulkhead for nobody.
    static Step rejected() {
        return new Step.Limit("closed", 0, 0, List.of());
    }
}
