package dev.asynclab.server.verdict;

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
public record RunFacts(
        String run,
        @Nullable String revision,
        String state,
        String started,
        String ended,
        String repeatWith,
        Map<String, String> predictions) {

    public RunFacts {
        predictions = new TreeMap<>(predictions);
    }

    /// Facts of a run of which nobody predicted anything.
    public RunFacts(
            String run, @Nullable String revision, String state, String started, String ended, String repeatWith) {
        this(run, revision, state, started, ended, repeatWith, Map.of());
    }
}
