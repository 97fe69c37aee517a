package dev.asynclab.server.store;

import dev.asynclab.api.RunEvent;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// The events of the runs, numbered without gaps inside each run.
final class EventTable {

    private EventTable() {}

    /// Appends an event; its number is the next one as seen inside the transaction.
    static RunEvent append(Connection connection, String run, String type, Map<String, Object> data)
            throws SQLException {
        long sequence = Sql.number(connection, "select coalesce(max(sequence), 0) + 1 from events where run = ?", run);
        Sql.update(
                connection,
                "insert into events (run, sequence, type, data) values (?, ?, ?, ?)",
                run,
                sequence,
                type,
                Json.write(data));
        return new RunEvent(run, sequence, type, data);
    }

    static List<RunEvent> after(Connection connection, Path file, String run, long sequence) throws SQLException {
        return Sql.list(
                connection,
                "select sequence, type, data from events where run = ? and sequence > ? order by sequence",
                r -> new RunEvent(run, r.getLong(1), r.getString(2), Json.fields(r.getString(3), file)),
                run,
                sequence);
    }
}
