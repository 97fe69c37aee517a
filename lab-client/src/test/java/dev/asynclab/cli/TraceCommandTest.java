package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.client.TestServer;
import dev.asynclab.client.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCommandTest {
    private static final String RUN = "20260105-100000-recorded";

    @TempDir
    Path folder = Path.of("");

    /// A server whose files hold the last part of their address.
    private LabRun trace(String cells, String... more) throws IOException {
        try (var server = new TestServer(asked -> asked.path().endsWith("/traces")
                ? Answer.json("{\"cells\": [" + cells + "]}")
                : new Answer(200, "application/octet-stream", asked.path().replaceFirst(".*/cells/", "")))) {
            var arguments = new ArrayList<>(List.of("trace", RUN));
            arguments.addAll(List.of(more));
            return LabRun.in(
                    folder, Map.of("LAB_SERVER", server.url().toString()), false, arguments.toArray(String[]::new));
        }
    }

    @Test
    void the_only_trace_needs_no_name() throws IOException {
        LabRun run = trace("\"pool@callers=8\"");
        assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
        assertEquals("pool@callers=8.trace.json", run.out().strip());
        assertTrue(run.err().contains("Perfetto"), run.err());
        assertEquals("pool%40callers%3D8/trace", Files.readString(folder.resolve("pool@callers=8.trace.json")));
    }

    @Test
    void of_several_one_must_be_named() throws IOException {
        LabRun list = trace("\"pool\", \"loop\"");
        assertEquals(ExitCode.HOLDS, list.exitCode(), list.err());
        assertEquals(List.of("pool", "loop"), list.out().lines().toList());
        assertTrue(list.err().contains("--cell"), list.err());

        LabRun one = trace("\"pool\", \"loop\"", "--cell", "loop", "--jfr", "--out", "mine.jfr");
        assertEquals(ExitCode.HOLDS, one.exitCode(), one.err());
        assertEquals("loop/jfr", Files.readString(folder.resolve("mine.jfr")));
        assertTrue(one.err().contains("Mission Control"), one.err());
    }

    @Test
    void a_name_nearly_right_is_answered_with_the_right_one() throws IOException {
        LabRun run = trace("\"pool\", \"loop\"", "--cell", "lop");
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertTrue(run.err().contains("did you mean `loop`?"), run.err());
    }

    @Test
    void a_run_without_traces_is_answered_with_how_to_get_them() throws IOException {
        LabRun run = trace("");
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertTrue(run.err().contains("--trace"), run.err());
    }
}
