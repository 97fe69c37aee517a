package dev.asynclab.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the winner changes along an axis.
///
/// @param kind `swap`: each of the two wins on one side; `departure`: a tie turns into a win; `none`: it is shown
///     that nothing changes in the range; `inconclusive`: noise or the budget hides it, `reason` says which
/// @param value the place on the axis, for `swap` (ratio 1) and `departure` (the margin)
/// @param roundsNeeded about how many rounds of the same values would settle it, when inconclusive
/// @param byHand the same place computed from the bounds; null where they do not part
/// @param byHandFormula the bounds it was computed from
/// @param probes every value measured, ascending; of the older format, empty
public record CrossoverResult(
        String id,
        String kind,
        String metric,
        String a,
        String b,
        String axis,
        @Nullable Double value,
        @Nullable Double lo,
        @Nullable Double hi,
        @Nullable String reason,
        @Nullable Integer roundsNeeded,
        @Nullable Double byHand,
        @Nullable String byHandFormula,
        List<Probe> probes) {
    public CrossoverResult {
        probes = probes == null ? List.of() : List.copyOf(probes);
    }

    /// One value a search measured: a over b on the metric's own scale, with its 95 % interval where there are
    /// enough rounds.
    ///
    /// @param rounds with a usable ratio; 0 when each was void or spoilt by other programs
    public record Probe(
            long at,
            int rounds,
            @Nullable Double ratio,
            @Nullable Double lo,
            @Nullable Double hi) {}
}
