package dev.asynclab.server.verdict;

import dev.asynclab.api.Metric;
import dev.asynclab.api.ResultDocument.PairResult;
import dev.asynclab.api.Scenario;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// Who wins on the primary metric, pair by pair, at every sweep point.
final class Pairs {

    static final String NO_VERDICTS = "too few rounds for a verdict in this profile or budget";

    private final Judgement judgement;
    private final Metric metric;
    private final double margin;
    private final int family;
    private final Resolution resolution;

    Pairs(Judgement judgement) {
        this.judgement = judgement;
        this.metric = judgement.plan().scenario().measure().primary();
        this.margin = Margins.of(metric, judgement.plan().scenario().measure());
        this.family = judgement.plan().pairs().size();
        this.resolution = new Resolution(judgement, this, margin);
    }

    Resolution resolution() {
        return resolution;
    }

    List<PairResult> judge() {
        List<PairResult> results = new ArrayList<>();
        for (Scenario.Point point : judgement.plan().scenario().points()) {
            for (Scenario.Pair pair : judgement.plan().pairs()) {
                Optional<Plan.Cell> a = judgement.runs().cell(pair.a(), point.at());
                Optional<Plan.Cell> b = judgement.runs().cell(pair.b(), point.at());
                if (a.isPresent() && b.isPresent() && comparable(a.get()) && comparable(b.get())) {
                    results.add(judge(a.get(), b.get()));
                }
            }
        }
        return results;
    }

    /// A variant that shares its process with others is no fair opponent.
    static boolean comparable(Plan.Cell cell) {
        return cell.runs() && cell.variant().isolation() != Scenario.Isolation.SHARED;
    }

    private PairResult judge(Plan.Cell a, Plan.Cell b) {
        Optional<String> fault = judgement
                .validity()
                .voidReason(a)
                .or(() -> judgement.validity().voidReason(b))
                .or(resolution::fault);
        double told = resolution.margin(margin, a, b);
        Comparison comparison =
                Comparison.of(logRatios(a, b), family, told, judgement.plan().seed());
        if (fault.isPresent()) {
            return result(a, b, comparison.ratio(), "void", null, null, fault.get());
        }
        if (!judgement.plan().verdicts()) {
            return result(a, b, comparison.ratio(), "inconclusive", null, null, NO_VERDICTS);
        }
        return switch (comparison.finding()) {
            case TIE -> result(a, b, comparison.ratio(), "tie", null, null, null);
            case INCONCLUSIVE -> inconclusive(a, b, comparison);
            case A_LARGER -> decided(a, b, comparison, metric.better() == Metric.Better.HIGHER);
            case B_LARGER -> decided(a, b, comparison, metric.better() == Metric.Better.LOWER);
        };
    }

    private PairResult decided(Plan.Cell a, Plan.Cell b, Comparison comparison, boolean aWins) {
        Plan.Cell winner = aWins ? a : b;
        Optional<String> barred = judgement.validity().cannotWin(winner);
        if (barred.isPresent()) {
            String reason = winner.variant().name() + " cannot win: " + barred.get();
            return result(a, b, comparison.ratio(), "inconclusive", null, null, reason);
        }
        String loser = new LimitedBy(judgement.runs(), judgement.bounds()).sentence(aWins ? b : a);
        return result(a, b, comparison.ratio(), aWins ? "a-beats-b" : "b-beats-a", loser, null, null);
    }

    private PairResult inconclusive(Plan.Cell a, Plan.Cell b, Comparison comparison) {
        OptionalInt needed = comparison.roundsNeeded();
        Integer rounds = needed.isPresent() ? (Integer) needed.getAsInt() : null;
        Optional<String> reason = failed(a)
                .or(() -> failed(b))
                .or(() -> judgement.samples().hostBusy(metric, a))
                .or(() -> judgement.samples().hostBusy(metric, b));
        return result(a, b, comparison.ratio(), "inconclusive", null, rounds, reason.orElse(why(comparison)));
    }

    private Optional<String> failed(Plan.Cell cell) {
        return judgement.validity().cannotWin(cell).map(why -> cell.variant().name() + ": " + why);
    }

    private static String why(Comparison comparison) {
        if (comparison.disputed()) {
            return "signed-rank interval and bootstrap disagree";
        }
        return comparison.ratio().bounded()
                ? "the interval reaches past the margin"
                : "too few rounds in which both were measured";
    }

    /// ln(a / b) of the rounds in which both have a value above zero.
    double[] logRatios(Plan.Cell a, Plan.Cell b) {
        return judgement.runs().rounds().stream()
                .flatMapToDouble(round -> logRatio(a, b, round))
                .toArray();
    }

    private DoubleStream logRatio(Plan.Cell a, Plan.Cell b, int round) {
        Double x = judgement.samples().at(metric, Optional.empty(), a, round);
        Double y = judgement.samples().at(metric, Optional.empty(), b, round);
        return x == null || y == null || x <= 0 || y <= 0
                ? DoubleStream.empty()
                : DoubleStream.of(StrictMath.log(x / y));
    }

    private PairResult result(
            Plan.Cell a,
            Plan.Cell b,
            Interval ratio,
            String verdict,
            @Nullable String limitedBy,
            @Nullable Integer roundsNeeded,
            @Nullable String reason) {
        return new PairResult(
                metric.id(),
                a.point().at(),
                a.variant().name(),
                b.variant().name(),
                Estimates.finite(ratio.estimate()),
                ratio.bounded() ? (Double) ratio.lo() : null,
                ratio.bounded() ? (Double) ratio.hi() : null,
                verdict,
                limitedBy,
                roundsNeeded,
                reason);
    }
}
