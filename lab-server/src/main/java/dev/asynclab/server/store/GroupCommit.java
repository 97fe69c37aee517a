package dev.asynclab.server.store;

import dev.asynclab.api.RunEvent;
import dev.asynclab.server.run.StoreFailure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All writing, on one thread: transactions that wait at the same time share one commit, and so one sync of the
/// disk.
///
/// SQLite has a single writer anyway. A sync costs milliseconds and a transaction microseconds, so that under load
/// a commit carries as many transactions as arrived during the sync before it. Callers wait until their own is on
/// disk. When anything in a group fails, it is rolled back and each member is tried again alone: everybody gets
/// the answer to his own transaction.
final class GroupCommit implements AutoCloseable {

    /// Bounds the time one commit holds up the first of its group.
    private static final int GROUP_LIMIT = 256;

    /// What is to be done inside a transaction. May run twice; must touch nothing but the connection and `events`.
    interface Transaction<T> {

        /// @param events to be told once this is on disk
        T run(Connection connection, List<RunEvent> events) throws SQLException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final Connection connection;
    private final Path file;
    private final Consumer<RunEvent> listener;
    private final BlockingQueue<Job<?>> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private boolean closed;

    /// @param connection closed with this
    GroupCommit(Connection connection, Path file, Consumer<RunEvent> listener) {
        this.connection = connection;
        this.file = file;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("store-writer").start(this::work);
    }

    /// Returns when the transaction is on disk.
    ///
    /// Interrupting the caller does not end the wait, because the transaction would still happen.
    <T> T write(Transaction<T> transaction) {
        Job<T> job = new Job<>(transaction);
        synchronized (this) {
            if (closed) {
                throw new StoreFailure(file + " is closed", null, false);
            }
            queue.add(job);
        }
        try {
            return job.done.join();
        } catch (CompletionException e) {
            throw rethrown(e.getCause());
        }
    }

    private RuntimeException rethrown(@Nullable Throwable cause) {
        return switch (cause) {
            case SQLException e -> SqlFailures.of(file, e);
            case RuntimeException e -> e;
            case null, default -> new StoreFailure("writing " + file + " failed: " + cause, cause, false);
        };
    }

    private void work() {
        List<Job<?>> group = new ArrayList<>();
        boolean last = false;
        while (!last) {
            try {
                group.add(queue.take());
            } catch (InterruptedException _) {
                // Nobody interrupts this thread on purpose; close() ends it through the queue.
                continue;
            }
            queue.drainTo(group, GROUP_LIMIT - 1);
            last = group.removeIf(job -> job.end);
            commit(group);
            group.clear();
        }
    }

    private void commit(List<Job<?>> group) {
        if (group.isEmpty()) {
            return;
        }
        try {
            together(group);
        } catch (SQLException | RuntimeException | Error e) {
            rollback();
            if (group.size() == 1) {
                group.getFirst().done.completeExceptionally(e);
            } else {
                group.forEach(job -> commit(List.of(job)));
            }
            return;
        }
        group.forEach(this::tell);
    }

    /// It is on disk, whatever a listener makes of it: an error of his must not end the thread that everybody's
    /// transactions wait for.
    private void tell(Job<?> job) {
        try {
            job.events.forEach(listener);
        } catch (RuntimeException | Error e) {
            LOG.error("a listener failed on events of {}", file, e);
        } finally {
            job.answer();
        }
    }

    private void together(List<Job<?>> group) throws SQLException {
        execute("begin immediate");
        for (Job<?> job : group) {
            job.run(connection);
        }
        execute("commit");
    }

    /// SQLite has rolled back by itself after some failures; then there is nothing left to do.
    private void rollback() {
        try {
            execute("rollback");
        } catch (SQLException | RuntimeException _) {
            return;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// Commits what is queued, then ends the thread.
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            queue.add(Job.last());
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        SqlFailures.closeQuietly(connection);
    }

    /// A transaction somebody waits for.
    private static final class Job<T> {
        private final @Nullable Transaction<T> transaction;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private final List<RunEvent> events = new ArrayList<>();
        private final boolean end;
        private @Nullable T answer;

        Job(Transaction<T> transaction) {
            this.transaction = transaction;
            this.end = false;
        }

        private Job() {
            this.transaction = null;
            this.end = true;
        }

        static Job<Void> last() {
            return new Job<>();
        }

        void run(Connection connection) throws SQLException {
            events.clear();
            answer = transaction == null ? null : transaction.run(connection, events);
        }

        @SuppressWarnings("NullAway") // a transaction's answer is never null
        void answer() {
            done.complete(answer);
        }
    }
}
