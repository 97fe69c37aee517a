package dev.asynclab.server.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/// A few read connections, lent one at a time. In WAL mode they neither wait for the writer nor hold it up.
final class Readers implements AutoCloseable {

    /// A question to the database.
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /// Opens a connection.
    interface Source {
        Connection open() throws SQLException;
    }

    private static final int CONNECTIONS = 2;

    private final Path file;
    private final Deque<Connection> free = new ConcurrentLinkedDeque<>();
    private final Semaphore permits = new Semaphore(CONNECTIONS, true);

    Readers(Path file, Source source) throws SQLException {
        this.file = file;
        for (int i = 0; i < CONNECTIONS; i++) {
            free.push(source.open());
        }
    }

    /// Waits through interrupts: the run's thread reads and writes its end while it is being cancelled.
    <T> T read(Question<T> question) {
        permits.acquireUninterruptibly();
        Connection connection = free.pop();
        try {
            return question.ask(connection);
        } catch (SQLException e) {
            throw SqlFailures.of(file, e);
        } finally {
            free.push(connection);
            permits.release();
        }
    }

    /// Waits for the questions under way.
    @Override
    public void close() {
        permits.acquireUninterruptibly(CONNECTIONS);
        try {
            free.forEach(SqlFailures::closeQuietly);
        } finally {
            permits.release(CONNECTIONS);
        }
    }
}
