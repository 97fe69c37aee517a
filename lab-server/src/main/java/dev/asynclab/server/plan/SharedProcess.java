package dev.asynclab.server.plan;

import dev.asynclab.api.Scenario;
import dev.asynclab.api.Scenario.Isolation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What variants that share a process cannot have.
final class SharedProcess {

    private SharedProcess() {}

    /// For people; empty when nothing is lost by sharing.
    static List<String> warnings(Scenario scenario, List<Plan.Cell> cells) {
        Set<String> shared = scenario.variants().stream()
                .filter(v -> v.isolation() == Isolation.SHARED)
                .map(Scenario.Variant::name)
                .collect(Collectors.toSet());
        List<String> warnings = new ArrayList<>();
        for (Scenario.Pair pair : scenario.compare()) {
            if (shared.contains(pair.a()) || shared.contains(pair.b())) {
                warnings.add("the pair " + pair.a() + " and " + pair.b() + " is not judged: "
                        + (shared.contains(pair.a()) ? pair.a() : pair.b())
                        + " shares its process with others; a claim may compare them");
            }
        }
        Set<String> carriers = carriers(cells);
        if (carriers.size() > 1) {
            warnings.add("variants with `isolation: shared` ask for " + String.join(" and ", carriers)
                    + " carriers, but a process has one set of them: those of its first variant count");
        }
        return warnings;
    }

    /// The carriers of virtual threads are set when a process starts, so that the first variant's hold for all.
    private static Set<String> carriers(List<Plan.Cell> cells) {
        Set<String> carriers = new LinkedHashSet<>();
        for (Plan.Cell cell : cells) {
            String wanted = cell.parameters().get("carriers");
            if (cell.runs() && cell.variant().isolation() == Isolation.SHARED && wanted != null) {
                carriers.add(wanted);
            }
        }
        return carriers;
    }
}
