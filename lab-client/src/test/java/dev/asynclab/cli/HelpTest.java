package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
    @TempDir
    Path folder = Path.of("");

    static Stream<String> commands() {
        var screen = new Screen(System.out, System.err, false, false, 100);
        var home = new Home(Path.of(""), Path.of(""));
        return Commands.all(new Context(screen, home, java.util.Map.of(), Path.of(""), false)).keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_explains_itself_with_examples_first(String command) throws IOException {
        LabRun run = LabRun.in(folder, command, "--help");
        assertEquals(ExitCode.HOLDS, run.exitCode());
        assertTrue(run.out().indexOf("Examples:") < run.out().indexOf("Usage:"), run.out());
        assertTrue(run.out().contains("  lab " + command) || command.equals("completion"), run.out());
        Approved.matches("help-" + command, run.out());
    }

    @Test
    void the_lab_explains_itself() throws IOException {
        Approved.matches("help", LabRun.in(folder, "--help").out());
    }

    @Test
    void an_unknown_command_is_answered_with_the_nearest_one() {
        LabRun run = LabRun.in(folder, "lst");
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertTrue(run.err().contains("Did you mean: lab list"), run.err());
        assertEquals("", run.out());
    }

    @Test
    void an_unknown_option_is_answered_with_the_nearest_one() {
        LabRun run = LabRun.in(folder, "list", "--tagg", "io");
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertTrue(run.err().contains("--tag"), run.err());
    }
}
