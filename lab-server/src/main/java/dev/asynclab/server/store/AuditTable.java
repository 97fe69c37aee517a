package dev.asynclab.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/// What was done to which run, and when. Outlives the runs: a deleted one leaves its lines here.
final class AuditTable {

    private AuditTable() {}

    /// @param what begins with `run` and its id
    static void append(Connection connection, String what, Instant at) throws SQLException {
        Sql.update(connection, "insert into audit (what, at_micros) values (?, ?)", what, Sql.micros(at));
    }
}
