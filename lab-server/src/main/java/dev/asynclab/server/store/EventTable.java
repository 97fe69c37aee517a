package dev.asynclab.server.store;

import dev.asynclab.api.RunEvent;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The events of the runs, numbered without gaps inside each run.
final class EventTable {

    private EventTable() {}

    /// Appends an event; its number is the next one as seen inside the transaction.
    ///
    /// @param at when it happened; null where nobody knows, as in a run that was measured elsewhere
    static RunEvent append(
            Connection connection, String run, @Nullable Instant at, String type, Map<String, Object> data)
            throws SQLException {
        long sequence = Sql.number(connection, "select coalesce(max(sequence), 0) + 1 from events where run = ?", run);
        Sql.update(
                connection,
                "insert into events (run, sequence, at_micros, type, data) values (?, ?, ?, ?, ?)",
                run,
                sequence,
                at == null ? null : Sql.micros(at),
                type,
                Json.write(data));
        return new RunEvent(run, sequence, type, data, at == null ? null : at.toString());
    }

    static List<RunEvent> after(Connection connection, Path file, String run, long sequence) throws SQLException {
        return Sql.list(
                connection,
                "select sequence, type, data, at_micros from events where run = ? and sequence > ? order by sequence",
                r -> new RunEvent(run, r.getLong(1), r.getString(2), Json.fields(r.getString(3), file), at(r, 4)),
                run,
                sequence);
    }

    private static @Nullable String at(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Sql.instant(micros).toString();
    }
}
