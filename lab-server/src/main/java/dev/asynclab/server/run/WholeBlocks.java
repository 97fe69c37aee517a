package dev.asynclab.server.run;

import dev.asynclab.api.Scenario;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Stored trials a resumed run may keep. Variants that share a process are kept all together or not at all:
/// what one of them measured depends on those that ran before it in the same process, and that process is
/// gone.
final class WholeBlocks {

    private WholeBlocks() {}

    static List<TrialRecord> of(Plan plan, List<TrialRecord> done) {
        Set<String> shared = plan.variants().stream()
                .filter(v -> v.isolation() == Scenario.Isolation.SHARED)
                .map(Scenario.Variant::name)
                .filter(name -> !plan.cellsOf(name).isEmpty())
                .collect(Collectors.toSet());
        Map<Integer, Long> stored = done.stream()
                .filter(r -> shared.contains(r.variant()))
                .collect(Collectors.groupingBy(TrialRecord::round, Collectors.counting()));
        return done.stream()
                .filter(r -> !shared.contains(r.variant()) || stored.getOrDefault(r.round(), 0L) == shared.size())
                .toList();
    }
}
