package dev.asynclab.server.store;

import dev.asynclab.server.run.StoreFailure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteException;

/// What SQLite's refusals mean for the lab.
final class SqlFailures {

    private SqlFailures() {}

    static StoreFailure of(Path file, SQLException e) {
        if (!(e instanceof SQLiteException failure)) {
            return new StoreFailure("%s: %s".formatted(file, e.getMessage()), e, false);
        }
        // The low byte is the kind; the rest tells kinds of the kind apart.
        return switch (failure.getResultCode().code & 0xff) {
            case 13 -> // SQLITE_FULL
                new StoreFailure("the disk that holds %s is full: free some space".formatted(file), e, true);
            case 11, 26 -> // SQLITE_CORRUPT, SQLITE_NOTADB
                damaged(file, e);
            default -> new StoreFailure("%s: %s".formatted(file, e.getMessage()), e, false);
        };
    }

    static StoreDamaged damaged(Path file, Throwable cause) {
        return new StoreDamaged(
                file, "is damaged: put a copy back, or move it away, or choose another folder with --data", cause);
    }

    static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException _) {
            // Everything that was promised is on disk already.
        }
    }
}
