package dev.asynclab.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;
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
/// @param predictions id of a question of the lesson to the answer, as typed
/// @param crossover a search to run instead of the file's own sweep
/// @param trace whether one more trial per model is to show its tasks
public record RunRequest(
        Optional<String> scenario,
        Optional<String> inline,
        Map<String, String> set,
        Map<String, List<String>> only,
        Optional<String> profile,
        Optional<Double> budgetSeconds,
        OptionalLong seed,
        Map<String, String> predictions,
        Optional<SearchRequest> crossover,
        Optional<Boolean> trace) {
    public RunRequest {
        set = Map.copyOf(Objects.requireNonNullElse(set, Map.of()));
        only = Map.copyOf(Objects.requireNonNullElse(only, Map.of()));
        // Requests stored before there were predictions have none.
        predictions = Map.copyOf(Objects.requireNonNullElse(predictions, Map.of()));
        crossover = Objects.requireNonNullElse(crossover, Optional.empty());
        trace = Objects.requireNonNullElse(trace, Optional.empty());
    }

    /// A run without traces.
    public RunRequest(
            Optional<String> scenario,
            Optional<String> inline,
            Map<String, String> set,
            Map<String, List<String>> only,
            Optional<String> profile,
            Optional<Double> budgetSeconds,
            OptionalLong seed,
            Map<String, String> predictions,
            Optional<SearchRequest> crossover) {
        this(scenario, inline, set, only, profile, budgetSeconds, seed, predictions, crossover, Optional.empty());
    }

    /// A run of the scenario as it stands, without predictions.
    public RunRequest(
            Optional<String> scenario,
            Optional<String> inline,
            Map<String, String> set,
            Map<String, List<String>> only,
            Optional<String> profile,
            Optional<Double> budgetSeconds,
            OptionalLong seed) {
        this(scenario, inline, set, only, profile, budgetSeconds, seed, Map.of(), Optional.empty(), Optional.empty());
    }

    /// The same request with everything decided that it left open, to be planned again. Its text is kept elsewhere.
    public RunRequest decided(String profileId, double budget, long decidedSeed) {
        return new RunRequest(
                scenario,
                Optional.empty(),
                set,
                only,
                Optional.of(profileId),
                Optional.of(budget),
                OptionalLong.of(decidedSeed),
                predictions,
                crossover,
                trace);
    }

    /// The same request for a text of its own instead of a scenario the lab knows by name.
    public RunRequest of(String text) {
        return new RunRequest(
                Optional.empty(),
                Optional.of(text),
                set,
                only,
                profile,
                budgetSeconds,
                seed,
                predictions,
                crossover,
                trace);
    }

    /// The same request with these predictions.
    public RunRequest predicting(Map<String, String> answers) {
        return new RunRequest(scenario, inline, set, only, profile, budgetSeconds, seed, answers, crossover, trace);
    }

    /// The same with a search.
    public RunRequest searching(SearchRequest search) {
        return new RunRequest(
                scenario, inline, set, only, profile, budgetSeconds, seed, predictions, Optional.of(search), trace);
    }

    /// The same with traces.
    public RunRequest tracing() {
        return new RunRequest(
                scenario, inline, set, only, profile, budgetSeconds, seed, predictions, crossover, Optional.of(true));
    }

    /// Whether traces are asked for.
    public boolean traced() {
        return trace.orElse(false);
    }
}
