package dev.asynclab.server.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/// The SQLite file of a store, and how connections to it are set.
///
/// Write-ahead log, so that readers and the writer do not wait for each other; a sync at every commit, so that what
/// was committed survives a power cut.
///
/// @param file made when it is not there
record Database(Path file) {

    /// Reading every page takes about a second per gigabyte; a larger file is checked row by row when read.
    private static final long CHECK_WHOLE_UP_TO_BYTES = 64L << 20;

    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

    /// Opens the connection that writes; there is to be one. The tables are those of this version then.
    ///
    /// @throws StoreDamaged when the file is damaged, newer than this program, or not ours
    Connection writer() throws SQLException {
        Connection connection = connect();
        try {
            check(connection);
            Schema.migrate(connection, file);
            return connection;
        } catch (SQLException | RuntimeException e) {
            SqlFailures.closeQuietly(connection);
            throw e;
        }
    }

    /// Opens a connection that can only read.
    Connection reader() throws SQLException {
        Connection connection = connect();
        Sql.update(connection, "pragma query_only = true");
        return connection;
    }

    private Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private void check(Connection connection) throws SQLException {
        if (file.toFile().length() > CHECK_WHOLE_UP_TO_BYTES) {
            return;
        }
        String answer = Sql.first(connection, "pragma quick_check(1)", r -> r.getString(1))
                .orElse("ok");
        if (!answer.equals("ok")) {
            throw SqlFailures.damaged(file, new SQLException(answer));
        }
    }
}
