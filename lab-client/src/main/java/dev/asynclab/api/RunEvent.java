package dev.asynclab.api;

import java.util.Map;

/// One event of a run's stream.
///
/// @param sequence counts from 1 within the run, without gaps; the id of the server-sent event
/// @param type `state`, `plan`, `trial-started`, `sample`, `trial-finished`, `warning`, `verdict` or `end`
/// @param data the event's own fields
public record RunEvent(String run, long sequence, String type, Map<String, Object> data) {}
