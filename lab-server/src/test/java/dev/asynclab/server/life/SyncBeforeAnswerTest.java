package dev.asynclab.server.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What is answered 202 survives a power cut: as the kernel sees it, the answer leaves after a sync of the log
/// that began after the run had been written to it. Needs `strace`.
@Timeout(120)
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class SyncBeforeAnswerTest {

    private static final int RUNS = 10;

    @TempDir
    Path folder;

    @Test
    void no_answer_leaves_before_its_run_is_synced() throws Exception {
        assumeTrue(works(), "needs strace and the right to trace");
        Path log = folder.resolve("strace.log");
        List<String> runs = new ArrayList<>();
        try (RealServer server = RealServer.start(
                folder.resolve("data"),
                "strace",
                "-f",
                "--seccomp-bpf",
                "-y",
                "-s",
                "4200",
                "-e",
                "trace=fsync,fdatasync,pwrite64,write,writev,sendto,sendmsg",
                "-e",
                "signal=none",
                "-o",
                log.toString())) {
            for (int i = 0; i < RUNS; i++) {
                RealServer.Reply reply = server.submit(OrphanTest.CHILDREN, "k" + i);
                assertEquals(202, reply.status());
                runs.add(reply.field("id"));
            }
            server.kill();
            server.family.awaitNobody();
        }
        List<String> calls = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        for (String run : runs) {
            assertTrue(synced(calls, run), "run " + run + " was answered before it was synced; see " + log);
        }
    }

    /// A call is one line, or two when others come between: `<unfinished ...>` and `<... resumed>`.
    private static boolean synced(List<String> calls, String run) {
        boolean written = false;
        Set<String> syncing = new HashSet<>();
        for (String call : calls) {
            String thread = call.split(" ")[0];
            boolean log = call.contains("lab.db-wal>");
            boolean sync = call.contains("sync(");
            boolean begun = call.contains("<unfinished");
            if (log && !sync && call.contains(run)) {
                written = true;
                syncing.clear();
            } else if (log && sync && written && begun) {
                syncing.add(thread);
            } else if (log && sync && written || call.contains("sync resumed") && syncing.contains(thread)) {
                return true;
            } else if (call.contains("HTTP/1.1 202") && call.contains(run)) {
                return false;
            }
        }
        throw new AssertionError("run " + run + " was never written: the trace shows nothing");
    }

    static boolean works() throws Exception {
        try {
            return new ProcessBuilder("strace", "-f", "--seccomp-bpf", "-e", "trace=write", "-o", "/dev/null", "true")
                            .start()
                            .waitFor()
                    == 0;
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
