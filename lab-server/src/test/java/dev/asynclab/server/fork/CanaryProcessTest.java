package dev.asynclab.server.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.server.record.TrialRecord.CanaryRun;
import dev.asynclab.wire.CanaryMessage;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CanaryProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final JavaCommand java = JavaCommand.ofThisJvm(Path.of("no-caches"));

    @Test
    void every_order_is_answered_until_it_is_closed() throws Exception {
        CanaryProcess canary = CanaryProcess.start(java.canary(), folder);
        try (canary) {
            CanaryRun first = canary.compute();
            CanaryRun second = canary.compute();
            assertTrue(first.wallNanos() > 0 && second.wallNanos() > 0);
        }
        assertTrue(ProcessHandle.of(canary.pid()).filter(ProcessHandle::isAlive).isEmpty());
        assertThrows(ChildGone.class, canary::compute);
    }

    /// The work is the same each time: there are 216,816 primes up to three million.
    @Test
    void the_work_is_always_the_same_and_the_end_of_the_input_ends_it() throws Exception {
        try (ChildProcess child = ChildProcess.start(java.canary(), "canary", folder.resolve("canary.log"))) {
            child.send(new CanaryMessage.Compute());
            child.send(new CanaryMessage.Compute());
            for (int i = 0; i < 2; i++) {
                CanaryMessage.Computed done = (CanaryMessage.Computed) child.receive(CanaryMessage.class, PATIENCE);
                assertEquals(216_816, done.result());
            }
            child.end(PATIENCE);
            ChildGone gone = assertThrows(ChildGone.class, () -> child.receive(CanaryMessage.class, PATIENCE));
            assertEquals("exited with status 0", gone.detail());
        }
    }
}
