package dev.asynclab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.RunRequest;
import dev.asynclab.client.TestServer.Answer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LabClientTest {
    private static final String QUEUED = """
            {"id": "r1", "scenario": "s", "profile": "quick", "state": "queued", "position": 2, "progress": 0,
             "submitted": "2026-01-05T10:00:00Z", "links": {}, "a-key-of-tomorrow": 1}""";

    @TempDir
    Path folder = Path.of("");

    @Test
    void a_request_carries_only_what_was_said() throws Exception {
        try (var server = new TestServer(_ -> new Answer(202, "application/json", QUEUED));
                var client = client(server)) {
            var request = new RunRequest(
                    Optional.of("pool-queueing"),
                    Optional.empty(),
                    Map.of("callers", "1k"),
                    Map.of("model", List.of("a", "b")),
                    Optional.empty(),
                    Optional.of(90.0),
                    OptionalLong.of(7));
            var status = client.submit(request, "key-1");
            assertEquals("r1", status.id());
            assertEquals(2, status.position());
            var asked = server.asked().getFirst();
            JsonNode sent = new JsonMapper().readTree(asked.body());
            assertEquals("pool-queueing", sent.path("scenario").asString());
            assertFalse(sent.has("inline"), asked.body());
            assertFalse(sent.has("profile"), asked.body());
            assertEquals("1k", sent.path("set").path("callers").asString());
            assertEquals("b", sent.path("only").path("model").path(1).asString());
            assertEquals(90.0, sent.path("budgetSeconds").asDouble());
            assertEquals(7, sent.path("seed").asLong());
            assertEquals("Bearer secret", asked.header().authorization());
            assertEquals("key-1", asked.header().idempotencyKey());
        }
    }

    @Test
    void a_problem_document_becomes_problems_with_their_places() throws Exception {
        String body = """
                {"type": "http://h/problems/invalid-scenario", "title": "invalid", "status": 422, "errors": [
                 {"code": "unknown-key", "detail": "unknown key `round`", "pointer": "/measure", "line": 75,
                  "column": 3, "length": 5, "suggestion": "rounds"}]}""";
        try (var server = new TestServer(_ -> new Answer(422, "application/problem+json", body));
                var client = client(server)) {
            var refusal = assertThrows(ServerRefusal.class, () -> client.run("x"));
            assertEquals(422, refusal.status());
            var problem = refusal.problems().getFirst();
            assertEquals("unknown-key", problem.code());
            assertEquals("unknown key `round`", problem.message());
            assertEquals(75, problem.line());
            assertEquals(Optional.of("rounds"), problem.suggestion());
        }
    }

    @Test
    void a_problem_without_errors_is_named_by_its_type() throws Exception {
        String body = "{\"type\": \"/problems/not-found\", \"title\": \"Not found\", \"detail\": \"no run `x`\"}";
        try (var server = new TestServer(_ -> new Answer(404, "application/problem+json", body));
                var client = client(server)) {
            var problem = assertThrows(ServerRefusal.class, () -> client.run("x"))
                    .problems()
                    .getFirst();
            assertEquals("not-found", problem.code());
            assertEquals("no run `x`", problem.message());
        }
    }

    @Test
    void pages_are_followed_to_the_last_one() throws Exception {
        try (var server = new TestServer(asked -> Answer.json(
                        asked.path().contains("pageToken")
                                ? "{\"runs\": [" + QUEUED + "]}"
                                : "{\"runs\": [" + QUEUED + "," + QUEUED + "], \"nextPageToken\": \"n\"}"));
                var client = client(server)) {
            assertEquals(3, client.runs(Map.of("scenario", "a b")).size());
            assertTrue(server.asked().getFirst().path().contains("scenario=a%20b"));
        }
    }

    @Test
    void nobody_listening_is_a_problem_with_a_next_step() throws Exception {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (var client = new LabClient(new ServerAddress(URI.create("http://127.0.0.1:" + free), "", 0))) {
            var problem =
                    assertThrows(ServerUnreachable.class, () -> client.run("x")).problem();
            assertTrue(problem.help().contains("lab server start"), problem.help());
        }
    }

    @Test
    void the_file_of_a_dead_server_names_no_running_one() throws IOException, InterruptedException {
        // A process that has ended and was waited for: its id names nothing any more.
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path file = folder.resolve("server.json");
        Files.writeString(file, "{\"url\": \"http://127.0.0.1:1\", \"pid\": " + ended.pid() + ", \"token\": \"t\"}");
        assertEquals(Optional.empty(), ServerAddress.running(file));
        assertEquals("t", ServerAddress.recorded(file).orElseThrow().token());
    }

    private static LabClient client(TestServer server) {
        return new LabClient(new ServerAddress(server.url(), "secret", 0));
    }
}
