package dev.asynclab.server.store;

import dev.asynclab.server.record.TrialRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The trials of the runs, each with a checksum of its own.
final class TrialTable {

    private TrialTable() {}

    /// Stores a trial. The same trial of the same attempt is replaced: it was cut short and measured again.
    static void put(Connection connection, String run, TrialRecord record) throws SQLException {
        String json = Json.writeLine(record);
        Sql.update(
                connection,
                "insert or replace into trials (run, round, trial_order, attempt, json, crc32c) values (?, ?, ?, ?, ?, ?)",
                run,
                record.round(),
                record.order(),
                record.attempt(),
                json,
                Json.crc32c(json));
    }

    static int count(Connection connection, String run) throws SQLException {
        return (int) Sql.number(connection, "select count(*) from trials where run = ?", run);
    }

    /// In storing order.
    static List<TrialRecord> of(Connection connection, Path file, String run) throws SQLException {
        return Sql.list(
                connection,
                "select json, crc32c from trials where run = ? order by rowid",
                r -> Json.readLine(
                        Json.checked(r.getString(1), r.getLong(2), file, "a trial of run " + run),
                        TrialRecord.class,
                        file),
                run);
    }
}
