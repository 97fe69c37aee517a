package dev.asynclab.api;

import java.util.List;
import java.util.Map;

/// A search for the place on an axis where the winner changes.
public record Crossover(
        String id, String axis, double from, double to, String metric, List<String> between, Map<String, String> at) {
    public Crossover {
        between = List.copyOf(between);
    }
}
