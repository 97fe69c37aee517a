package dev.asynclab.server.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What calls itself python and is none, or one that will not do.
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake pythons are shell scripts")
class PythonProbeTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final String SAYS = """
            echo '{"implementation": "%s", "executable": "/opt/%s", "version": "%s", "gil": true, \
            "startMethods": ["fork", "spawn"], "subinterpreters": "%s", "uvloop": %s}'
            """;

    @TempDir
    Path folder;

    @Test
    void the_first_that_can_run_a_model_is_taken_for_it() throws IOException {
        PythonProbe probe = look(
                program("a", SAYS.formatted("CPython", "a", "3.11.7", "none", "null")),
                program("b", SAYS.formatted("CPython", "b", "3.13.0", "own-gil", "\"0.23.0\"")));

        assertEquals(2, probe.found().size());
        assertEquals(Optional.of("3.11.7"), version(probe, "python-asyncio"));
        assertEquals(Optional.of("3.13.0"), version(probe, "python-subinterpreters"));
        assertEquals(Optional.of("3.13.0"), version(probe, "python-uvloop"));
        assertEquals("", probe.whyNot("python-uvloop"));
    }

    @Test
    void a_shim_and_what_is_behind_it_are_one() throws IOException {
        String same = SAYS.formatted("CPython", "same", "3.12.1", "own-gil", "null");
        assertEquals(
                List.of(Path.of("/opt/same")),
                look(program("shim", same), program("real", same)).found().stream()
                        .map(Python::executable)
                        .toList());
    }

    @Test
    void one_that_will_not_do_is_refused_with_the_reason() throws IOException {
        PythonProbe probe = look(program("old", SAYS.formatted("CPython", "old", "3.8.18", "none", "null")));

        assertEquals(Optional.empty(), probe.forModel("python-asyncio"));
        assertTrue(probe.whyNot("python-asyncio").startsWith("CPython 3.8.18 is older than 3.9; "));
        PythonProbe plain = look(program("plain", SAYS.formatted("CPython", "plain", "3.12.1", "none", "null")));
        assertTrue(plain.whyNot("python-uvloop").startsWith("CPython 3.12.1 has no uvloop; "));
    }

    @Test
    void what_is_no_python_is_told_and_passed_over() throws IOException {
        PythonProbe probe = look(
                "no-such-program-anywhere",
                program("junk", "echo hello"),
                program("null", "echo null"),
                program("silent", "exit 3"),
                program("endless", "while :; do echo junk; done"),
                program("pypy", SAYS.formatted("PyPy", "pypy", "3.10.1", "none", "null")),
                program("good", SAYS.formatted("CPython", "good", "3.12.1", "none", "null")));

        assertEquals(1, probe.found().size());
        assertEquals("", probe.whyNot("python-asyncio"));
    }

    @Test
    void one_that_hangs_is_given_up_and_ended() throws IOException {
        PythonProbe probe = PythonProbe.look(
                List.of(program("hanging", "sleep 3600 & wait")), PythonFiles.ofThisJvm(), Duration.ofMillis(200));

        assertEquals(List.of(), probe.found());
        assertTrue(probe.whyNot("python-asyncio").contains("said nothing within"), probe.whyNot("python-asyncio"));
        assertTrue(
                ProcessHandle.current()
                        .descendants()
                        .noneMatch(p -> p.info()
                                .arguments()
                                .map(List::of)
                                .orElse(List.of())
                                .contains("3600")),
                "the script or its child is left");
    }

    @Test
    void with_none_at_all_the_reason_says_where_it_was_looked_for() {
        String why = look("no-such-program-anywhere").whyNot("python-threads");

        assertEquals(
                "no CPython found (no-such-program-anywhere is not there, or says nothing); install one, or name it in LAB_PYTHON",
                why);
    }

    @Test
    void the_pythons_of_this_machine_describe_themselves() {
        PythonProbe probe = PythonProbe.ofThisMachine();
        assumeTrue(!probe.found().isEmpty(), probe.whyNot("python-asyncio"));
        for (Python python : probe.found()) {
            assertTrue(Files.isExecutable(python.executable()), python.toString());
            assertTrue(python.startMethods().contains("spawn"), python.toString());
            assertTrue(List.of("own-gil", "shared-gil", "none").contains(python.subinterpreters()), python.toString());
        }
    }

    private static Optional<String> version(PythonProbe probe, String model) {
        return probe.forModel(model).map(Python::version);
    }

    private static PythonProbe look(String... programs) {
        return PythonProbe.look(Stream.of(programs).toList(), PythonFiles.ofThisJvm(), LIMIT);
    }

    private String program(String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }
}
