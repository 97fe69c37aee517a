package dev.asynclab.server.verdict;

import dev.asynclab.api.Claim;
import dev.asynclab.api.Scenario;
import dev.asynclab.server.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From the subject of a claim to the cells it speaks of.
final class Subjects {

    /// Cells, or why there are none in this run.
    record Found(List<Plan.Cell> cells, Optional<String> missing) {
        static Found none(String why) {
            return new Found(List.of(), Optional.of(why));
        }
    }

    private final Judgement judgement;

    Subjects(Judgement judgement) {
        this.judgement = judgement;
    }

    /// All cells of a subject. An axis that nothing fixes means every value; `@` beats `at:`.
    Found find(Claim.Subject subject, Map<String, String> at) {
        Map<String, String> fixed = new LinkedHashMap<>(at);
        fixed.putAll(subject.at());
        Optional<String> missing = variantMissing(subject).or(() -> valueMissing(fixed));
        if (missing.isPresent()) {
            return Found.none(missing.get());
        }
        List<Plan.Cell> cells = judgement.plan().cells().stream()
                .filter(c -> subject.isEach()
                        ? !c.variant().hidden()
                        : c.variant().name().equals(subject.name()))
                .filter(c -> c.point().at().entrySet().containsAll(fixed.entrySet()))
                .filter(c -> subject.kind().map(k -> hasKind(c, k)).orElse(true))
                .toList();
        List<Plan.Cell> running = cells.stream().filter(Plan.Cell::runs).toList();
        if (running.isEmpty()) {
            return Found.none(
                    cells.isEmpty()
                            ? "no cell of this run matches"
                            : cells.getFirst().skipped());
        }
        return new Found(running, Optional.empty());
    }

    /// The cells to hold against one cell: what the other side leaves open is as on this side.
    Found beside(Plan.Cell left, Claim.Subject right, Map<String, String> at) {
        Map<String, String> fixed = new LinkedHashMap<>(left.point().at());
        fixed.putAll(at);
        fixed.putAll(right.at());
        return find(right, fixed);
    }

    private Optional<String> variantMissing(Claim.Subject subject) {
        boolean known = subject.isEach()
                || judgement.plan().scenario().variants().stream()
                        .anyMatch(v -> v.name().equals(subject.name()));
        return known ? Optional.empty() : Optional.of("variant " + subject.name() + " is not part of this run");
    }

    private Optional<String> valueMissing(Map<String, String> fixed) {
        for (Map.Entry<String, String> wanted : fixed.entrySet()) {
            boolean measured = judgement.plan().scenario().axes().stream()
                    .filter(a -> a.name().equals(wanted.getKey()))
                    .flatMap(a -> a.values().stream())
                    .map(Scenario.AxisValue::canonical)
                    .anyMatch(wanted.getValue()::equals);
            if (!measured) {
                return Optional.of(wanted.getKey() + " = " + wanted.getValue()
                        + " is not part of this run (left out by --set or --only)");
            }
        }
        return Optional.empty();
    }

    private static boolean hasKind(Plan.Cell cell, String kind) {
        return cell.point().kinds().stream().anyMatch(k -> k.name().equals(kind));
    }
}
