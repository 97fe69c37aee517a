package dev.asynclab.workload;

import java.util.List;

/// One unit of work, as data: what to do, not how.
///
/// A task is data because a model may have to ship it to another process.
///
/// @param id counts from 0 within a trial; request ids on the wire carry it, so that delays depend on the task only
/// @param steps executed in order
public record Task(long id, List<Step> steps) {}
