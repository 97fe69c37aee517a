package dev.asynclab.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who wins where, over two axes.
///
/// @param xs values of the first axis that were measured, ascending
/// @param ys values of the second
/// @param cells the points measured; not every combination is, since the map is refined where neighbours differ
public record MapResult(
        String metric, String a, String b, String x, String y, List<Long> xs, List<Long> ys, List<Cell> cells) {
    public MapResult {
        xs = List.copyOf(xs);
        ys = List.copyOf(ys);
        cells = List.copyOf(cells);
    }

    /// Who won at one point.
    ///
    /// @param verdict as of a pair: `a-beats-b`, `b-beats-a`, `tie`, `inconclusive` or `void`
    public record Cell(
            long x,
            long y,
            String verdict,
            @Nullable Double ratio,
            @Nullable Double lo,
            @Nullable Double hi,
            @Nullable String reason) {}
}
