package dev.asynclab.server.capsule;

import dev.asynclab.api.RunRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What decides the plan of a run beside the text of its scenario, and where the run comes from.
///
/// @param format [#FORMAT]
/// @param revision of the library scenario; null for an inline one
/// @param request everything decided: profile, budget and seed are present; the text is not
/// @param cores processors the trials could use
/// @param predictions as handed in
/// @param plannedTrials trial processes planned
/// @param lab version that measured
/// @param submitted ISO-8601 instant
public record Manifest(
        String format,
        String run,
        @Nullable String revision,
        RunRequest request,
        int cores,
        Map<String, String> predictions,
        int plannedTrials,
        String lab,
        String submitted) {

    /// The only format so far.
    public static final String FORMAT = "lab-capsule/v1";

    public Manifest {
        predictions = Map.copyOf(predictions);
    }
}
