package dev.asynclab.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A search asked for beside a scenario file: along one axis for the place where the winner changes, or
/// over two
/// axes for a map of who wins where. The run then measures the search and nothing else.
///
/// @param axes one axis, or two
/// @param between the names of two models of the file
/// @param metric what the two are compared by; the file's primary metric when absent
/// @param at values of the other axes
public record SearchRequest(List<Range> axes, List<String> between, Optional<String> metric, Map<String, String> at) {
    public SearchRequest {
        axes = List.copyOf(axes);
        between = List.copyOf(between);
        at = Map.copyOf(at);
    }

    /// A part of an axis, both ends included; an end left out is that of the file's values. Whole numbers.
    public record Range(String axis, Optional<Long> from, Optional<Long> to) {}
}
