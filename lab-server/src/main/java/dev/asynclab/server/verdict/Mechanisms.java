package dev.asynclab.server.verdict;

import dev.asynclab.api.Catalogue;
import dev.asynclab.api.ResultDocument.MechanismResult;
import dev.asynclab.server.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which named explanations the counters bear out, cell by cell.
///
/// A mechanism is seen when its evidence was measured and is past its thresholds; it is not seen when the
/// evidence was
/// measured and is not; and where a run has no such evidence, or the mechanism is about another kind of model,
/// nothing
/// is said. A result without a seen mechanism is a result nobody has explained yet.
final class Mechanisms {

    /// @param strength how far past its threshold the deciding figure is: 1 is just there
    /// @param numbers what was measured, for people
    record Evidence(boolean seen, double strength, Map<String, Object> numbers) {

        /// Evidence from figures that must all be past their thresholds; the weakest decides.
        static Evidence of(Part... parts) {
            Map<String, Object> numbers = new LinkedHashMap<>();
            double weakest = Double.POSITIVE_INFINITY;
            for (Part part : parts) {
                numbers.put(part.name(), part.text());
                weakest = StrictMath.min(weakest, part.strength());
            }
            return new Evidence(weakest >= 1, weakest, numbers);
        }

        /// Evidence as [#of]; empty where a figure is missing: not a number past a threshold is no evidence.
        static Optional<Evidence> measured(Part... parts) {
            for (Part part : parts) {
                if (Double.isNaN(part.strength())) {
                    return Optional.empty();
                }
            }
            return Optional.of(of(parts));
        }
    }

    /// One figure of a piece of evidence.
    record Part(String name, String text, double strength) {

        /// A share that must be above a threshold.
        static Part above(String name, double share, double threshold) {
            return new Part(name, Wording.percent(share), share / threshold);
        }

        /// A share that must be below a threshold.
        static Part below(String name, double share, double threshold) {
            return new Part(name, Wording.percent(share), threshold / StrictMath.max(share, 1e-9));
        }

        static Part when(String name, String text, boolean there) {
            return new Part(name, text, there ? Double.POSITIVE_INFINITY : 0);
        }
    }

    private final Judgement judgement;
    private final MechanismRules rules;

    Mechanisms(Judgement judgement) {
        this.judgement = judgement;
        this.rules = new MechanismRules(judgement);
    }

    /// The evidence for a mechanism in a cell; empty when there is none to be had.
    Optional<Evidence> look(String mechanism, Plan.Cell cell) {
        return rules.look(mechanism, cell);
    }

    /// Whether a mechanism was seen wherever a claim speaks of: in every sweep point, in a cell it can be about.
    /// Empty
    /// when there is nowhere to look.
    Optional<Boolean> seen(String mechanism, List<Plan.Cell> cells) {
        Map<Map<String, String>, Boolean> byPoint = new LinkedHashMap<>();
        for (Plan.Cell cell : cells) {
            look(mechanism, cell).ifPresent(e -> byPoint.merge(cell.point().at(), e.seen(), Boolean::logicalOr));
        }
        return byPoint.isEmpty()
                ? Optional.empty()
                : Optional.of(byPoint.values().stream().allMatch(Boolean::booleanValue));
    }

    /// Every mechanism seen, the strongest cell of each; strongest first.
    List<MechanismResult> all() {
        record Seen(Catalogue.Mechanism mechanism, Plan.Cell cell, Evidence evidence) {}
        List<Seen> strongest = new ArrayList<>();
        for (Catalogue.Mechanism mechanism : Catalogue.mechanisms()) {
            judgement.plan().cells().stream()
                    .filter(Plan.Cell::runs)
                    .flatMap(c ->
                            look(mechanism.id(), c).filter(Evidence::seen).map(e -> new Seen(mechanism, c, e)).stream())
                    .max(Comparator.comparingDouble(s -> s.evidence().strength()))
                    .ifPresent(strongest::add);
        }
        return strongest.stream()
                .sorted(Comparator.comparingDouble((Seen s) -> -s.evidence().strength()))
                .map(s -> new MechanismResult(
                        s.mechanism().id(), s.mechanism().sentence(), numbers(s.cell(), s.evidence())))
                .toList();
    }

    private static Map<String, Object> numbers(Plan.Cell cell, Evidence evidence) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("model", cell.variant().name());
        if (!cell.point().at().isEmpty()) {
            all.put("at", CellResults.label(cell.point().at()));
        }
        all.putAll(evidence.numbers());
        return all;
    }
}
