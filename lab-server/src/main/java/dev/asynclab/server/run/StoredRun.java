package dev.asynclab.server.run;

import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A run as the store keeps it, its scenario text apart.
///
/// @param number counts submissions; older runs have smaller ones
/// @param revision of the library scenario at submission; null for an inline one
/// @param request as asked; what it leaves open is decided by the next three
/// @param attempt one more after each crash of the server during the run
/// @param position place in the queue from 0; null unless queued
public record StoredRun(
        String id,
        long number,
        String scenario,
        @Nullable String revision,
        RunRequest request,
        String profile,
        double budgetSeconds,
        long seed,
        int plannedTrials,
        int trialsDone,
        RunState state,
        int attempt,
        @Nullable Integer position,
        Instant submitted,
        @Nullable Instant started,
        @Nullable Instant ended,
        @Nullable String outcome,
        @Nullable String summary,
        @Nullable String reason) {

    /// A run just asked for.
    public static StoredRun queued(
            String id,
            String scenario,
            @Nullable String revision,
            RunRequest request,
            String profile,
            double budgetSeconds,
            long seed,
            int plannedTrials,
            Instant submitted) {
        return new StoredRun(
                id,
                0,
                scenario,
                revision,
                request,
                profile,
                budgetSeconds,
                seed,
                plannedTrials,
                0,
                RunState.QUEUED,
                1,
                null,
                submitted,
                null,
                null,
                null,
                null,
                null);
    }
}
