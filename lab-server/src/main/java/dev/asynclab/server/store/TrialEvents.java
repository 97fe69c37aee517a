package dev.asynclab.server.store;

import dev.asynclab.api.RunEvent;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.Measurement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the events of a run tell of its trials: enough for a monitor that comes late, and for a replay.
final class TrialEvents {

    private TrialEvents() {}

    /// Tells that a trial has begun which was measured elsewhere, at a time nobody wrote down.
    static RunEvent started(Connection connection, String run, TrialRecord trial) throws SQLException {
        Map<String, Object> fields = Map.of("round", trial.round(), "model", trial.variant());
        return EventTable.append(connection, run, null, "trial-started", fields);
    }

    /// @param at null where nobody knows
    /// @param done how many trials of the run have ended, this one included
    static RunEvent finished(
            Connection connection, String run, @Nullable Instant at, TrialRecord trial, int done, int of)
            throws SQLException {
        Map<String, Object> fields = Map.of(
                "round", trial.round(),
                "variant", trial.variant(),
                "outcome", trial.outcome(),
                "rates", rates(trial),
                "done", done,
                "of", of);
        return EventTable.append(connection, run, at, "trial-finished", fields);
    }

    /// Tasks per second by cell.
    private static Map<String, Object> rates(TrialRecord trial) {
        Map<String, Object> rates = new TreeMap<>();
        for (TrialRecord.CellRecord cell : trial.cells()) {
            Measurement measured = cell.measurement();
            if (measured != null && Double.isFinite(measured.throughput())) {
                rates.put(cell.cell(), measured.throughput());
            }
        }
        return rates;
    }
}
