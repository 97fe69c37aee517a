package dev.asynclab.server.verdict;

import dev.asynclab.api.Claim;
import dev.asynclab.api.Comparisons;
import dev.asynclab.api.CrossoverResult;
import dev.asynclab.api.Metric;
import dev.asynclab.api.ResultDocument.ClaimResult;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.verdict.ClaimTest.Settled;
import dev.asynclab.server.verdict.ClaimTest.Statement;
import dev.asynclab.server.verdict.SignedRank.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What the claims of the file came to. A claim about several cells gets its worst outcome.
public final class Claims {

    /// A flag stands when it fired in this share of the rounds, and does not when it fired in at most the
    /// rest.
    static final double FLAG_STANDS = 0.9;

    private final Judgement judgement;
    private final Subjects subjects;
    private final ClaimTest test;
    private final List<CrossoverResult> crossovers;
    private final Mechanisms mechanisms;

    /// @param crossovers what the searches of the file came to
    Claims(Judgement judgement, List<CrossoverResult> crossovers) {
        this.judgement = judgement;
        this.crossovers = crossovers;
        this.subjects = new Subjects(judgement);
        this.test = new ClaimTest(judgement.plan().intervalClaims());
        this.mechanisms = new Mechanisms(judgement);
    }

    List<ClaimResult> judge() {
        return judgement.plan().scenario().claims().stream()
                .map(claim -> document(claim, settle(claim), mechanismSeen(claim)))
                .toList();
    }

    /// How one statement came out.
    Settled settle(Claim claim) {
        int cores = judgement.plan().cores();
        OptionalInt least = claim.minimumCores();
        if (least.isPresent() && cores < least.getAsInt()) {
            return Settled.without(
                    ClaimTest.NOT_RUN, "needs " + Wording.plural(least.getAsInt(), "core") + "; there are " + cores);
        }
        return switch (claim.expression()) {
            case Claim.CrossoverIn in -> CrossoverClaim.in(in, crossovers);
            case Claim.CrossoverNone none -> CrossoverClaim.none(none, crossovers);
            case Claim.Flagged flagged ->
                worst(subjects.find(flagged.subject(), claim.at()), settledByRounds(), c -> flag(flagged, c));
            case Claim.Comparison comparison ->
                worst(
                        subjects.find(comparison.left().subject(), claim.at()),
                        Comparisons.exact(comparison)
                                ? settledByRounds()
                                : judgement.plan().verdicts(),
                        c -> compare(claim, comparison, c));
        };
    }

    /// A claim that each round settles by itself needs no number of rounds, as an interval does: it is judged
    /// also where the budget was too short for intervals. Smoke judges nothing.
    private boolean settledByRounds() {
        return judgement.plan().profile().verdicts();
    }

    /// Whether the stated reason was seen, on either side of the claim: the side that is held back shows it, and
    /// which
    /// one that is depends on the claim. Null without a reason, or where nothing can be seen.
    private @Nullable Boolean mechanismSeen(Claim claim) {
        if (claim.because().isEmpty()) {
            return null;
        }
        List<Plan.Cell> cells = new ArrayList<>(sides(claim));
        return mechanisms.seen(claim.because().get(), cells).orElse(null);
    }

    private List<Plan.Cell> sides(Claim claim) {
        return switch (claim.expression()) {
            case Claim.CrossoverIn _, Claim.CrossoverNone _ -> List.of();
            case Claim.Flagged flagged ->
                subjects.find(flagged.subject(), claim.at()).cells();
            case Claim.Comparison comparison -> {
                List<Plan.Cell> all = new ArrayList<>();
                for (Plan.Cell left :
                        subjects.find(comparison.left().subject(), claim.at()).cells()) {
                    all.add(left);
                    if (comparison.target() instanceof Claim.Other other) {
                        all.addAll(subjects.beside(left, other.operand().subject(), claim.at())
                                .cells());
                    }
                }
                yield all;
            }
        };
    }

    private interface InCell {
        Settled settle(Plan.Cell cell);
    }

    private Settled worst(Subjects.Found found, boolean judged, InCell test) {
        if (found.missing().isPresent()) {
            return Settled.without(ClaimTest.NOT_RUN, found.missing().get());
        }
        if (!judged) {
            return Settled.without(ClaimTest.INCONCLUSIVE, Pairs.NO_VERDICTS);
        }
        List<Settled> all = new ArrayList<>();
        for (Plan.Cell cell : found.cells()) {
            Settled settled = test.settle(cell);
            boolean name = found.cells().size() > 1 && !settled.outcome().equals(ClaimTest.HOLDS);
            all.add(
                    name
                            ? settled.because(place(cell)
                                    + settled.reason().map(r -> ": " + r).orElse(""))
                            : settled);
        }
        return all.stream()
                .min(Comparator.comparingInt(s -> ClaimTest.WORST_FIRST.indexOf(s.outcome())))
                .orElseThrow();
    }

    private static String place(Plan.Cell cell) {
        return cell.point().at().isEmpty()
                ? cell.variant().name()
                : cell.variant().name() + " at "
                        + CellResults.label(cell.point().at());
    }

    private Settled flag(Claim.Flagged flagged, Plan.Cell cell) {
        Optional<Double> seen = judgement.validity().share(cell, flagged.flag());
        if (seen.isEmpty()) {
            return Settled.without(ClaimTest.NOT_RUN, "never measured");
        }
        double share = flagged.negated() ? 1 - seen.get() : seen.get();
        String outcome = share >= FLAG_STANDS
                ? ClaimTest.HOLDS
                : share <= 1 - FLAG_STANDS ? ClaimTest.REFUTED : ClaimTest.INCONCLUSIVE;
        return Settled.without(outcome, flagged.flag() + " in " + Wording.percent(seen.get()) + " of the rounds");
    }

    private Settled compare(Claim claim, Claim.Comparison comparison, Plan.Cell left) {
        if (comparison.target() instanceof Claim.Other other) {
            Subjects.Found right = subjects.beside(left, other.operand().subject(), claim.at());
            return worst(right, true, cell -> compareWith(comparison, left, Optional.of(cell)));
        }
        return compareWith(comparison, left, Optional.empty());
    }

    private Settled compareWith(Claim.Comparison comparison, Plan.Cell left, Optional<Plan.Cell> right) {
        CellResults cells = new CellResults(judgement);
        Optional<String> absent = cells.notRun(left).or(() -> right.flatMap(cells::notRun));
        if (absent.isPresent()) {
            return Settled.without(ClaimTest.NOT_RUN, absent.get());
        }
        Optional<String> fault =
                judgement.validity().voidReason(left).or(() -> right.flatMap(judgement.validity()::voidReason));
        if (fault.isPresent()) {
            return Settled.without(ClaimTest.VOID, fault.get());
        }
        ClaimFigures figures = ClaimFigures.of(judgement, comparison, left, right);
        Statement statement = new Statement(
                comparison.op(),
                factor(comparison.target()),
                comparison.within().orElse(0.0));
        Settled settled = Comparisons.exact(comparison)
                ? ClaimTest.exact(statement, figures.measured(), figures.reference())
                : comparison.target() instanceof Claim.Value
                        ? test.value(statement, figures.measured())
                        : test.ratio(statement, figures.measured(), figures.reference());
        return explain(settled, comparison.left().metric(), left, right);
    }

    private static double factor(Claim.Target target) {
        return switch (target) {
            case Claim.Value(double value) -> value;
            case Claim.Bound(double factor) -> factor;
            case Claim.Cores(double factor) -> factor;
            case Claim.Other other -> other.factor();
        };
    }

    /// Why an inconclusive claim is: a model that failed, a busy host, or plain noise.
    private Settled explain(Settled settled, Metric metric, Plan.Cell left, Optional<Plan.Cell> right) {
        if (!settled.outcome().equals(ClaimTest.INCONCLUSIVE)
                || settled.reason().isPresent()) {
            return settled;
        }
        Samples samples = judgement.samples();
        Validity validity = judgement.validity();
        return samples.hostBusy(metric, left)
                .or(() -> right.flatMap(r -> samples.hostBusy(metric, r)))
                .or(() -> validity.cannotWin(left).map(w -> left.variant().name() + ": " + w))
                .or(() -> right.flatMap(
                        r -> validity.cannotWin(r).map(w -> r.variant().name() + ": " + w)))
                .map(settled::because)
                .orElseGet(() -> settled.because(
                        settled.shown().isEmpty()
                                ? "no round has a value for " + metric.id()
                                : "the interval contains the limit"));
    }

    private static ClaimResult document(Claim claim, Settled settled, @Nullable Boolean mechanismSeen) {
        Optional<Interval> shown = settled.shown();
        OptionalInt needed = settled.roundsNeeded();
        return new ClaimResult(
                claim.id(),
                claim.that(),
                claim.at(),
                claim.grade().name().toLowerCase(Locale.ROOT),
                settled.outcome(),
                shown.map(i -> Estimates.finite(i.estimate())).orElse(null),
                shown.map(i -> Estimates.finite(i.lo())).orElse(null),
                shown.map(i -> Estimates.finite(i.hi())).orElse(null),
                claim.because().orElse(null),
                mechanismSeen,
                needed.isPresent() ? (Integer) needed.getAsInt() : null,
                settled.reason().orElse(null));
    }
}
