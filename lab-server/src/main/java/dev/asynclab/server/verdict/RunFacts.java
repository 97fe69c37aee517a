package dev.asynclab.server.verdict;

import org.jspecify.annotations.Nullable;

/// What a result says about its run beyond the measurements.
///
/// @param run id
/// @param revision of the stored scenario; null for a file run as it is
/// @param state id of the run state
/// @param started ISO-8601 instant
/// @param ended ISO-8601 instant
/// @param repeatWith command that repeats the run
public record RunFacts(
        String run, @Nullable String revision, String state, String started, String ended, String repeatWith) {}
