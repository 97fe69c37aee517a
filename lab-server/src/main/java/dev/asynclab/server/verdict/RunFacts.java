package dev.asynclab.server.verdict;

import dev.asynclab.api.ResultDocument.Artifact;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a result says about its run beyond the measurements.
///
/// @param run id
/// @param revision of the stored scenario; null for a file run as it is
/// @param state id of the run state
/// @param started ISO-8601 instant
/// @param ended ISO-8601 instant
/// @param repeatWith command that repeats the run
/// @param predictions id of a question to the answer handed in before measuring, as typed
/// @param artifacts files made of the run; null for a run of a version that made none
public record RunFacts(
        String run,
        @Nullable String revision,
        String state,
        String started,
        String ended,
        String repeatWith,
        Map<String, String> predictions,
        @Nullable List<Artifact> artifacts) {

    public RunFacts {
        predictions = new TreeMap<>(predictions);
        artifacts = artifacts == null ? null : List.copyOf(artifacts);
    }

    /// Facts of a run without files.
    public RunFacts(
            String run,
            @Nullable String revision,
            String state,
            String started,
            String ended,
            String repeatWith,
            Map<String, String> predictions) {
        this(run, revision, state, started, ended, repeatWith, predictions, List.of());
    }

    /// Facts of a run of which nobody predicted anything.
    public RunFacts(
            String run, @Nullable String revision, String state, String started, String ended, String repeatWith) {
        this(run, revision, state, started, ended, repeatWith, Map.of());
    }
}
