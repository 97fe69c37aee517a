package dev.asynclab.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A run as a monitor sees it.
///
/// @param state id of a [RunState]
/// @param position place in the queue, 0 for the next one; null once started
/// @param progress share of the run that is done, in 0..1: by expected time while it is measured, else by trials
/// @param etaSeconds expected time to the end; null when unknown
/// @param outcome outcome over the must claims; null until judged
/// @param reason why the run failed or was cancelled; null otherwise
/// @param links name to path of what can be fetched next
public record RunStatus(
        String id,
        String scenario,
        String profile,
        String state,
        @Nullable Integer position,
        double progress,
        @Nullable Double etaSeconds,
        @Nullable String outcome,
        @Nullable String summary,
        @Nullable String reason,
        String submitted,
        @Nullable String started,
        @Nullable String ended,
        Map<String, String> links) {}
