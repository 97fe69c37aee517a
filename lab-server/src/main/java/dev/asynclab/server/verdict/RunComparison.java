package dev.asynclab.server.verdict;

import dev.asynclab.api.ComparisonDocument;
import dev.asynclab.api.ComparisonDocument.CellRatio;
import dev.asynclab.api.ComparisonDocument.Difference;
import dev.asynclab.api.ComparisonDocument.Unpaired;
import dev.asynclab.api.Metric;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Sentences;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Two finished runs held against each other, cell by cell, by what both measured in their rounds.
public final class RunComparison {

    /// A run to compare.
    ///
    /// @param plan empty when this version cannot read the scenario: then no cell can be shown to be the same
    public record Side(ResultDocument result, Optional<Plan> plan) {

        private Optional<CellDefinition> definition(String cell) {
            return plan.flatMap(p -> p.cells().stream()
                    .filter(c -> c.id().equals(cell))
                    .findFirst()
                    .map(CellDefinition::of));
        }

        private Optional<ResultDocument.Cell> cell(String id) {
            return result.cells().stream().filter(c -> c.id().equals(id)).findFirst();
        }
    }

    private final Side base;
    private final Side with;
    private final List<Unpaired> unpaired = new ArrayList<>();

    private RunComparison(Side base, Side with) {
        this.base = base;
        this.with = with;
    }

    /// The comparison of two runs.
    ///
    /// @param anyway compare also what is not comparable, under a banner
    /// @param changes of the scenario's text
    public static ComparisonDocument of(Side base, Side with, boolean anyway, List<String> changes) {
        List<Difference> differences = Fingerprint.differences(base.result(), with.result());
        List<String> problems = Fingerprint.problems(differences);
        var comparison = new RunComparison(base, with);
        List<CellRatio> cells = problems.isEmpty() || anyway ? comparison.cells() : List.of();
        return new ComparisonDocument(
                ComparisonDocument.FORMAT,
                side(base.result()),
                side(with.result()),
                problems.isEmpty(),
                problems,
                anyway && !problems.isEmpty() ? "NOT COMPARABLE: " + String.join("; ", problems) : null,
                differences,
                cells,
                comparison.unpaired,
                changes);
    }

    private static ComparisonDocument.Side side(ResultDocument result) {
        return new ComparisonDocument.Side(
                result.run(), result.scenario().id(), result.scenario().sha256(), result.profile(), result.started());
    }

    private List<CellRatio> cells() {
        List<String> ids = new ArrayList<>();
        for (ResultDocument.Cell cell : base.result().cells()) {
            reason(cell.id())
                    .ifPresentOrElse(why -> unpaired.add(new Unpaired(cell.id(), why)), () -> ids.add(cell.id()));
        }
        with.result().cells().stream()
                .filter(c -> base.cell(c.id()).isEmpty())
                .forEach(c -> unpaired.add(
                        new Unpaired(c.id(), "only in " + with.result().run())));
        List<String> metrics = base.result().primaryMetrics().stream()
                .filter(with.result().primaryMetrics()::contains)
                .toList();
        // Every ratio that is shown may catch the eye: the error is shared among all of them.
        int family = StrictMath.max(1, ids.size() * metrics.size());
        return metrics.stream()
                .flatMap(m -> ids.stream().flatMap(id -> ratio(id, m, family).stream()))
                .toList();
    }

    /// Why a cell of the base has no partner.
    private Optional<String> reason(String id) {
        Optional<ResultDocument.Cell> other = with.cell(id);
        if (other.isEmpty()) {
            return Optional.of("only in " + base.result().run());
        }
        Optional<CellDefinition> here = base.definition(id);
        Optional<CellDefinition> there = with.definition(id);
        if (here.isEmpty() || there.isEmpty()) {
            return Optional.of("this version of the lab cannot read its definition");
        }
        if (!here.equals(there)) {
            return Optional.of("its definition changed");
        }
        return List.of(base, with).stream()
                .filter(s ->
                        s.cell(id).filter(c -> !c.state().equals("measured")).isPresent())
                .findFirst()
                .map(s -> s.cell(id).map(Sentences::absence).orElse("") + " in "
                        + s.result().run());
    }

    private Optional<CellRatio> ratio(String id, String metric, int family) {
        ResultDocument.Cell a = base.cell(id).orElseThrow();
        ResultDocument.Cell b = with.cell(id).orElseThrow();
        ResultDocument.Estimate here = a.metrics().get(metric);
        ResultDocument.Estimate there = b.metrics().get(metric);
        if (here == null || there == null) {
            return Optional.empty();
        }
        Interval logs = RankSum.shift(logs(here), logs(there), RoundsNeeded.ALPHA / 2 / family);
        Interval ratio = logs.map(StrictMath::exp);
        return Optional.of(new CellRatio(
                id,
                a.model(),
                a.at(),
                metric,
                here.unit(),
                here.median(),
                there.median(),
                Estimates.finite(ratio.estimate()),
                logs.bounded() ? (Double) ratio.lo() : null,
                logs.bounded() ? (Double) ratio.hi() : null,
                verdict(logs, metric)));
    }

    private String verdict(Interval logs, String id) {
        @Nullable Metric metric = Metric.of(Sentences.plainMetric(id)).orElse(null);
        if (metric == null || !logs.bounded()) {
            return "inconclusive";
        }
        double margin =
                with.plan().map(p -> Margins.of(metric, p.scenario().measure())).orElse(0.05);
        double edge = StrictMath.log1p(margin);
        boolean higher = metric.better() == Metric.Better.HIGHER;
        if (logs.lo() > edge) {
            return higher ? "better" : "worse";
        }
        if (logs.hi() < -edge) {
            return higher ? "worse" : "better";
        }
        return logs.lo() >= -edge && logs.hi() <= edge ? "same" : "inconclusive";
    }

    private static double[] logs(ResultDocument.Estimate estimate) {
        return estimate.rounds().stream()
                .filter(v -> v != null && v > 0)
                .mapToDouble(v -> StrictMath.log(v))
                .toArray();
    }
}
