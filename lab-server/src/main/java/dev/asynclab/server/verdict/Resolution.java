package dev.asynclab.server.verdict;

import dev.asynclab.api.ResultDocument.Check;
import dev.asynclab.api.Scenario;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a run cannot tell apart: a model against itself.
///
/// Two labels of one model with the same settings differ by noise alone. The half width of their interval is the
/// resolution of the run at that sweep point, and no margin there is finer. If the reference model "beats" the
/// hidden
/// copy of itself, something else than the models decided, and the run has no winners. A copy that the file itself
/// declares (the lesson about this) is judged like any other pair.
final class Resolution {

    /// One variant beside its equal.
    private record Twins(Plan.Cell a, Plan.Cell b, Interval logs) {

        boolean hidden() {
            return a.variant().hidden() || b.variant().hidden();
        }

        double halfWidth() {
            return (logs.hi() - logs.lo()) / 2;
        }
    }

    private final List<Twins> twins = new ArrayList<>();
    private final double edge;

    /// @param margin of the metric, as a fraction
    Resolution(Judgement judgement, Pairs pairs, double margin) {
        this.edge = StrictMath.log1p(margin);
        for (Scenario.Point point : judgement.plan().scenario().points()) {
            List<Plan.Cell> here = judgement.runs().cellsAt(point.at());
            for (int i = 0; i < here.size(); i++) {
                for (int j = i + 1; j < here.size(); j++) {
                    add(pairs, here.get(i), here.get(j));
                }
            }
        }
    }

    private void add(Pairs pairs, Plan.Cell a, Plan.Cell b) {
        if (equal(a, b)) {
            Interval logs = SignedRank.interval(pairs.logRatios(a, b), RoundsNeeded.ALPHA / 2);
            if (logs.bounded()) {
                twins.add(new Twins(a, b, logs));
            }
        }
    }

    private static boolean equal(Plan.Cell a, Plan.Cell b) {
        return a.variant().model().equals(b.variant().model())
                && a.variant().isolation() == b.variant().isolation()
                && a.parameters().equals(b.parameters())
                && a.connections() == b.connections();
    }

    /// The margin of a pair: the metric's own, or the resolution at its sweep point where that is coarser.
    double margin(double margin, Plan.Cell a, Plan.Cell b) {
        return twins.stream()
                .filter(t -> t.a().point().at().equals(a.point().at()))
                .filter(t -> !isPair(t, a, b))
                .mapToDouble(t -> StrictMath.expm1(t.halfWidth()))
                .reduce(margin, StrictMath::max);
    }

    private static boolean isPair(Twins twins, Plan.Cell a, Plan.Cell b) {
        return List.of(twins.a().id(), twins.b().id()).containsAll(List.of(a.id(), b.id()));
    }

    /// Why no pair of the run has a winner: the reference model beat its hidden copy.
    Optional<String> fault() {
        return twins.stream()
                .filter(Twins::hidden)
                .filter(t -> t.logs().lo() > edge || t.logs().hi() < -edge)
                .findFirst()
                .map(t -> t.a().variant().name() + " differs from itself by "
                        + Wording.percent(
                                StrictMath.abs(StrictMath.expm1(t.logs().estimate())))
                        + ": something else than the models decided");
    }

    /// The coarsest resolution of the run; none without a model that stands there twice.
    Optional<Check> check() {
        return twins.stream()
                .max((x, y) -> Double.compare(x.halfWidth(), y.halfWidth()))
                .map(t -> new Check(
                        "a-a-resolution",
                        fault().isEmpty(),
                        fault().orElse("one model against itself: differences below "
                                + Wording.percent(StrictMath.expm1(t.halfWidth())) + " cannot be told")));
    }
}
