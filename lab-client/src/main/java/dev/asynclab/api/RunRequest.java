package dev.asynclab.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a caller asks to be run. Exactly one of `scenario` and `inline` is present.
///
/// @param scenario id of a stored or shipped scenario
/// @param inline text of a scenario file
/// @param set parameter and axis overrides
/// @param only filters: `model` or an axis name to the values kept
/// @param profile profile id; quick when absent
/// @param budgetSeconds wall-time budget replacing the profile's
/// @param seed seed replacing the file's or a drawn one
/// @param crossover a search to run instead of the file's own sweep
public record RunRequest(
        Optional<String> scenario,
        Optional<String> inline,
        Map<String, String> set,
        Map<String, List<String>> only,
        Optional<String> profile,
        Optional<Double> budgetSeconds,
        OptionalLong seed,
        Optional<SearchRequest> crossover) {
    public RunRequest {
        set = Map.copyOf(set);
        only = Map.copyOf(only);
    }

    /// A run of the scenario as it stands.
    public RunRequest(
            Optional<String> scenario,
            Optional<String> inline,
            Map<String, String> set,
            Map<String, List<String>> only,
            Optional<String> profile,
            Optional<Double> budgetSeconds,
            OptionalLong seed) {
        this(scenario, inline, set, only, profile, budgetSeconds, seed, Optional.empty());
    }

    /// The same with a search.
    public RunRequest searching(SearchRequest search) {
        return new RunRequest(scenario, inline, set, only, profile, budgetSeconds, seed, Optional.of(search));
    }
}
