package dev.asynclab.trial;

import dev.asynclab.wire.ToTrial;

/// What a cell is warmed up with.
record WarmUpLoad(ToTrial.Cell cell) {

    /// So many times as many tasks as are served at once have to end. A young JVM may spend a warm-up of a
    /// quarter of a second on its first turn alone, and would go into the window cold.
    private static final int TURNS = 3;

    /// The cell's own load; but on a narrow model only as much of a large batch as fits, at least one turn, and
    /// only as many callers as keep it busy: a longer queue warms nothing and would have to be worked off.
    ToTrial.LoadShape load(long nanos) {
        if (cell.load() instanceof ToTrial.Closed closed && cell.width() > 0) {
            return new ToTrial.Closed(Math.min(closed.concurrency(), 2 * cell.width()));
        }
        if (cell.load() instanceof ToTrial.Batch batch && cell.width() > 0 && cell.baseDelayNanos() > 0) {
            long turns = Math.max(1, nanos / cell.baseDelayNanos());
            return new ToTrial.Batch((int) Math.min(batch.tasks(), turns * cell.width()));
        }
        return cell.load();
    }

    /// Tasks that have to end: three turns of a load that knows turns; none where the cell asks for no warm-up
    /// of its own.
    long leastTasks() {
        if (cell.leastWarmUpNanos() == 0) {
            return 0;
        }
        return switch (cell.load()) {
            case ToTrial.Closed(int concurrency) -> (long) TURNS * WholeTurns.turn(concurrency, cell.width());
            case ToTrial.Batch(int tasks) -> (long) TURNS * WholeTurns.turn(tasks, cell.width());
            case ToTrial.Open _ -> 0;
        };
    }
}
