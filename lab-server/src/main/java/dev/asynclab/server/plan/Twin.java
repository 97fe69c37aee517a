package dev.asynclab.server.plan;

import dev.asynclab.api.Scenario;
import dev.asynclab.api.Scenario.Isolation;
import dev.asynclab.api.Scenario.Variant;
import java.util.Objects;
import java.util.Optional;

/// The reference model once more, under a second label: planned and measured like every other variant, judged
/// against nothing but itself. Two labels of one model differ by noise alone, so what lies between them is what
/// this run cannot tell apart.
final class Twin {

    private Twin() {}

    /// The twin of the first variant that has a process of its own; none when the file already has such a pair.
    static Optional<Variant> of(Scenario scenario) {
        return scenario.variants().stream()
                .filter(v -> v.isolation() != Isolation.SHARED)
                .findFirst()
                .filter(first -> scenario.variants().stream()
                        .noneMatch(v -> !v.name().equals(first.name()) && same(scenario, first, v)))
                .map(Variant::twin);
    }

    private static boolean same(Scenario scenario, Variant a, Variant b) {
        return a.model().equals(b.model())
                && a.isolation() == b.isolation()
                && scenario.points().stream()
                        .allMatch(p -> Objects.equals(
                                        p.parameters().get(a.name()),
                                        p.parameters().get(b.name()))
                                && Objects.equals(
                                        p.connections().get(a.name()),
                                        p.connections().get(b.name())));
    }
}
