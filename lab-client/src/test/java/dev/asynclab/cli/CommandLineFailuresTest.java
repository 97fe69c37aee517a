package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

class CommandLineFailuresTest {
    /// A command with a defect.
    @Command(name = "broken")
    static final class Broken implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new IllegalStateException("two\nlines");
        }
    }

    @TempDir
    Path folder = Path.of("");

    private LabRun broken(Map<String, String> environment, Path data) {
        var err = new ByteArrayOutputStream();
        var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        var screen = new Screen(stream, stream, false, false, 100);
        var line =
                Lab.commandLine(new Context(screen, new Home(folder.resolve("lab"), data), environment, folder, false));
        line.addSubcommand(new Broken());
        int code = line.execute("broken");
        return new LabRun(code, "", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void a_defect_is_exit_code_1_in_one_line_with_its_trace_in_a_file() throws IOException {
        LabRun run = broken(Map.of(), folder.resolve("data"));
        assertEquals(1, run.exitCode());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("lab: internal error: two"), run.err());
        Path file = folder.resolve("data/logs/lab-error.txt");
        assertTrue(run.err().contains("details in " + file), run.err());
        String trace = Files.readString(file);
        assertTrue(trace.startsWith("java.lang.IllegalStateException: two\nlines"), trace);
        assertTrue(trace.contains("Broken.call"), trace);
    }

    @Test
    void the_trace_is_on_the_screen_for_who_asks_and_the_code_is_the_same_when_no_file_can_be_written()
            throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        LabRun run = broken(Map.of(), file); // a file, where the data folder should be
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("LAB_DEBUG=1 shows the details"), run.err());
        assertFalse(run.err().contains("Broken.call"), run.err());
        LabRun asked = broken(Map.of("LAB_DEBUG", "1"), file);
        assertEquals(1, asked.exitCode());
        assertTrue(asked.err().contains("Broken.call"), asked.err());
    }
}
