package dev.asynclab.server.verdict;

import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// The place of a change with its interval: whole rounds are drawn again with replacement, the bent line
/// is fitted to
/// the medians of each draw, and the expanded percentiles of the places are read.
///
/// Rounds, not single ratios, are drawn: what disturbed one value of a round disturbed its neighbours as
/// well.
final class CrossoverEstimate {

    private static final int RESAMPLES = 2_000;

    private CrossoverEstimate() {}

    /// @param window rounds of one window phase; those with fewer than two usable ratios are left out
    /// @return on the axis; a limit at the end of the window means that the change may lie outside
    static Interval of(List<ProbeHistory.Round> window, Change change, SearchRange range, double edge, long seed) {
        List<ProbeHistory.Round> rounds =
                window.stream().filter(r -> r.logRatios().size() > 1).toList();
        if (rounds.size() < 2) {
            return new Interval(Double.NaN, range.from(), range.to());
        }
        double estimate = place(rounds, change, range, edge);
        var random = new SplittableRandom(seed);
        double[] places = new double[RESAMPLES];
        List<ProbeHistory.Round> draw = new ArrayList<>(rounds);
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < rounds.size(); j++) {
                draw.set(j, rounds.get(random.nextInt(rounds.size())));
            }
            places[i] = place(draw, change, range, edge);
        }
        Arrays.sort(places);
        int lowest = (int) (Bootstrap.expanded(rounds.size(), RoundsNeeded.ALPHA / 2) * RESAMPLES);
        return new Interval(estimate, places[lowest], places[RESAMPLES - 1 - lowest]);
    }

    private static double place(List<ProbeHistory.Round> rounds, Change change, SearchRange range, double edge) {
        TreeMap<Long, double[]> byValue = ProbeHistory.byValue(rounds);
        double[] x = new double[byValue.size()];
        double[] y = new double[byValue.size()];
        int next = 0;
        for (var entry : byValue.entrySet()) {
            x[next] = range.log(entry.getKey());
            y[next++] = Observations.median(entry.getValue());
        }
        double level = change.level(edge);
        double place = level == 0
                ? BrokenLine.swap(x, y)
                : BrokenLine.departure(x, y, level, change.left() == Change.Side.TIE);
        return range.value(StrictMath.max(x[0], StrictMath.min(x[x.length - 1], place)));
    }
}
