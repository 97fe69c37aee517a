package dev.asynclab.server.plan;

import java.util.List;

/// Which values of an axis a crossover search measures in its next round, and why.
///
/// @param stage what the round is for
/// @param phase rounds of one phase measure the same values; counts from 0 within the stage
/// @param values ascending
public record ProbeRound(Stage stage, int phase, List<Long> values) {

    public ProbeRound {
        values = List.copyOf(values);
    }

    /// What a round of a search is for.
    public enum Stage {
        /// The whole range, coarsely: is there a change at all?
        SCAN,
        /// Between the two values the change lies between.
        ZOOM,
        /// Close around the change, often enough for an interval.
        WINDOW
    }
}
