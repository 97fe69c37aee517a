package dev.asynclab.scenario;

import java.util.List;

/// What a claim may name.
///
/// @param variants every variant of the file, those not measured included
/// @param kinds kinds of task
/// @param crossovers ids of the file's crossovers
/// @param sequential whether a variant of the model `sequential` exists, which `speedup` divides by
record ClaimScope(
        List<String> variants, List<String> kinds, List<String> crossovers, boolean sequential, AxisNames axes) {}
