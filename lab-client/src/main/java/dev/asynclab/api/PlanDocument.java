package dev.asynclab.api;

import java.util.List;
import java.util.Map;

/// What a run would do, before anything is started.
///
/// @param cells every cell, skipped ones included
/// @param rounds rounds planned
/// @param trials trial processes to start
/// @param estimatedSeconds expected wall time of the run
/// @param comparisons pairs judged in each cell
/// @param intervalClaims claims judged by an interval
/// @param verdicts whether the plan can name winners; if not, `warnings` says why
public record PlanDocument(
        String scenario,
        String profile,
        int rounds,
        int trials,
        double estimatedSeconds,
        double budgetSeconds,
        int comparisons,
        int intervalClaims,
        boolean verdicts,
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
