package dev.asynclab.server.plan;

import dev.asynclab.server.plan.ProbeRound.Stage;
import java.util.List;
import java.util.Map;

/// The next round of a search.
///
/// @param number by [SearchRounds]
/// @param n from 1 within its phase
/// @param points axis values to measure
public record SearchRound(int number, Stage stage, int n, List<Map<String, String>> points) {
    public SearchRound {
        points = List.copyOf(points);
    }
}
