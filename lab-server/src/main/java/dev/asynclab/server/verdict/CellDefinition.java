package dev.asynclab.server.verdict;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.Load;
import dev.asynclab.api.Scenario;
import dev.asynclab.server.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is done in a cell, whatever it is called and whoever else is measured: equal definitions are the same
/// experiment.
record CellDefinition(
        String model,
        Scenario.Isolation isolation,
        Map<String, String> at,
        List<Scenario.TaskKind> kinds,
        Load load,
        Map<String, BackendSpec> backends,
        Map<String, String> parameters,
        int connections) {

    static CellDefinition of(Plan.Cell cell) {
        Scenario.Point point = cell.point();
        Map<String, BackendSpec> called = new TreeMap<>(point.backends());
        called.keySet().retainAll(new StepTotals(point).calls().keySet());
        return new CellDefinition(
                cell.variant().model(),
                cell.variant().isolation(),
                point.at(),
                point.kinds(),
                point.load(),
                called,
                cell.parameters(),
                cell.connections());
    }
}
