package dev.asynclab.server.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.asynclab.server.run.RunStore;
import dev.asynclab.server.run.StoredRun;
import dev.asynclab.server.store.Store;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `lab run` with a server of its own, ended from outside while a trial is measured. Nobody is left, and the next
/// command does not find the run again that was stopped on purpose.
@Timeout(120)
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class CommandTest {

    /// What `lab` returns when it was interrupted; see the table of exit codes.
    private static final int INTERRUPTED = 130;

    private static final String CONTROL_C = "INT";

    @TempDir
    Path folder;

    private final Family family = new Family();
    private Path data;
    private Process command;

    @BeforeEach
    void measure() throws Exception {
        data = folder.resolve("data");
        Path home = home();
        Path scenario = Files.writeString(folder.resolve("children.yaml"), OrphanTest.CHILDREN);
        command = family.start(new ProcessBuilder(
                        java(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dlab.home=" + home,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.asynclab.cli.Lab",
                        "run",
                        scenario.toString(),
                        "--profile",
                        "quick",
                        "--data",
                        data.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile()));
        family.await("two children", _ -> {
            if (!command.isAlive()) {
                throw new AssertionError("the command has ended: " + said());
            }
            return family.members(OrphanTest.CHILD).size() == 2;
        });
    }

    @AfterEach
    void end() {
        family.close();
    }

    @Test
    void ctrl_c_in_the_terminal_cancels_the_run() throws Exception {
        assumeTrue(hearsCtrlC(), "these tests run in the background, where no program hears Ctrl-C");
        for (Family.Member member : family.members()) {
            Family.signal(CONTROL_C, member.pid());
        }
        assertEquals(INTERRUPTED, command.waitFor());
        left("Ctrl-C", "cancelled");
    }

    @Test
    void sigterm_cancels_the_run() throws Exception {
        Family.signal("TERM", command.pid());
        assertEquals(INTERRUPTED, command.waitFor());
        left("SIGTERM", "cancelled");
    }

    /// Who is killed cannot say what should become of the run: it goes on with the next server.
    @Test
    void a_killed_command_takes_its_server_along_in_good_order() throws Exception {
        command.destroyForcibly();
        command.waitFor();
        left("SIGKILL", "interrupted");
    }

    private void left(String what, String state) throws IOException {
        System.out.printf(
                "lab run: all gone %d ms after its end by %s%n",
                family.awaitNobody().toMillis(), what);
        try (Store store = Store.open(data)) {
            List<StoredRun> runs = store.list(new RunStore.Query(null, null, null, Long.MAX_VALUE, 10));
            assertEquals(1, runs.size());
            assertEquals(state, runs.getFirst().state().id(), Files.readString(folder.resolve("out")));
        }
    }

    /// A home whose server is that of this test's class path: the real one is packed after the tests.
    private Path home() throws IOException {
        Path home = folder.resolve("home");
        Path jar = home.resolve("lab-server/target/lab-server.jar");
        Files.createDirectories(jar.getParent());
        Files.createDirectory(home.resolve("scenarios"));
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, "dev.asynclab.server.Main");
        main.put(
                Attributes.Name.CLASS_PATH,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        main.putValue("Enable-Native-Access", "ALL-UNNAMED");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.finish();
        }
        return home;
    }

    /// A shell without job control starts what runs in the background deaf to SIGINT, all its descendants with it.
    private static boolean hearsCtrlC() throws IOException {
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        // SIGINT is signal 2, and the mask's lowest bit is signal 1.
        return (Long.parseUnsignedLong(ignored.split("\\s+")[1], 16) & 2) == 0;
    }

    private String said() {
        try {
            Path log = data.resolve("logs/server.log");
            return Files.readString(folder.resolve("out")) + (Files.exists(log) ? Files.readString(log) : "");
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
