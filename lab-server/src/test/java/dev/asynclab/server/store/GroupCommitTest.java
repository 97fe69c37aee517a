package dev.asynclab.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.RunEvent;
import dev.asynclab.server.run.StoreFailure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever fails, each transaction gets its own answer, and so does the one after it: a thread that has died
/// would leave them waiting for ever, which the time limit shows. On a thread of its own: the wait for a commit
/// heeds no interrupt.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupCommitTest {

    /// More than the eight pages that the full database has room for.
    private static final int TOO_MANY_BYTES = 100_000;

    @TempDir
    Path folder;

    private Connection connection;
    private @Nullable RuntimeException fromListener;
    private GroupCommit commits;

    @BeforeEach
    void open() throws SQLException {
        Path file = folder.resolve("test.db");
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Sql.update(connection, "create table words (word text)");
        commits = new GroupCommit(connection, file, _ -> {
            if (fromListener != null) {
                throw fromListener;
            }
        });
    }

    @AfterEach
    void close() {
        commits.close();
    }

    @Test
    void a_listener_that_fails_undoes_nothing_and_stops_nobody() {
        fromListener = new IllegalStateException("listener");
        assertEquals(1, insert("first"));
        assertEquals(2, insert("second"));
    }

    @Test
    void an_error_inside_a_transaction_is_its_own() {
        assertEquals(1, insert("first"));
        StoreFailure failure = assertThrows(
                StoreFailure.class,
                () -> commits.write((c, _) -> {
                    Sql.update(c, "insert into words values ('half')");
                    throw new StackOverflowError("deep");
                }));
        assertTrue(String.valueOf(failure.getMessage()).contains("deep"), failure.getMessage());
        assertEquals(2, insert("second"));
    }

    @Test
    void a_full_database_is_said_and_takes_writes_again_when_there_is_room() throws SQLException {
        assertEquals(1, insert("first"));
        Sql.first(connection, "pragma max_page_count = 8", r -> r.getInt(1));
        StoreFailure failure = assertThrows(StoreFailure.class, () -> insert("x".repeat(TOO_MANY_BYTES)));
        assertTrue(failure.diskFull());
        Sql.first(connection, "pragma max_page_count = 1000", r -> r.getInt(1));
        assertEquals(2, insert("x".repeat(TOO_MANY_BYTES)));
    }

    @Test
    void a_connection_that_is_lost_is_said_each_time() throws SQLException {
        connection.close();
        assertThrows(StoreFailure.class, () -> insert("first"));
        assertThrows(StoreFailure.class, () -> insert("second"));
    }

    /// @return how many words there are then
    private long insert(String word) {
        return commits.write((c, events) -> {
            Sql.update(c, "insert into words values (?)", word);
            events.add(new RunEvent("run", 1, "word", Map.of()));
            return Sql.number(c, "select count(*) from words");
        });
    }
}
