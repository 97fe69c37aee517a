package dev.asynclab.server.verdict;

import dev.asynclab.api.ExploratoryResult;
import dev.asynclab.api.Metric;
import dev.asynclab.api.Scenario;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Metrics the run is not about, compared for every pair and sweep point. No winner is named here.
///
/// So many comparisons find something by chance. [FalseDiscovery] keeps the share of chance among what is shown
/// at 10 %, over all of them together: a weaker promise than that of [Pairs], and the reason why this is a hint.
final class Exploratory {

    static final double RATE = 0.10;

    /// Fixed before any figure is seen. Left out: what follows from the primary metric by arithmetic (goodput,
    /// efficiency, speedup, calls) and what is zero in a healthy run (errors, late, dropped), which flags cover.
    private static final List<Metric> SECONDARY = List.of(
            Metric.THROUGHPUT,
            Metric.WALL,
            Metric.LATENCY_P50,
            Metric.LATENCY_P99,
            Metric.SERVICE_FIRST,
            Metric.CPU_PER_TASK,
            Metric.RSS_PEAK,
            Metric.HEAP_PEAK,
            Metric.MEMORY_PER_TASK,
            Metric.ALLOCATED_PER_TASK,
            Metric.THREADS_PEAK,
            Metric.SWITCHES_PER_TASK,
            Metric.GC_SHARE,
            Metric.DISPATCH_P99,
            Metric.STARTUP,
            Metric.TIME_QUEUE);

    private record Look(Metric metric, Plan.Cell a, Plan.Cell b, double[] logRatios) {}

    private final Judgement judgement;

    Exploratory(Judgement judgement) {
        this.judgement = judgement;
    }

    /// Every comparison with what it found; none in a run too short for verdicts.
    List<ExploratoryResult> all() {
        if (!judgement.plan().verdicts()) {
            return List.of();
        }
        List<Look> looks = looks();
        boolean[] shown = FalseDiscovery.shown(
                looks.stream()
                        .mapToDouble(l -> SignedRankP.twoSided(l.logRatios()))
                        .toArray(),
                RATE);
        List<ExploratoryResult> results = new ArrayList<>();
        for (int i = 0; i < shown.length; i++) {
            results.add(result(looks.get(i), shown[i]));
        }
        return results;
    }

    private List<Look> looks() {
        Metric primary = judgement.plan().scenario().measure().primary();
        List<Look> looks = new ArrayList<>();
        for (Scenario.Point point : judgement.plan().scenario().points()) {
            for (Scenario.Pair pair : judgement.plan().pairs()) {
                Optional<Plan.Cell> a = cell(pair.a(), point);
                Optional<Plan.Cell> b = cell(pair.b(), point);
                if (a.isPresent() && b.isPresent()) {
                    SECONDARY.stream()
                            .filter(m -> m != primary)
                            .flatMap(m -> look(m, a.get(), b.get()).stream())
                            .forEach(looks::add);
                }
            }
        }
        return looks;
    }

    /// A cell that may be compared: run, competing, in a process of its own and not void.
    private Optional<Plan.Cell> cell(String variant, Scenario.Point point) {
        return judgement
                .runs()
                .cell(variant, point.at())
                .filter(c -> !Scenario.Variant.isTwin(variant) && Pairs.comparable(c))
                .filter(c -> judgement.validity().voidReason(c).isEmpty());
    }

    /// Empty where a value is missing in every round, or a ratio would have no logarithm: dropping only the rounds
    /// without one would be a choice by outcome.
    private Optional<Look> look(Metric metric, Plan.Cell a, Plan.Cell b) {
        List<Double> logs = new ArrayList<>();
        for (int round : judgement.runs().rounds()) {
            Double x = judgement.samples().at(metric, Optional.empty(), a, round);
            Double y = judgement.samples().at(metric, Optional.empty(), b, round);
            if (x != null && y != null) {
                logs.add(x > 0 && y > 0 ? StrictMath.log(x / y) : Double.NaN);
            }
        }
        double[] ratios = logs.stream().mapToDouble(Double::doubleValue).toArray();
        return ratios.length == 0 || logs.stream().anyMatch(l -> !Double.isFinite(l))
                ? Optional.empty()
                : Optional.of(new Look(metric, a, b, ratios));
    }

    private static ExploratoryResult result(Look look, boolean shown) {
        Interval logs = SignedRank.twoSided(look.logRatios(), RoundsNeeded.ALPHA);
        Interval ratio = logs.map(StrictMath::exp);
        return new ExploratoryResult(
                look.metric().id(),
                look.a().point().at(),
                look.a().variant().name(),
                look.b().variant().name(),
                Estimates.finite(ratio.estimate()),
                logs.bounded() ? (Double) ratio.lo() : null,
                logs.bounded() ? (Double) ratio.hi() : null,
                !shown || logs.estimate() == 0 ? "not-shown" : logs.estimate() > 0 ? "a-larger" : "b-larger");
    }
}
