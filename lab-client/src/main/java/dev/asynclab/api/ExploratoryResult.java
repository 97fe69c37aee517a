package dev.asynclab.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Two variants on a metric the run is not about. A hint at what to measure next, not a verdict.
///
/// @param ratio a over b, on the metric's own scale; its interval stands for itself, whatever else was compared
/// @param finding `a-larger`, `b-larger` or `not-shown`, at a false discovery rate of 10 % over all of them
public record ExploratoryResult(
        String metric,
        Map<String, String> at,
        String a,
        String b,
        @Nullable Double ratio,
        @Nullable Double lo,
        @Nullable Double hi,
        String finding) {

    /// Whether a difference was found.
    public boolean shown() {
        return !finding.equals("not-shown");
    }
}
