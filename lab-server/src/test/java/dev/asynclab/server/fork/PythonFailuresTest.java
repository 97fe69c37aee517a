package dev.asynclab.server.fork;

import static dev.asynclab.server.fork.PythonConversation.cell;
import static dev.asynclab.server.fork.PythonConversation.prepare;
import static dev.asynclab.wire.EveryForm.FIVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.ClosedPort;
import dev.asynclab.server.fork.PythonConversation.Variant;
import dev.asynclab.wire.EveryForm.Work;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.workload.Step;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes wrong in a model in CPython, and what is cancelled: it counts by its kind, and its task alone fails.
@Tag("slow")
@Timeout(120)
class PythonFailuresTest {
    private static final String VARIANTS = "dev.asynclab.server.fork.PythonConversation#variants";

    private final PythonConversation python = new PythonConversation();

    @AfterEach
    void end() {
        python.close();
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_failing_step_fails_its_task_alone_and_a_timeout_stops_what_it_covers(Variant variant) throws Exception {
        python.start(variant);
        List<Step> late =
                List.of(new Step.Timeout(1_000_000, List.of(new Step.Parallel(hours(), 0), new Step.Wait(1))));
        ToTrial.Cell cell = new ToTrial.Cell(
                "c",
                variant.parameters(),
                4,
                0,
                0,
                List.of(new ToTrial.Kind("good", 0.5, 5, List.of(FIVE)), new ToTrial.Kind("late", 0.5, 0, late)),
                new ToTrial.Batch(20));
        python.send(prepare(variant, List.of(cell)));
        python.next(FromTrial.Ready.class);

        Measurement m = python.measure("c", 1_000_000);

        assertTrue(m.completed() > 0 && m.failed() > 0, m.toString());
        assertEquals(Map.of("timeout", m.failed()), m.errors());
        assertEquals(m.started(), m.completed() + m.failed());
        assertEquals(0, m.wrong());
        python.shutdown();
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_race_nobody_won_fails_like_the_branch_that_stands_first(Variant variant) throws Exception {
        try (RequestLog backend = new RequestLog()) {
            List<Step> soon = List.of(new Step.Call("127.0.0.1", backend.port(), "/busy", 0, 0, 0));
            List<Step> later = List.of(new Step.Timeout(20_000_000, List.of(new Step.Wait(3_600_000_000_000L))));
            Map<String, Step> races = Map.of(
                    "status", new Step.Race(List.of(soon, later), 0),
                    "timeout", new Step.Race(List.of(later, soon), 0));
            List<ToTrial.Cell> cells = races.entrySet().stream()
                    .map(e -> cell(variant, e.getKey(), new Work(0, List.of(e.getValue())), new ToTrial.Batch(3)))
                    .toList();
            python.start(variant);
            python.send(prepare(variant, cells));
            python.next(FromTrial.Ready.class);
            for (String kind : races.keySet()) {
                Measurement m = python.measure(kind, 1_000_000);
                assertEquals(Map.of(kind, m.started()), m.errors());
            }
            python.shutdown();
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void what_is_cancelled_is_counted_and_has_ended_when_its_task_has(Variant variant) throws Exception {
        List<Step> hour = List.of(new Step.Wait(3_600_000_000_000L));
        List<Step> five = List.of(FIVE);
        Map<String, Work> all = Map.of(
                "timeout", new Work(0, List.of(new Step.Timeout(1_000_000, List.of(new Step.Parallel(hours(), 0))))),
                "race", new Work(5, List.of(new Step.Race(List.of(hour, five, hour), 0))),
                "none", new Work(5, List.of(new Step.Timeout(3_600_000_000_000L, five))));
        python.start(variant);
        python.send(prepare(
                variant,
                all.entrySet().stream()
                        .map(e -> cell(variant, e.getKey(), e.getValue(), new ToTrial.Batch(4)))
                        .toList()));
        python.next(FromTrial.Ready.class);
        for (String name : all.keySet()) {
            Measurement m = python.measure(name, 1_000_000);
            Map<String, Double> counts = m.counts();
            assertNotNull(counts);
            // One for each task, however much it covers.
            Double expected = name.equals("none") ? null : (double) m.started();
            assertEquals(expected, counts.get("cancel.begun"), name);
            assertEquals(expected, counts.get("cancel.ended"), name);
        }
        python.shutdown();
    }

    private static List<List<Step>> hours() {
        return IntStream.range(0, 3)
                .mapToObj(_ -> List.<Step>of(new Step.Wait(3_600_000_000_000L)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void what_goes_wrong_with_a_call_counts_by_its_kind(Variant variant) throws Exception {
        try (RequestLog backend = new RequestLog();
                ClosedPort closed = new ClosedPort()) {
            python.start(variant);
            Map<String, Step> calls = Map.of(
                    "status", new Step.Call("127.0.0.1", backend.port(), "/busy", 0, 0, 0),
                    "reset", new Step.Call("127.0.0.1", backend.port(), "/gone", 0, 0, 0),
                    "connect", new Step.Call("127.0.0.1", closed.number(), "/a", 0, 0, 0));
            List<ToTrial.Cell> cells = calls.entrySet().stream()
                    .map(e -> cell(variant, e.getKey(), new Work(7, List.of(e.getValue())), new ToTrial.Batch(5)))
                    .toList();
            python.send(prepare(variant, cells));
            python.next(FromTrial.Ready.class);
            for (String kind : calls.keySet()) {
                Measurement m = python.measure(kind, 1_000_000);
                assertEquals(Map.of(kind, m.started()), m.errors());
            }
            python.shutdown();
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_wrong_answer_is_a_failed_task(Variant variant) throws Exception {
        python.start(variant);
        python.send(prepare(variant, List.of(cell(variant, "c", new Work(6, List.of(FIVE)), new ToTrial.Batch(3)))));
        python.next(FromTrial.Ready.class);
        Measurement m = python.measure("c", 1_000_000);
        assertEquals(0, m.completed());
        assertEquals(m.failed(), m.wrong());
        assertEquals(Map.of("wrong-result", m.wrong()), m.errors());
        python.shutdown();
    }
}
