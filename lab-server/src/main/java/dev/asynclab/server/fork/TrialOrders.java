package dev.asynclab.server.fork;

import dev.asynclab.api.Load;
import dev.asynclab.api.Scenario.TaskKind;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.StepTree;
import dev.asynclab.server.plan.TaskShape;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.ToTrial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A plan's trials as orders to trial processes.
///
/// Used by one thread.
final class TrialOrders {

    private static final long REFERENCE_NANOS = 400_000_000;

    /// Enough to see a pattern, few enough to see one task.
    private static final int TRACED_TASKS = 200;

    private static final long TRACE_WARM_UP = 500_000_000;

    private final Plan plan;
    private final Backends backends;

    /// A checksum needs the results of every step; the same task stands in many cells.
    private final Map<TaskKind, Long> checksums = new HashMap<>();

    TrialOrders(Plan plan, Backends backends) {
        this.plan = plan;
        this.backends = backends;
    }

    /// Builds the model of a trial and warms it up.
    ///
    /// @param ports of the backends, by the names they run by
    ToTrial.Prepare prepare(Plan.Trial trial, Map<String, Integer> ports) {
        return prepare(trial, plan.warmUp(), ports);
    }

    /// The same for a trial that shows its tasks.
    ToTrial.Prepare prepareTrace(Plan.Trial trial, Map<String, Integer> ports) {
        return prepare(
                trial,
                new Plan.WarmUp(TRACE_WARM_UP, TRACE_WARM_UP, plan.warmUp().turns()),
                ports);
    }

    private ToTrial.Prepare prepare(Plan.Trial trial, Plan.WarmUp warmUp, Map<String, Integer> ports) {
        return new ToTrial.Prepare(
                FromTrial.VERSION,
                trial.variant().model(),
                plan.cores(),
                // The same seed for every model of a round: same arrivals, same kinds, same delays.
                plan.seed() + trial.round(),
                warmUp.leastNanos(),
                warmUp.mostNanos(),
                trial.cells().stream()
                        .map(c -> cell(c, trial.variant().model(), warmUp.leastNanos(c), ports))
                        .toList());
    }

    private ToTrial.Cell cell(Plan.Cell cell, String model, long leastWarmUpNanos, Map<String, Integer> ports) {
        Map<String, StepTree.Address> addresses = backends.addresses(cell.point(), ports);
        return new ToTrial.Cell(
                cell.id(),
                cell.parameters(),
                cell.connections(),
                cell.width(),
                (long) cell.delayNanos(),
                cell.point().kinds().stream()
                        .map(k -> new ToTrial.Kind(
                                k.name(),
                                k.share(),
                                checksum(k, cell),
                                new StepTree(addresses, plan.seed(), model).convert(k.steps())))
                        .toList(),
                load(cell.point().load()),
                leastWarmUpNanos);
    }

    private long checksum(TaskKind kind, Plan.Cell cell) {
        return checksums.computeIfAbsent(
                kind, k -> StepTree.checksum(k.steps(), cell.point().backends()));
    }

    private static ToTrial.LoadShape load(Load load) {
        return switch (load) {
            case Load.Batch(int tasks) -> new ToTrial.Batch(tasks);
            case Load.Closed(int concurrency) -> new ToTrial.Closed(concurrency);
            case Load.Open open ->
                new ToTrial.Open(open.ratePerSecond(), open.arrivals() == Load.Arrivals.POISSON, open.maxInFlight());
        };
    }

    /// Measures one of its cells.
    ToTrial.Measure measure(Plan.Cell cell) {
        return new ToTrial.Measure(
                cell.id(),
                cell.settleNanos(),
                cell.windowNanos(),
                plan.readsMemory(),
                plan.profile().care().memoryLevels(),
                null);
    }

    /// Measures a cell and shows its tasks.
    ToTrial.Measure trace(Plan.Cell cell, Path recording) {
        return new ToTrial.Measure(
                cell.id(),
                cell.settleNanos(),
                cell.windowNanos(),
                false,
                1,
                new ToTrial.Tracing(TRACED_TASKS, recording.toAbsolutePath().toString()));
    }

    /// Measures what the kernels can do on all cores, once for each different task that computes.
    static List<ToTrial.Reference> references(Plan.Trial trial) {
        List<ToTrial.Reference> orders = new ArrayList<>();
        List<List<TaskKind>> seen = new ArrayList<>();
        for (Plan.Cell cell : trial.cells()) {
            boolean computes = cell.point().kinds().stream().anyMatch(k -> TaskShape.computes(k.steps()));
            if (computes && !seen.contains(cell.point().kinds())) {
                seen.add(cell.point().kinds());
                orders.add(new ToTrial.Reference(cell.id(), REFERENCE_NANOS));
            }
        }
        return orders;
    }
}
