package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.client.TestServer;
import dev.asynclab.client.TestServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A replay asks like a run, and scores for whoever watches it.
class ReplayPredictTest {
    private static final String STATUS = """
            {"id": "r", "scenario": "pool-queueing", "profile": "quick", "state": "succeeded", "position": null,
             "progress": 1.0, "etaSeconds": null, "outcome": "holds", "summary": null, "reason": null,
             "submitted": "2026-01-05T09:00:00Z", "started": "2026-01-05T10:00:00Z",
             "ended": "2026-01-05T10:00:40Z", "links": {}}""";

    private static final String EVENTS = """
            id: 1
            event: end
            data: {"run":"r","sequence":1,"type":"end","data":{"state":"succeeded"},"at":"2026-01-05T10:00:40Z"}

            """;

    /// What the server says to answers of today.
    private static final String SCORES = """
            {"predictions": [
              {"id": "first", "answer": null, "measured": "event-loop, pool-50", "byHand": null, "score": null,
               "about": null, "inWords": null},
              {"id": "pool-rate", "answer": "400/s", "measured": "497/s", "byHand": "50 threads / 100 ms = 500/s",
               "score": 0.95, "about": "pool-50", "inWords": "50 threads, each free again every 100 ms"}]}""";

    @TempDir
    Path folder = Path.of("");

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        String text = Files.readString(Path.of("src/test/resources/scenarios/pool-queueing.yaml"));
        String request = JsonMapper.shared().writeValueAsString(Map.of("inline", text, "profile", "quick"));
        server = new TestServer(asked -> switch (last(asked.path())) {
            case "events" -> new Answer(200, "text/event-stream", EVENTS);
            case "request" -> Answer.json(request);
            case "scores" -> Answer.json(SCORES);
            case "results" -> Answer.json(recorded());
            default -> Answer.json(STATUS);
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String recorded() {
        try {
            return Recorded.json();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A person at a terminal who types these lines.
    private LabRun typed(List<String> lines, String... arguments) {
        var keys = new ArrayDeque<>(lines);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var screen = new Screen(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                true,
                false,
                100);
        var home = new Home(folder.resolve("lab"), folder.resolve("data"));
        var environment = Map.of("LAB_SERVER", server.url().toString());
        int code = Lab.run(
                arguments,
                new Context(screen, home, environment, folder, false, () -> Optional.ofNullable(keys.poll())));
        return new LabRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private List<String> scored() {
        return server.asked().stream()
                .filter(a -> !a.method().equals("GET"))
                .map(a -> a.method() + " " + last(a.path()) + " " + a.body())
                .toList();
    }

    @Test
    void on_a_terminal_the_questions_come_first_and_the_scores_with_the_verdict() {
        LabRun run = typed(List.of("", "400/s"), "watch", "r", "--replay", "--speed", "1000");
        assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
        int asked = run.err().indexOf("Which model serves most calls per second");
        int locked = run.err().indexOf("your answers are locked");
        assertTrue(asked >= 0 && locked > asked, run.err());
        assertEquals(List.of("POST scores {\"pool-rate\":\"400/s\"}"), scored());
        // Those of today, not the 50/s that the recorded run was answered with.
        assertTrue(
                run.out()
                        .contains("you said 400/s for pool-50; it is 497/s: 50 threads, each free again every 100 ms"
                                + "   score 95 %"),
                run.out());
        assertFalse(run.out().contains("50/s; it is"), run.out());
        assertTrue(run.err().contains("the recorded run keeps what was said before it"), run.err());
    }

    @Test
    void answers_kept_or_typed_need_no_terminal() throws IOException {
        Path mine = folder.resolve("pool-queueing.yaml");
        var environment = Map.of("LAB_SERVER", server.url().toString());
        Files.copy(Path.of("src/test/resources/scenarios/pool-queueing.yaml"), mine);
        LabRun.in(folder, "predict", "./pool-queueing.yaml", "--answer", "pool-rate=300/s");
        LabRun kept = LabRun.in(folder, environment, false, "watch", "r", "--replay", "--speed", "1000", "--predict");
        assertEquals(ExitCode.HOLDS, kept.exitCode(), kept.err());
        LabRun typed = LabRun.in(
                folder, environment, false, "watch", "r", "--replay", "--speed=1000", "--answer", "pool-rate=2/s");
        assertEquals(ExitCode.HOLDS, typed.exitCode(), typed.err());
        assertEquals(List.of("POST scores {\"pool-rate\":\"300/s\"}", "POST scores {\"pool-rate\":\"2/s\"}"), scored());
    }

    @Test
    void a_result_for_a_program_stays_as_it_was_recorded_and_the_scores_stand_beside_it() {
        LabRun run =
                typed(List.of(), "watch", "r", "--replay", "--speed=1000", "--answer", "pool-rate=400/s", "-o", "json");
        assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
        assertEquals(recorded().stripTrailing(), run.out().stripTrailing());
        assertTrue(run.err().contains("you said 400/s for pool-50"), run.err());
    }

    @Test
    void whoever_is_not_asked_sees_the_run_as_it_was() {
        for (LabRun run : List.of(
                typed(List.of("1"), "watch", "r", "--replay", "--speed=1000", "--no-input"),
                typed(List.of("", ""), "watch", "r", "--replay", "--speed=1000"))) {
            assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
            assertTrue(run.out().contains("you said 50/s; it is 497/s"), run.out());
            assertFalse(run.err().contains("locked"), run.err());
        }
        assertEquals(List.of(), scored());
    }

    @Test
    void what_cannot_be_scored_is_refused_before_anything_is_played() {
        LabRun wrong = typed(List.of(), "watch", "r", "--replay", "--answer", "pool-rate=fast");
        assertEquals(ExitCode.USAGE, wrong.exitCode());
        assertTrue(wrong.err().contains("bad-answer"), wrong.err());
        LabRun live = typed(List.of(), "watch", "r", "--answer", "pool-rate=2/s");
        assertEquals(ExitCode.USAGE, live.exitCode());
        assertTrue(live.err().contains("add `--replay`"), live.err());
    }
}
