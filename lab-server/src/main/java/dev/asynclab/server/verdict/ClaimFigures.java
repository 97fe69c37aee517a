package dev.asynclab.server.verdict;

import dev.asynclab.api.Claim;
import dev.asynclab.api.Metric;
import dev.asynclab.server.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The two sides of a claim, round by round; a round counts when both sides have a value.
@SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
record ClaimFigures(double[] measured, double[] reference) {

    static ClaimFigures of(
            Judgement judgement, Claim.Comparison comparison, Plan.Cell left, Optional<Plan.Cell> right) {
        Metric metric = comparison.left().metric();
        Optional<String> kind = comparison.left().subject().kind();
        List<Double> measured = new ArrayList<>();
        List<Double> reference = new ArrayList<>();
        for (int round : judgement.runs().rounds()) {
            Double x = judgement.samples().at(metric, kind, left, round);
            Double y = reference(judgement, comparison, left, right, round);
            if (x != null && y != null) {
                measured.add(x);
                reference.add(y);
            }
        }
        return new ClaimFigures(array(measured), array(reference));
    }

    private static @Nullable Double reference(
            Judgement judgement, Claim.Comparison comparison, Plan.Cell left, Optional<Plan.Cell> right, int round) {
        return switch (comparison.target()) {
            case Claim.Value _ -> 1.0;
            case Claim.Cores _ -> (double) judgement.plan().cores();
            case Claim.Bound _ ->
                judgement
                        .bounds()
                        .of(left, comparison.left().metric(), Optional.of(round))
                        .map(Bounds.Bound::value)
                        .orElse(null);
            case Claim.Other other ->
                right.map(cell -> judgement
                                .samples()
                                .at(
                                        other.operand().metric(),
                                        other.operand().subject().kind(),
                                        cell,
                                        round))
                        .orElse(null);
        };
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
