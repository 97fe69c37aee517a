package dev.asynclab.server.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A full disk is said before anything is accepted, what is stored can be read meanwhile, and nobody has to start
/// the server again once there is space. Needs the right to mount a small disk.
@Timeout(120)
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class FullDiskTest {

    @TempDir
    Path folder;

    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = succeeds("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString());
        assumeTrue(mounted, "needs the right to mount a tmpfs");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertTrue(succeeds("umount", "-l", disk.toString()));
        }
    }

    @Test
    void a_full_disk_refuses_new_runs_and_nothing_else() throws Exception {
        Path data = disk.resolve("data");
        Files.createDirectories(data);
        try (RealServer server = RealServer.start(data)) {
            String run = server.submit(OrphanTest.CHILDREN, "before").field("id");
            server.awaitEvent(run, e -> e.startsWith("end"));
            Path ballast = disk.resolve("ballast");
            fill(ballast);
            RealServer.Reply refused = server.submit(OrphanTest.CHILDREN, "full");
            assertEquals(507, refused.status(), refused.body());
            assertEquals("succeeded", server.state(run));
            assertEquals(200, server.get("runs/" + run + "/results").status());
            assertEquals(202, server.submit(OrphanTest.CHILDREN, "before").status(), "known already");
            Files.delete(ballast);
            RealServer.Reply accepted = server.submit(OrphanTest.CHILDREN, "full");
            assertEquals(202, accepted.status(), accepted.body());
            server.awaitEvent(accepted.field("id"), e -> e.startsWith("end"));
            assertEquals("succeeded", server.state(accepted.field("id")));
        }
    }

    /// To the last byte.
    private static void fill(Path file) throws IOException {
        for (int size = 1 << 20; size > 0; size /= 2) {
            try (OutputStream out = Files.newOutputStream(
                    file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(new byte[size]);
                }
            } catch (IOException e) {
                // No room for so many: half of it, until there is none for one.
            }
        }
    }

    private static boolean succeeds(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
