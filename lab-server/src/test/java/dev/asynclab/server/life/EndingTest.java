package dev.asynclab.server.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Ends in good order: of a run, and of a server.
@Timeout(120)
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class EndingTest {

    @TempDir
    Path folder;

    /// A stopped process heeds nothing but SIGKILL: neither SIGTERM nor the end of its input.
    @Test
    void a_cancelled_run_ends_although_its_trial_heeds_nothing() throws Exception {
        try (RealServer server = RealServer.start(folder.resolve("data"))) {
            String run = server.submit(OrphanTest.CHILDREN, "k").field("id");
            server.family.await(
                    "two children", _ -> server.family.members(OrphanTest.CHILD).size() == 2);
            Family.stop(server.family.members(OrphanTest.TRIAL).getFirst());
            Family.stop(server.family.members(OrphanTest.CHILD).getFirst());
            long began = System.nanoTime();
            assertEquals(
                    202, server.post("runs/" + run + "/cancel", "{}", Map.of()).status());
            server.awaitEvent(run, e -> e.startsWith("end"));
            System.out.printf("cancelled after %d ms%n", (System.nanoTime() - began) / 1_000_000);
            assertEquals("cancelled", server.state(run));
            server.family.await("only the server is left", members -> members.size() == 1);
        }
    }

    @Test
    void a_server_told_to_end_loses_no_run_and_leaves_no_process() throws Exception {
        Path data = folder.resolve("data");
        String measured;
        String queued;
        try (RealServer server = RealServer.start(data)) {
            measured = server.submit(OrphanTest.CHILDREN, "measured").field("id");
            queued = server.submit(OrphanTest.CHILDREN, "queued").field("id");
            server.family.await(
                    "a child", _ -> !server.family.members(OrphanTest.CHILD).isEmpty());
            long began = System.nanoTime();
            Family.signal("TERM", server.process.pid());
            // 128 + SIGTERM
            assertEquals(143, server.process.waitFor());
            System.out.printf("server ended %d ms after SIGTERM%n", (System.nanoTime() - began) / 1_000_000);
            assertEquals(List.of(), server.family.members());
        }
        try (RealServer server = RealServer.start(data)) {
            // Wherever the end met them, neither failed nor is gone.
            Set<String> alive = Set.of("queued", "starting", "running", "succeeded");
            assertTrue(alive.contains(server.state(measured)), server.state(measured));
            assertTrue(alive.contains(server.state(queued)), server.state(queued));
        }
    }

    /// Ctrl-C reaches every process of a terminal. What becomes of the run is for the command to say that owns the
    /// server: the trial goes on until then.
    @Test
    void ctrl_c_and_a_closed_terminal_do_not_reach_past_the_command() throws Exception {
        try (RealServer server = RealServer.start(folder.resolve("data"))) {
            String run = server.submit(OrphanTest.CHILDREN, "k").field("id");
            server.family.await(
                    "two children",
                    _ -> server.family.members(OrphanTest.CHILD).size() == 2);
            for (Family.Member member : server.family.members()) {
                Family.signal("INT", member.pid());
                Family.signal("HUP", member.pid());
            }
            server.awaitEvent(run, e -> e.startsWith("end"));
            assertEquals("succeeded", server.state(run));
        }
    }
}
