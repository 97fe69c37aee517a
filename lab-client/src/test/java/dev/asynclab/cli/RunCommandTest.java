package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.client.LabClient;
import dev.asynclab.client.ServerAddress;
import dev.asynclab.client.TestServer;
import dev.asynclab.client.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCommandTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void the_verdict_goes_to_standard_output_and_the_files_to_a_folder_of_their_own() throws IOException {
        try (var server = server("succeeded", Recorded.json())) {
            LabRun first = run(server, "run", "pool-queueing", "--export", "claims.junit.xml", "--export", "r.csv");
            assertEquals(ExitCode.HOLDS, first.exitCode(), first.err());
            assertTrue(first.out().contains("virtual-threads beats pool-50"), first.out());
            assertTrue(first.out().contains("report  lab-out/2026-01-05-pool-queueing/report.html"), first.out());
            Path out = folder.resolve("lab-out/2026-01-05-pool-queueing");
            assertEquals(Recorded.json(), Files.readString(out.resolve("result.json")));
            assertEquals("as text/html", Files.readString(out.resolve("report.html")));
            assertEquals("as text/csv", Files.readString(folder.resolve("r.csv")));
            Approved.matches("claims-junit", Files.readString(folder.resolve("claims.junit.xml")));
            run(server, "run", "pool-queueing", "-q");
            assertTrue(Files.exists(folder.resolve("lab-out/2026-01-05-pool-queueing-2/report.html")));
        }
    }

    @Test
    void json_stands_alone_on_standard_output() throws IOException {
        try (var server = server("succeeded", Recorded.json())) {
            LabRun run = run(server, "run", "pool-queueing", "-o", "json");
            assertEquals(Recorded.json().strip(), run.out().strip());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "succeeded, holds, false, 0", "succeeded, holds, true, 0",
        "succeeded, refuted, false, 6", "succeeded, refuted, true, 6",
        "succeeded, inconclusive, false, 0", "succeeded, inconclusive, true, 7",
        "succeeded, void, false, 0", "succeeded, void, true, 8",
        "failed, -, false, 5", "poisoned, -, false, 5",
        "cancelled, -, false, 130"
    })
    void the_exit_code_says_how_it_ended(String state, String outcome, boolean strict, int expected)
            throws IOException {
        String json = Recorded.json().replaceFirst("\"outcome\": \"holds\"", "\"outcome\": \"" + outcome + "\"");
        try (var server = server(state, json)) {
            LabRun run = strict ? run(server, "run", "x", "--strict") : run(server, "run", "x");
            assertEquals(expected, run.exitCode(), run.err());
        }
    }

    @Test
    void without_a_server_or_the_means_to_start_one_the_next_step_is_named() {
        LabRun run = LabRun.in(folder, "run", "pool-queueing");
        assertEquals(ExitCode.UNREACHABLE, run.exitCode());
        assertTrue(run.err().contains("--server URL"), run.err());
        assertEquals("", run.out());
    }

    @Test
    void an_export_with_nowhere_to_go_is_refused_before_anything_runs() throws IOException {
        try (var server = server("succeeded", Recorded.json())) {
            assertEquals(
                    ExitCode.USAGE, run(server, "run", "x", "--export", "r.pdf").exitCode());
            assertEquals(
                    ExitCode.USAGE,
                    run(server, "run", "x", "--export", "nowhere/r.csv").exitCode());
            assertEquals(List.of(), server.asked());
        }
    }

    @Test
    void an_invalid_scenario_refused_by_the_server_is_exit_3() throws IOException {
        String problem = "{\"title\": \"invalid\", \"errors\": [{\"code\": \"unknown-model\", \"detail\": \"no x\"}]}";
        try (var server = new TestServer(_ -> new Answer(422, "application/problem+json", problem))) {
            LabRun run = run(server, "run", "x");
            assertEquals(ExitCode.INVALID, run.exitCode());
            assertTrue(run.err().contains("unknown-model: no x"), run.err());
        }
    }

    @Test
    void interrupting_asks_the_run_to_stop_and_waits_for_it() throws Exception {
        var cancelled = new AtomicInteger();
        try (var server = new TestServer(asked -> {
                    if (asked.path().endsWith("/cancel")) {
                        cancelled.incrementAndGet();
                    }
                    return asked.path().endsWith("/events")
                            ? new Answer(204, "text/plain", "")
                            : Answer.json(status(cancelled.get() > 0 ? "cancelled" : "running"));
                });
                var client = new LabClient(new ServerAddress(server.url(), "", 0))) {
            var nowhere = new Screen(System.out, System.err, false, false, 80);
            var watch = new RunWatch(client, new ProgressLine(nowhere, true, System::nanoTime), () -> true);
            assertEquals(Optional.empty(), watch.untilEnd("01K9ZX3M7Q"));
            assertEquals(1, cancelled.get());
        }
    }

    @Test
    void the_local_token_is_not_given_to_an_address_elsewhere() throws IOException {
        try (var server = server("succeeded", Recorded.json())) {
            Files.createDirectories(folder.resolve("data/runtime"));
            Files.writeString(
                    folder.resolve("data/runtime/server.json"),
                    "{\"url\": \"" + server.url() + "\", \"pid\": 0, \"token\": \"t-1\"}");
            run(server, "results", "01K9ZX3M7Q");
            assertEquals("Bearer t-1", server.asked().getFirst().header().authorization());
            LabRun token = LabRun.in(folder, "token");
            assertEquals("t-1", token.out().strip());
            LabRun elsewhere = LabRun.in(folder, "results", "r", "--server", "http://lab.invalid:1");
            assertEquals(ExitCode.UNREACHABLE, elsewhere.exitCode());
            assertFalse(elsewhere.err().contains("t-1"));
        }
    }

    private LabRun run(TestServer server, String... arguments) {
        return LabRun.in(folder, Map.of("LAB_SERVER", server.url().toString()), false, arguments);
    }

    /// A server on which every run has already ended.
    private static TestServer server(String state, String result) throws IOException {
        return new TestServer(asked -> {
            String path = asked.path();
            if (path.endsWith("/results") || path.endsWith("/report")) {
                String accept = asked.header().accept();
                return accept.equals("application/json")
                        ? Answer.json(result)
                        : new Answer(200, accept, "as " + accept);
            }
            return Answer.json(status(state));
        });
    }

    private static String status(String state) {
        return "{\"id\": \"01K9ZX3M7Q\", \"scenario\": \"x\", \"profile\": \"quick\", \"state\": \"" + state
                + "\", \"progress\": 0.5, \"submitted\": \"2026-01-05T10:00:00Z\", \"links\": {}}";
    }
}
