package dev.asynclab.server.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.wire.FromTrial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private ChildProcess cat(String run) throws Exception {
        // Copies its input, so that it lives until somebody ends it.
        Path directory = Files.createDirectories(folder.resolve(run));
        return ChildProcess.start(List.of("cat"), "cat", directory.resolve("cat.log"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void killing_the_children_of_a_run_ends_the_wait_for_them_and_leaves_those_of_others() throws Exception {
        try (ChildProcess mine = cat("mine");
                ChildProcess other = cat("other")) {
            ChildProcess.killAll(folder.resolve("mine"));
            ChildGone gone = assertThrows(ChildGone.class, () -> mine.receive(FromTrial.class, PATIENCE));
            // SIGKILL is 9
            assertEquals("ended by signal 9", gone.detail());
            assertTrue(ProcessHandle.of(other.pid()).orElseThrow().isAlive());
        }
    }
}
