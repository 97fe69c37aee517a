package dev.asynclab.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a run would do, before anything is started.
///
/// @param cells every cell, skipped ones included
/// @param rounds rounds planned
/// @param roundsMax rounds an adaptive run may reach
/// @param roundsNeeded rounds without which no interval exists for these comparisons and claims
/// @param trials trial processes to start
/// @param estimatedSeconds expected wall time of the run
/// @param comparisons pairs judged in each cell
/// @param intervalClaims claims judged by an interval
/// @param verdicts whether the plan can name winners; if not, `warnings` says why
/// @param warmUpSeconds per trial; until steady where `warmUpMostSeconds` is larger
/// @param noise assumed standard deviation of ln(a / b) over rounds; null without a verdict
/// @param smallestDifference what the rounds can show at that noise: 0.14 for 14 % and more; null without a
///     verdict
/// @param forecast the same as a sentence; null without a verdict
public record PlanDocument(
        String scenario,
        String profile,
        int rounds,
        int roundsMax,
        int roundsNeeded,
        int trials,
        double estimatedSeconds,
        double budgetSeconds,
        int comparisons,
        int intervalClaims,
        boolean verdicts,
        double warmUpSeconds,
        double warmUpMostSeconds,
        @Nullable Double noise,
        @Nullable Double smallestDifference,
        @Nullable String forecast,
        List<PlannedCell> cells,
        List<String> warnings) {
    public PlanDocument {
        cells = List.copyOf(cells);
        warnings = List.copyOf(warnings);
    }

    /// @param state `planned` or `skipped`
    /// @param reason why it is skipped; empty otherwise
    public record PlannedCell(String id, String model, Map<String, String> at, String state, String reason) {}
}
