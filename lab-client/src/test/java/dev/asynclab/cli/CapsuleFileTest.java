package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.client.TestServer;
import dev.asynclab.client.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapsuleFileTest {
    private static final String STATUS = "{\"id\": \"r-7\", \"scenario\": \"x\", \"profile\": \"quick\","
            + " \"state\": \"succeeded\", \"progress\": 1, \"submitted\": \"2026-01-05T10:00:00Z\", \"links\": {}}";

    @TempDir
    Path folder = Path.of("");

    private static TestServer server() throws IOException {
        String result = Recorded.json();
        return new TestServer(asked -> {
            String path = asked.path();
            if (path.endsWith("/request")) {
                return Answer.json("{\"inline\": \"format: lab/v1\", \"set\": {}, \"only\": {}, \"seed\": 7}");
            }
            if (path.endsWith("/capsule")) {
                return new Answer(200, "application/zip", "PK-the-file");
            }
            return path.contains("/results") || path.endsWith("/report")
                    ? asked.header().accept().equals("application/json")
                            ? Answer.json(result)
                            : new Answer(200, "text/html", "a report")
                    : Answer.json(STATUS);
        });
    }

    private LabRun run(TestServer server, String... arguments) {
        return LabRun.in(folder, Map.of("LAB_SERVER", server.url().toString()), false, arguments);
    }

    @Test
    void a_run_is_written_to_a_file() throws IOException {
        try (var server = server()) {
            LabRun run = run(server, "export", "r-7", "run.zip");
            assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
            assertEquals("PK-the-file", Files.readString(folder.resolve("run.zip")));
            assertEquals(ExitCode.USAGE, run(server, "export", "r-7", "run.tar").exitCode());
            assertEquals(
                    ExitCode.USAGE,
                    run(server, "export", "r-7", "nowhere/run.zip").exitCode());
        }
    }

    @Test
    void a_file_is_opened_by_every_command_that_takes_a_run() throws IOException {
        Files.writeString(folder.resolve("run.zip"), "PK-the-file");
        for (List<String> command :
                List.of(List.of("results", "run.zip"), List.of("report", "run.zip"), List.of("reanalyse", "run.zip"))) {
            try (var server = server()) {
                LabRun run = run(server, command.toArray(String[]::new));
                assertEquals(ExitCode.HOLDS, run.exitCode(), command + run.err());
                var first = server.asked().getFirst();
                assertEquals("POST /api/v1/imports", first.method() + " " + first.path());
                assertEquals("PK-the-file", first.body());
                assertTrue(server.asked().get(1).path().startsWith("/api/v1/runs/r-7"), command.toString());
            }
        }
        assertEquals("a report", Files.readString(folder.resolve("run.html")));
    }

    @Test
    void a_file_is_run_again_with_its_own_text_settings_and_seed_and_no_others() throws IOException {
        Files.writeString(folder.resolve("run.zip"), "PK-the-file");
        try (var server = server()) {
            LabRun run = run(server, "run", "run.zip", "-q");
            assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
            String body = server.asked().stream()
                    .filter(a -> a.method().equals("POST") && a.path().equals("/api/v1/runs"))
                    .findFirst()
                    .orElseThrow()
                    .body();
            assertTrue(body.contains("\"inline\":\"format: lab/v1\"") && body.contains("\"seed\":7"), body);
        }
        try (var server = server()) {
            LabRun changed = run(server, "run", "run.zip", "--seed", "8");
            assertEquals(ExitCode.USAGE, changed.exitCode());
            assertEquals(List.of(), server.asked());
        }
    }

    @Test
    void a_file_that_is_not_there_is_a_wrong_command_line() throws IOException {
        try (var server = server()) {
            LabRun run = run(server, "results", "run.zip");
            assertEquals(ExitCode.USAGE, run.exitCode());
            assertTrue(run.err().contains("lab export"), run.err());
        }
    }
}
