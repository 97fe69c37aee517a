package dev.asynclab.server.verdict;

import dev.asynclab.api.Answer;
import dev.asynclab.api.Metric;
import dev.asynclab.server.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// The measured order of some cells on one metric, and how far another order is from it.
///
/// @param order best first, by the median
/// @param decided pairs whose order the rounds settle: winner to the losers
/// @param settled whether every pair is decided or shown to tie
record Ranking(List<String> order, Map<String, List<String>> decided, boolean settled) {

    /// Cells without a figure are left out.
    static Ranking of(Judgement judgement, Metric metric, Optional<String> kind, List<Plan.Cell> all) {
        List<Plan.Cell> cells = new ArrayList<>(all);
        cells.removeIf(c -> !Double.isFinite(median(judgement, metric, kind, c)));
        boolean higher = metric.better() == Metric.Better.HIGHER;
        Comparator<Plan.Cell> byMedian = Comparator.comparingDouble(c -> median(judgement, metric, kind, c));
        cells.sort(higher ? byMedian.reversed() : byMedian);
        Map<String, List<String>> decided = new LinkedHashMap<>();
        boolean settled = cells.size() == all.size() && judgement.plan().verdicts();
        for (int i = 0; i < cells.size(); i++) {
            for (int j = i + 1; j < cells.size(); j++) {
                String a = cells.get(i).variant().name();
                String b = cells.get(j).variant().name();
                switch (compare(judgement, metric, kind, cells.get(i), cells.get(j), cells.size())) {
                    case A_LARGER -> note(decided, higher ? a : b, higher ? b : a);
                    case B_LARGER -> note(decided, higher ? b : a, higher ? a : b);
                    case TIE -> {}
                    case INCONCLUSIVE -> settled = false;
                }
            }
        }
        return new Ranking(cells.stream().map(c -> c.variant().name()).toList(), decided, settled);
    }

    private static void note(Map<String, List<String>> decided, String winner, String loser) {
        decided.computeIfAbsent(winner, _ -> new ArrayList<>()).add(loser);
    }

    private static double median(Judgement judgement, Metric metric, Optional<String> kind, Plan.Cell cell) {
        return Observations.median(judgement.samples().present(metric, kind, cell));
    }

    private static Comparison.Finding compare(
            Judgement judgement, Metric metric, Optional<String> kind, Plan.Cell a, Plan.Cell b, int models) {
        double[] logs = judgement.runs().rounds().stream()
                .flatMapToDouble(round -> {
                    Double x = judgement.samples().at(metric, kind, a, round);
                    Double y = judgement.samples().at(metric, kind, b, round);
                    return x == null || y == null || x <= 0 || y <= 0
                            ? DoubleStream.empty()
                            : DoubleStream.of(StrictMath.log(x / y));
                })
                .toArray();
        double margin = Margins.of(metric, judgement.plan().scenario().measure());
        int pairs = models * (models - 1) / 2;
        return Comparison.of(logs, pairs, margin, judgement.plan().seed()).finding();
    }

    private boolean beats(String a, String b) {
        return decided.getOrDefault(a, List.of()).contains(b);
    }

    /// `a = b, c`: `=` joins neighbours whose order is not decided.
    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < order.size(); i++) {
            text.append(i == 0 ? "" : beats(order.get(i - 1), order.get(i)) ? ", " : " = ")
                    .append(order.get(i));
        }
        return text.toString();
    }

    /// 1 - Kendall's distance over the pairs whose order was decided: a pair turned round costs one, a pair said to
    /// tie a half. Tied pairs may stand in any order. Null when nothing was decided that could be wrong.
    @Nullable
    Double score(Answer.Rank said) {
        double wrong = 0;
        int pairs = 0;
        for (Map.Entry<String, List<String>> winner : decided.entrySet()) {
            for (String loser : winner.getValue()) {
                pairs++;
                int order = Integer.compare(said.place(winner.getKey()), said.place(loser));
                wrong += order < 0 ? 0 : order == 0 ? 0.5 : 1;
            }
        }
        if (pairs == 0) {
            return settled && order.size() > 1 ? 1.0 : null;
        }
        return 1 - wrong / pairs;
    }
}
