package dev.asynclab.server.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed with `kill -9` takes all its processes along, whatever they are doing. How long that
/// takes is reported; what is asserted is that nobody is left.
@Timeout(120)
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class OrphanTest {

    static final String BACKEND = "dev.asynclab.backend.BackendMain";
    static final String TRIAL = "dev.asynclab.trial.TrialMain";
    static final String CHILD = "dev.asynclab.model.ProcessModelChild";

    /// Computes in two children of the process model.
    static final String CHILDREN = """
            format: lab/v1
            title: children that compute
            task: [{compute: {kernel: fibonacci, n: 20}}]
            models: {children: {use: processes, workers: 2}}
            load: {closed: {concurrency: 4}}
            """;

    /// The same, with calls to a backend.
    static String calling(String kind) {
        return CHILDREN.replace(
                "task: [", "backends: {orders: {kind: " + kind + ", delay: 1ms}}\ntask: [{call: orders}, ");
    }

    @TempDir
    Path folder;

    @Test
    void while_it_waits_for_work() throws Exception {
        try (RealServer server = RealServer.start(folder.resolve("data"))) {
            killed("idle", server);
        }
    }

    @Test
    void while_its_backend_starts() throws Exception {
        try (RealServer server = RealServer.start(folder.resolve("data"))) {
            assertEquals(202, server.submit(calling("wiremock"), "k").status());
            server.family.await(
                    "a backend", _ -> !server.family.members(BACKEND).isEmpty());
            killed("backend starts", server);
        }
    }

    @Test
    void while_the_children_of_a_trial_start() throws Exception {
        try (RealServer server = RealServer.start(folder.resolve("data"))) {
            assertEquals(202, server.submit(CHILDREN, "k").status());
            server.family.await("a child", _ -> !server.family.members(CHILD).isEmpty());
            killed("children start", server);
        }
    }

    /// The reference client measures the backend: a trial process, and no children yet.
    @Test
    void while_its_backend_is_measured() throws Exception {
        try (RealServer server = RealServer.start(folder.resolve("data"))) {
            String run = server.submit(calling("fast"), "k").field("id");
            server.awaitEvent(run, e -> e.startsWith("sample"));
            assertEquals(1, server.family.members(BACKEND).size());
            assertEquals(1, server.family.members(TRIAL).size());
            killed("backend measured", server);
        }
    }

    @Test
    void while_a_trial_with_children_is_measured() throws Exception {
        try (RealServer server = RealServer.start(folder.resolve("data"))) {
            String run = server.submit(CHILDREN, "k").field("id");
            server.awaitEvent(run, e -> e.startsWith("sample"));
            assertEquals(1, server.family.members(TRIAL).size());
            assertEquals(2, server.family.members(CHILD).size());
            killed("trial measured", server);
        }
    }

    /// A stopped process reads no end of its input: only the kernel can end it.
    @Test
    void while_its_trial_is_stopped() throws Exception {
        assumeTrue(setprivKnowsTheParentDeathSignal(), "needs a setpriv with --pdeathsig (util-linux)");
        try (RealServer server = RealServer.start(folder.resolve("data"))) {
            assertEquals(202, server.submit(CHILDREN, "k").status());
            server.family.await(
                    "two children", _ -> server.family.members(CHILD).size() == 2);
            Family.stop(server.family.members(TRIAL).getFirst());
            killed("trial stopped", server);
        }
    }

    static boolean setprivKnowsTheParentDeathSignal() throws Exception {
        return Files.isExecutable(Path.of("/usr/bin/setpriv"))
                && new ProcessBuilder(List.of("setpriv", "--pdeathsig", "KILL", "--", "true"))
                                .start()
                                .waitFor()
                        == 0;
    }

    private static void killed(String what, RealServer server) throws Exception {
        int before = server.family.members().size();
        server.kill();
        long millis = server.family.awaitNobody().toMillis();
        System.out.printf("%s: %d processes gone after %d ms%n", what, before, millis);
        assertEquals(List.of(), server.family.members());
    }
}
