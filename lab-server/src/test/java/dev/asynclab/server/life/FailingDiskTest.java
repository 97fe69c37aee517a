package dev.asynclab.server.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Writes and syncs of the store's log that fail now and then give an honest answer each time, and a store that has
/// all that was acknowledged. Needs `strace`, which makes them fail.
@Timeout(120)
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class FailingDiskTest {

    private static final int RUNS = 40;

    @TempDir
    Path folder;

    @Test
    void what_failed_was_not_acknowledged_and_what_was_acknowledged_is_there() throws Exception {
        assumeTrue(SyncBeforeAnswerTest.works(), "needs strace and the right to trace");
        Path data = folder.resolve("data");
        // Makes the log, which the path of the trace must lead to.
        RealServer.start(data).close();
        Map<String, String> acknowledged = new TreeMap<>();
        List<Integer> statuses = new ArrayList<>();
        try (RealServer server = RealServer.start(
                data,
                "strace",
                "-f",
                "-P",
                data.resolve("lab.db-wal").toString(),
                "-e",
                "inject=pwrite64,write:error=EIO:when=31+7",
                "-e",
                "inject=fdatasync,fsync:error=EIO:when=7+5",
                "-o",
                "/dev/null")) {
            for (int i = 0; i < RUNS; i++) {
                RealServer.Reply reply = server.submit(OrphanTest.CHILDREN, "k" + i);
                statuses.add(reply.status());
                if (reply.status() == 202) {
                    acknowledged.put("k" + i, reply.field("id"));
                }
            }
            server.kill();
            server.family.awaitNobody();
        }
        System.out.printf("answers of a failing disk: %s%n", statuses);
        assertTrue(Set.of(202, 503).containsAll(statuses), statuses.toString());
        // Both kinds were seen, so that the test has tested something.
        assertEquals(Set.of(202, 503), Set.copyOf(statuses));
        try (RealServer server = RealServer.start(data)) {
            for (Map.Entry<String, String> run : acknowledged.entrySet()) {
                assertEquals(
                        run.getValue(),
                        server.submit(OrphanTest.CHILDREN, run.getKey()).field("id"));
            }
        }
    }
}
