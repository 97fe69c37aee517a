package dev.asynclab.server.plan;

import dev.asynclab.server.record.TrialRecord;
import java.util.List;
import java.util.Optional;

/// The trials that show tasks: one per variant, after all others, in a round of its own number.
///
/// They run under Flight Recorder, which takes CPU, so their figures are no sample of anything and enter no
/// statistic. The number marks a stored trial as one of them: a run judged again from its trials leaves them
/// out too.
public final class TraceRound {

    /// Below the rounds of searches, above every other.
    public static final int NUMBER = 99_999;

    /// The window: several turns of a task, within 1 to 2 s.
    private static final long SHORTEST_NANOS = 1_000_000_000;

    private static final long LONGEST_NANOS = 2_000_000_000;
    private static final int TURNS = 4;

    /// Process, warm-up, recorder and drain, beside what the task's own delay decides.
    private static final double SECONDS = 5;

    private TraceRound() {}

    /// Whether a trial is there to be looked at, not measured.
    public static boolean isTrace(TrialRecord trial) {
        return trial.round() == NUMBER;
    }

    /// The trials, in file order; none of a variant without cells, nor of a twin, which is the same model again.
    public static List<Plan.Trial> trials(Plan plan) {
        List<Plan.Cell> cells = plan.variants().stream()
                .filter(v -> !v.hidden())
                .flatMap(v -> cell(plan, v.name()).stream())
                .toList();
        return cells.stream()
                .map(c -> new Plan.Trial(NUMBER, cells.indexOf(c), c.variant(), List.of(shortened(c))))
                .toList();
    }

    /// The last sweep point of a variant in file order: sweeps ascend, and models differ most under the largest
    /// load.
    static Optional<Plan.Cell> cell(Plan plan, String variant) {
        List<Plan.Cell> cells = plan.cellsOf(variant);
        return cells.isEmpty() ? Optional.empty() : Optional.of(cells.getLast());
    }

    private static Plan.Cell shortened(Plan.Cell cell) {
        long delay = (long) cell.delayNanos();
        return new Plan.Cell(
                cell.id(),
                cell.variant(),
                cell.point(),
                cell.parameters(),
                cell.connections(),
                cell.width(),
                Math.min(cell.settleNanos(), Math.max(LONGEST_NANOS / 4, 2 * delay)),
                Math.clamp(TURNS * delay, SHORTEST_NANOS, LONGEST_NANOS),
                cell.delayNanos(),
                cell.skipped());
    }

    /// What the traces of a plan add to it; 0 unless they were asked for.
    public static double seconds(Plan plan) {
        return plan.trace() ? seconds(trials(plan)) : 0;
    }

    /// About what these trials take, generously.
    public static double seconds(List<Plan.Trial> trials) {
        return trials.stream()
                .flatMap(t -> t.cells().stream())
                .mapToDouble(c -> SECONDS + 3 * c.delayNanos() / 1e9)
                .sum();
    }
}
