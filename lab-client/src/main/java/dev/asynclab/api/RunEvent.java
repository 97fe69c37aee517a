package dev.asynclab.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One event of a run's stream.
///
/// @param sequence counts from 1 within the run, without gaps; the id of the server-sent event
/// @param type `state`, `plan`, `trial-started`, `sample`, `trial-finished`, `warning`, `verdict` or `end`
/// @param data the event's own fields
/// @param at when it happened, ISO-8601 in UTC; null in a live sample, in a run measured elsewhere, and in runs of
///     versions that did not keep it
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunEvent(
        String run,
        long sequence,
        String type,
        Map<String, Object> data,
        @Nullable String at) {

    /// An event at a time nobody wrote down.
    public RunEvent(String run, long sequence, String type, Map<String, Object> data) {
        this(run, sequence, type, data, null);
    }
}
