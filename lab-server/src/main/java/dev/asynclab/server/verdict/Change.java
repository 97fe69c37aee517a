package dev.asynclab.server.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Where along noisy values the winner changes, most likely: the split that leaves least unexplained.
///
/// @param below the last value before the change
/// @param above the first value after it
/// @param left who wins before
/// @param right who wins after
record Change(long below, long above, Side left, Side right) {

    /// Who is ahead, by the margin.
    enum Side {
        A,
        TIE,
        B;

        /// How far a log-ratio is from what this side would show.
        double shortfall(double logRatio, double edge) {
            double missing = switch (this) {
                case A -> edge - logRatio;
                case TIE -> StrictMath.abs(logRatio) - edge;
                case B -> edge + logRatio;
            };
            return StrictMath.max(0, missing);
        }
    }

    /// The most likely change; empty when one side explains all values as well.
    ///
    /// @param medians ln(a / b) by value
    /// @param edge ln(1 + margin)
    static Optional<Change> in(TreeMap<Long, Double> medians, double edge) {
        List<Map.Entry<Long, Double>> points = new ArrayList<>(medians.entrySet());
        double best = Double.POSITIVE_INFINITY;
        for (Side side : Side.values()) {
            best = StrictMath.min(best, cost(points, 0, points.size(), side, edge));
        }
        Change found = null;
        for (int split = 1; split < points.size(); split++) {
            for (Side left : Side.values()) {
                for (Side right : Side.values()) {
                    double cost = cost(points, 0, split, left, edge) + cost(points, split, points.size(), right, edge);
                    // A swap beside a departure explains as much with less when it costs the same.
                    if (left != right && cost < best) {
                        best = cost;
                        found = new Change(
                                points.get(split - 1).getKey(),
                                points.get(split).getKey(),
                                left,
                                right);
                    }
                }
            }
        }
        return Optional.ofNullable(found);
    }

    private static double cost(List<Map.Entry<Long, Double>> points, int from, int to, Side side, double edge) {
        double sum = 0;
        for (Map.Entry<Long, Double> point : points.subList(from, to)) {
            double missing = side.shortfall(point.getValue(), edge);
            sum += missing * missing;
        }
        return sum;
    }

    /// The log-ratio at which the change is said to happen: 1 for a swap, the margin for a departure.
    double level(double edge) {
        if (left != Side.TIE && right != Side.TIE) {
            return 0;
        }
        return left == Side.A || right == Side.A ? edge : -edge;
    }
}
