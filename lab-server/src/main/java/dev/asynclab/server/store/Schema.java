package dev.asynclab.server.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The tables, as the steps that led to them: step N brings a database of version N to version N + 1.
///
/// A step, once released, is never edited; a change is a new step. The version is SQLite's `user_version`, written
/// in the same transaction as the tables.
final class Schema {

    /// SQLite's `application_id`: "lab1" in ASCII. Tells our file from any other SQLite file.
    private static final int APPLICATION = 0x6c616231;

    private static final List<String> STEPS = List.of("""
            create table runs (
                number integer primary key autoincrement,
                id text not null unique,
                scenario text not null,
                revision text,
                text text not null,
                request text not null,
                profile text not null,
                budget_seconds real not null,
                seed integer not null,
                planned_trials integer not null,
                trials_done integer not null default 0,
                state text not null,
                attempt integer not null,
                submitted_micros integer not null,
                started_micros integer,
                ended_micros integer,
                outcome text,
                summary text,
                reason text,
                idempotency_key text unique,
                fingerprint text not null
            ) strict;
            create index runs_by_state on runs (state, number);
            create table events (
                run text not null references runs (id) on delete cascade,
                sequence integer not null,
                type text not null,
                data text not null,
                primary key (run, sequence)
            ) strict, without rowid;
            create table trials (
                run text not null references runs (id) on delete cascade,
                round integer not null,
                trial_order integer not null,
                attempt integer not null,
                json text not null,
                crc32c integer not null,
                primary key (run, round, trial_order, attempt)
            ) strict;
            create table results (
                run text primary key references runs (id) on delete cascade,
                json text not null,
                calibration text not null,
                crc32c integer not null
            ) strict;
            create table audit (
                what text not null,
                at_micros integer not null
            ) strict;
            """, """
            alter table runs add column predictions text not null default '{}';
            alter table runs add column predictions_locked integer not null default 0;
            update runs set predictions_locked = 1 where started_micros is not null;
            """, """
            alter table events add column at_micros integer;
            """);

    private Schema() {}

    /// Brings the database to the newest version.
    ///
    /// @throws StoreDamaged when it is not ours, or newer than this program
    static void migrate(Connection connection, Path file) throws SQLException {
        int version = pragma(connection, "user_version");
        int application = pragma(connection, "application_id");
        boolean fresh =
                application == 0 && version == 0 && Sql.number(connection, "select count(*) from sqlite_schema") == 0;
        if (application != APPLICATION && !fresh) {
            throw new StoreDamaged(
                    file, "is a database of another program: move it away, or choose another folder with --data", null);
        }
        if (version > STEPS.size()) {
            throw new StoreDamaged(
                    file,
                    "was written by a newer version of the lab (format %d, this one knows up to %d): use that version, or another folder with --data"
                            .formatted(version, STEPS.size()),
                    null);
        }
        for (int step = version; step < STEPS.size(); step++) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("begin immediate");
                for (String sql : STEPS.get(step).split(";\n")) {
                    if (!sql.isBlank()) {
                        statement.executeUpdate(sql);
                    }
                }
                statement.executeUpdate("pragma application_id = " + APPLICATION);
                statement.executeUpdate("pragma user_version = " + (step + 1));
                statement.executeUpdate("commit");
            }
        }
    }

    private static int pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("pragma " + name)) {
            row.next();
            return row.getInt(1);
        }
    }
}
