package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.client.TestServer;
import dev.asynclab.client.TestServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void scenario() throws IOException {
        Files.copy(Path.of("src/test/resources/scenarios/pool-queueing.yaml"), folder.resolve("mine.yaml"));
    }

    /// A person at a terminal who types these lines.
    private LabRun typed(List<String> lines, Map<String, String> environment, String... arguments) {
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
        int code = Lab.run(
                arguments,
                new Context(screen, home, environment, folder, false, () -> Optional.ofNullable(keys.poll())));
        return new LabRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void a_person_is_asked_until_the_answer_can_be_scored() {
        LabRun run = typed(
                List.of("the pool", "event-loop = virtual-threads, pool-50", ""), Map.of(), "predict", "mine.yaml");
        assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
        assertTrue(run.err().contains("Which model serves most calls per second"), run.err());
        assertTrue(run.err().contains("that is none of: every model once"), run.err());
        // the second question was answered with an empty line
        assertEquals("first = event-loop = virtual-threads, pool-50", run.out().strip());
    }

    @Test
    void without_a_terminal_or_with_no_input_the_questions_are_listed_and_nobody_is_asked() {
        for (LabRun run : List.of(
                LabRun.in(folder, "predict", "mine.yaml"),
                typed(List.of("1"), Map.of(), "predict", "mine.yaml", "--no-input"))) {
            assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
            assertTrue(run.out().contains("pool-rate: How many calls"), run.out());
            assertTrue(run.out().contains("tasks per second (/s), for example 120/s"), run.out());
            assertFalse(run.err().contains("your answer"), run.err());
        }
    }

    @Test
    void kept_answers_are_handed_in_by_the_run_and_only_what_is_missing_is_asked() throws IOException {
        LabRun.in(folder, "predict", "mine.yaml", "--answer", "pool-rate=500/s");
        try (var server = new TestServer(_ -> new Answer(503, "application/problem+json", "{}"))) {
            var environment = Map.of("LAB_SERVER", server.url().toString());
            LabRun run = typed(
                    List.of("pool-50, event-loop, virtual-threads"), environment, "run", "mine.yaml", "--predict");
            assertEquals(ExitCode.UNREACHABLE, run.exitCode());
            assertFalse(run.err().contains("by hand"), run.err());
            String body = server.asked().getFirst().body();
            assertTrue(body.contains("\"pool-rate\":\"500/s\""), body);
            assertTrue(body.contains("\"first\":\"pool-50, event-loop, virtual-threads\""), body);
        }
    }

    @Test
    void an_answer_on_the_command_line_needs_no_question() throws IOException {
        try (var server = new TestServer(_ -> new Answer(503, "application/problem+json", "{}"))) {
            LabRun.in(
                    folder,
                    Map.of("LAB_SERVER", server.url().toString()),
                    false,
                    "run",
                    "pool-queueing",
                    "--answer",
                    "first=a, b = c",
                    "--answer",
                    "pool-rate=500/s");
            String body = server.asked().getFirst().body();
            assertTrue(body.contains("\"first\":\"a, b = c\""), body);
            assertTrue(body.contains("\"pool-rate\":\"500/s\""), body);
        }
    }

    @Test
    void an_answer_that_cannot_be_scored_is_refused_before_anything_is_kept() {
        LabRun run = LabRun.in(folder, "predict", "mine.yaml", "--answer", "pool-rate=fast");
        assertEquals(ExitCode.USAGE, run.exitCode());
        assertTrue(run.err().contains("bad-answer"), run.err());
        assertTrue(run.err().contains("120/s"), run.err());
        assertFalse(Files.exists(folder.resolve("data/predictions")));
    }

    @Test
    void answers_for_a_run_in_the_queue_go_to_the_server() throws IOException {
        try (var server = new TestServer(_ -> Answer.json("{}"))) {
            LabRun run = LabRun.in(
                    folder,
                    Map.of("LAB_SERVER", server.url().toString()),
                    false,
                    "predict",
                    "mine.yaml",
                    "--run",
                    "r-1",
                    "--answer",
                    "pool-rate=500");
            assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
            var asked = server.asked().getFirst();
            assertEquals("PUT /api/v1/runs/r-1/predictions", asked.method() + " " + asked.path());
            assertEquals("{\"pool-rate\":\"500\"}", asked.body());
        }
    }
}
