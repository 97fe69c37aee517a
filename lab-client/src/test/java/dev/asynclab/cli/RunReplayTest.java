package dev.asynclab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunStatus;
import dev.asynclab.client.TestServer;
import dev.asynclab.client.TestServer.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A replay with time that passes only in the test.
class RunReplayTest {
    private static final RunStatus RUN = new RunStatus(
            "r",
            "pool",
            "quick",
            "succeeded",
            null,
            1,
            null,
            "holds",
            null,
            null,
            "2026-01-05T09:00:00Z",
            "2026-01-05T10:00:00Z",
            "2026-01-05T10:00:40Z",
            Map.of());

    /// An hour in the queue, then 10 s, 30 s and 40 s after the start.
    private static List<RunEvent> events(boolean timed) {
        return List.of(
                event(1, "state", Map.of("state", "queued"), timed ? "2026-01-05T09:00:00Z" : null),
                event(2, "state", Map.of("state", "running"), timed ? "2026-01-05T10:00:00Z" : null),
                event(3, "trial-started", Map.of("model", "loop", "round", 1), timed ? "2026-01-05T10:00:10Z" : null),
                event(4, "trial-finished", Map.of("done", 1, "of", 2), timed ? "2026-01-05T10:00:30Z" : null),
                event(5, "end", Map.of("state", "succeeded"), timed ? "2026-01-05T10:00:40Z" : null));
    }

    private static RunEvent event(long sequence, String type, Map<String, Object> data, @Nullable String at) {
        return new RunEvent("r", sequence, type, data, at);
    }

    private static List<Long> seconds(List<Duration> offsets) {
        return offsets.stream().map(Duration::toSeconds).toList();
    }

    @Test
    void events_are_as_far_apart_as_they_were_without_the_time_in_the_queue() {
        assertEquals(List.of(0L, 0L, 10L, 30L, 40L), seconds(RunReplay.offsets(RUN, events(true))));
    }

    @Test
    void events_without_times_are_spread_over_the_length_of_the_run() {
        // 40 s, five events, four gaps of 10 s.
        assertEquals(List.of(0L, 10L, 20L, 30L, 40L), seconds(RunReplay.offsets(RUN, events(false))));
    }

    @Test
    void a_speed_of_ten_takes_a_tenth_of_the_time_and_shows_what_was_done() throws InterruptedException {
        var err = new ByteArrayOutputStream();
        var screen = new Screen(
                new PrintStream(new ByteArrayOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                100);
        var passed = new AtomicReference<>(Duration.ZERO);
        // A clock that follows the pauses, five seconds to each line.
        var progress = new ProgressLine(screen, false, () -> passed.get().toNanos() * 10);
        var replay = new RunReplay(progress, d -> passed.accumulateAndGet(d, Duration::plus), 10, () -> false);
        assertTrue(replay.play(RUN, events(true)));
        assertEquals(Duration.ofSeconds(4), passed.get());
        String said = err.toString(StandardCharsets.UTF_8);
        assertTrue(said.contains("loop round 1"), said);
        assertTrue(said.contains("50 %"), said);
    }

    @Test
    void an_interrupted_replay_ends_at_once() throws InterruptedException {
        var nowhere = new Screen(
                new PrintStream(new ByteArrayOutputStream()),
                new PrintStream(new ByteArrayOutputStream()),
                false,
                false,
                100);
        var replay = new RunReplay(
                new ProgressLine(nowhere, true, () -> 0),
                _ -> {
                    throw new AssertionError("nothing is waited for");
                },
                1,
                () -> true);
        assertFalse(replay.play(RUN, events(true)));
    }

    @Test
    void a_speed_that_makes_no_sense_is_refused() {
        for (double speed : new double[] {0, -1, Double.NaN, 1e9}) {
            assertThrows(Refusal.class, () -> RunReplay.checked(speed));
        }
    }

    @Test
    void a_replay_says_that_it_is_one_reads_only_and_ends_with_the_verdict(@TempDir Path folder) throws IOException {
        String status = """
                {"id": "r", "scenario": "pool", "profile": "quick", "state": "%s", "position": null,
                 "progress": 1.0, "etaSeconds": null, "outcome": "holds", "summary": null, "reason": null,
                 "submitted": "2026-01-05T09:00:00Z", "started": "2026-01-05T10:00:00Z",
                 "ended": "2026-01-05T10:00:40Z", "links": {}}""";
        String stream = """
                id: 1
                event: end
                data: {"run":"r","sequence":1,"type":"end","data":{"state":"succeeded"},"at":"2026-01-05T10:00:40Z"}

                """;
        String recorded = Recorded.json();
        try (var server = new TestServer(asked -> asked.path().endsWith("/events")
                ? new Answer(200, "text/event-stream", stream)
                : asked.path().endsWith("/results")
                        ? Answer.json(recorded)
                        : Answer.json(status.formatted(asked.path().endsWith("/live") ? "running" : "succeeded")))) {
            var environment = Map.of("LAB_SERVER", server.url().toString());
            LabRun run = LabRun.in(folder, environment, false, "watch", "r", "--replay", "--speed", "1000");
            assertEquals(ExitCode.HOLDS, run.exitCode(), run.err());
            assertTrue(run.err().contains("replay of a run of 2026-01-05, 1000 times as fast"), run.err());
            assertTrue(run.out().startsWith("pool-queueing"), run.out());
            assertTrue(server.asked().stream().allMatch(a -> a.method().equals("GET")), server.asked()::toString);

            LabRun live = LabRun.in(folder, environment, false, "watch", "live", "--replay");
            assertEquals(ExitCode.USAGE, live.exitCode());
            assertTrue(live.err().contains("`lab watch r` follows it"), live.err());
        }
    }
}
