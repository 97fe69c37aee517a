package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.client.TestServer;
import dev.asynclab.client.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody types who has not read anything.
class FirstStepsTest {
    private static final String STATUS = """
            {"id": "20260105-100000-newest", "scenario": "pool-queueing", "profile": "quick", "state": "succeeded",
             "position": null, "progress": 1.0, "etaSeconds": null, "outcome": "holds", "summary": null,
             "reason": null, "submitted": "2026-01-05T09:00:00Z", "started": null, "ended": null, "links": {}}""";

    @TempDir
    Path folder = Path.of("");

    @Test
    void help_is_a_command_too() {
        assertEquals(
                LabRun.in(folder, "--help").out(), LabRun.in(folder, "help").out());
        assertEquals(
                LabRun.in(folder, "run", "--help").out(),
                LabRun.in(folder, "help", "run").out());
        LabRun unknown = LabRun.in(folder, "help", "rnu");
        assertEquals(ExitCode.USAGE, unknown.exitCode());
        assertTrue(unknown.err().contains("there is no command 'rnu'"), unknown.err());
        assertTrue(unknown.err().contains("did you mean 'run'?"), unknown.err());
    }

    @Test
    void latest_is_the_run_submitted_last() throws IOException {
        String result = Recorded.json();
        try (var server = new TestServer(asked -> asked.path().endsWith("/results")
                ? Answer.json(result)
                : asked.path().matches(".*/runs\\??")
                        ? Answer.json("{\"runs\": [" + STATUS + "]}")
                        : Answer.json(STATUS))) {
            var environment = Map.of("LAB_SERVER", server.url().toString());
            for (String command : new String[] {"results", "explain"}) {
                LabRun run = LabRun.in(folder, environment, false, command, "latest");
                assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
            }
            assertEquals(
                    2,
                    server.asked().stream()
                            .filter(a -> a.path().equals("/api/v1/runs/20260105-100000-newest/results"))
                            .count());
        }
    }

    @Test
    void without_any_run_there_is_no_latest() throws IOException {
        try (var server = new TestServer(_ -> Answer.json("{\"runs\": []}"))) {
            var environment = Map.of("LAB_SERVER", server.url().toString());
            LabRun run = LabRun.in(folder, environment, false, "results", "latest");
            assertEquals(ExitCode.USAGE, run.exitCode());
            assertTrue(run.err().contains("there is no run to show yet"), run.err());
        }
    }

    @Test
    void a_file_that_cannot_be_written_is_no_error_of_the_lab() throws IOException {
        String result = Recorded.json();
        Files.createDirectory(folder.resolve("report.html"));
        try (var server = new TestServer(asked ->
                asked.path().endsWith("/report") ? new Answer(200, "text/html", "<p>") : Answer.json(result))) {
            var environment = Map.of("LAB_SERVER", server.url().toString());
            LabRun run = LabRun.in(folder, environment, false, "report", "r", "--file", "report.html");
            assertEquals(ExitCode.USAGE, run.exitCode());
            assertTrue(run.err().contains("file-failed: `report.html`: "), run.err());
            assertFalse(run.err().contains("internal error"), run.err());
        }
    }

    @Test
    void too_few_of_something_is_told_in_words() {
        LabRun compared = LabRun.in(folder, "compare", "20260105-100000-newest");
        assertEquals(ExitCode.USAGE, compared.exitCode());
        assertTrue(compared.err().contains("a comparison takes two runs"), compared.err());
        LabRun mapped = LabRun.in(folder, "map", "pool-queueing", "--axes", "callers", "--between", "a,b");
        assertEquals(ExitCode.USAGE, mapped.exitCode());
        assertTrue(mapped.err().contains("a map has two axes"), mapped.err());
    }

    @Test
    void a_day_is_enough_to_say_since_when() throws IOException {
        try (var server = new TestServer(_ -> Answer.json("{\"runs\": []}"))) {
            var environment = Map.of("LAB_SERVER", server.url().toString());
            assertEquals(
                    ExitCode.HOLDS,
                    LabRun.in(folder, environment, false, "runs", "--since", "2026-01-05")
                            .exitCode());
            assertEquals(
                    "/api/v1/runs?since=2026-01-05T00%3A00%3A00Z",
                    server.asked().getFirst().path());
        }
    }
}
