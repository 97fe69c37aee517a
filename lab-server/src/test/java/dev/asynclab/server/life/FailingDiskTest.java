package dev.asynclab.server.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A single write or sync of the store's log that fails costs what it was for, and says so: the server goes on,
/// and so do the runs after it. Needs `strace`, which makes the call fail.
///
/// One thread writes, and with one run at a time it writes one transaction after the other, each ended by one sync:
/// the first is the submission, then come the states `starting` and `running`, and the start of the first trial.
@Timeout(120)
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class FailingDiskTest {

    /// Which of the two SQLite uses was decided when it was built. Each has a count of its own.
    private static final String SYNC = "fsync,fdatasync";

    /// What a killed server left: the log, which the path of a trace must lead to.
    private static Path left;

    @TempDir
    Path folder;

    private Path data;

    @BeforeAll
    static void makeTheLog(@TempDir Path folder) throws Exception {
        assumeTrue(SyncBeforeAnswerTest.works(), "needs strace and the right to trace");
        left = folder.resolve("data");
        RealServer.start(left).close();
    }

    @BeforeEach
    void copyTheLog() throws Exception {
        data = Folders.copy(left, folder.resolve("data"));
    }

    @Test
    void a_submission_that_cannot_be_written_is_refused_and_can_be_repeated() throws Exception {
        try (RealServer server = failing("pwrite64", 1)) {
            refusedThenAccepted(server);
        }
    }

    @Test
    void a_submission_that_cannot_be_synced_is_refused_and_can_be_repeated() throws Exception {
        try (RealServer server = failing(SYNC, 1)) {
            refusedThenAccepted(server);
        }
    }

    @Test
    void a_run_whose_start_cannot_be_written_starts_a_little_later() throws Exception {
        try (RealServer server = failing(SYNC, 2)) {
            assertEquals("succeeded", ended(server, "first"));
        }
    }

    @Test
    void a_run_whose_progress_cannot_be_written_fails_and_the_next_one_goes_on() throws Exception {
        String first;
        String second;
        try (RealServer server = failing(SYNC, 4)) {
            first = server.submit(AckKillTest.WAITS, "first").field("id");
            assertEquals("failed", ended(server, "first"));
            String reason = server.get("runs/" + first).field("reason");
            assertTrue(reason.contains("SQLITE_IOERR_FSYNC"), reason);
            second = server.submit(AckKillTest.WAITS, "second").field("id");
            assertEquals("succeeded", ended(server, "second"));
        }
        // After the end by SIGKILL as before it.
        try (RealServer server = RealServer.start(data)) {
            assertEquals("failed", server.state(first));
            assertEquals("succeeded", server.state(second));
        }
    }

    /// @param nth call of that name on the store's log that fails, counted from the server's start
    private RealServer failing(String call, int nth) throws Exception {
        return RealServer.start(
                data,
                "strace",
                "-f",
                "--seccomp-bpf",
                "-e",
                "trace=" + call,
                "-e",
                "signal=none",
                "-P",
                data.resolve("lab.db-wal").toString(),
                "-e",
                "inject=" + call + ":error=EIO:when=" + nth,
                "-o",
                folder.resolve("strace.log").toString());
    }

    private static void refusedThenAccepted(RealServer server) throws Exception {
        RealServer.Reply refused = server.submit(AckKillTest.WAITS, "key");
        assertEquals(503, refused.status(), refused.body());
        RealServer.Reply accepted = server.submit(AckKillTest.WAITS, "key");
        assertEquals(202, accepted.status(), accepted.body());
        assertEquals("succeeded", ended(server, "key"));
    }

    /// The state in which the run of a key ends.
    private static String ended(RealServer server, String key) throws Exception {
        RealServer.Reply reply = server.submit(AckKillTest.WAITS, key);
        assertEquals(202, reply.status(), reply.body());
        server.awaitEvent(reply.field("id"), e -> e.startsWith("end"));
        return server.state(reply.field("id"));
    }
}
