package dev.asynclab.server.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.wire.TaskTimeline;
import dev.asynclab.wire.Trace;
import dev.asynclab.wire.Trace.Kind;
import dev.asynclab.wire.Trace.Span;
import dev.asynclab.workload.Segment;
import dev.asynclab.workload.Segment.State;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Timelines drawn by hand, and where their slices end up.
class ChromeTraceTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static Segment part(State state, long from, long to, String lane) {
        return new Segment(state, from, to, lane);
    }

    /// Queued for 1 us, running for 2 us, waiting for 4 us, running for 1.5 us.
    private static TaskTimeline task(long id, String kind, long begin, String lane) {
        return new TaskTimeline(
                id,
                kind,
                begin - 500,
                begin,
                begin + 1_000,
                begin + 8_500,
                List.of(
                        part(State.QUEUED, begin, begin + 1_000, ""),
                        part(State.RUNNING, begin + 1_000, begin + 3_000, lane),
                        part(State.WAITING, begin + 3_000, begin + 7_000, ""),
                        part(State.RUNNING, begin + 7_000, begin + 8_500, lane)));
    }

    private static List<JsonNode> events(Trace trace) {
        JsonNode root = JSON.readTree(ChromeTrace.of("pool@callers=8", trace));
        List<JsonNode> events = new ArrayList<>();
        root.path("traceEvents").forEach(events::add);
        return events;
    }

    private static List<JsonNode> slices(Trace trace, String category) {
        return events(trace).stream()
                .filter(e -> e.path("ph").asString().equals("X"))
                .filter(e -> e.path("cat").asString().equals(category))
                .toList();
    }

    private static TreeSet<String> names(List<JsonNode> events, String what) {
        TreeSet<String> names = new TreeSet<>();
        events.stream()
                .filter(e -> e.path("name").asString().equals(what))
                .forEach(e -> names.add(e.path("args").path("name").asString()));
        return names;
    }

    @Test
    void times_are_microseconds_from_the_first_event() {
        Trace trace = new Trace(10_000, 20_000, List.of(task(7, "a", 9_000, "loop")), List.of());
        List<JsonNode> running = slices(trace, "running");
        // 9,000 ns is the origin: the first run begins 1,000 ns later. On the thread and on the task's own lane.
        assertEquals(
                List.of("1.000", "7.000", "1.000", "7.000"),
                running.stream()
                        .map(e -> e.path("ts").decimalValue().toPlainString())
                        .toList());
        assertEquals(
                List.of("2.000", "1.500", "2.000", "1.500"),
                running.stream()
                        .map(e -> e.path("dur").decimalValue().toPlainString())
                        .toList());
        JsonNode whole = slices(trace, "task").getFirst();
        assertEquals("8.500", whole.path("dur").decimalValue().toPlainString());
        assertEquals(
                "0.500",
                whole.path("args").path("startedLateMicros").decimalValue().toPlainString());
        assertEquals(
                "3.500", whole.path("args").path("runningMicros").decimalValue().toPlainString());
    }

    @Test
    void every_part_of_every_task_is_there() {
        Trace trace = new Trace(0, 1, List.of(task(1, "a", 0, "p-1"), task(2, "a", 100, "p-2")), List.of());
        assertEquals(2, slices(trace, "task").size());
        assertEquals(2, slices(trace, "queued").size());
        assertEquals(2, slices(trace, "waiting").size());
        // Each of four runs on its thread, and on the lane of its task.
        assertEquals(8, slices(trace, "running").size());
    }

    @Test
    void a_child_is_a_process_and_a_thread_is_a_lane() {
        Trace trace = new Trace(
                0,
                1,
                List.of(task(1, "a", 0, "pool-10"), task(2, "a", 0, "pool-9"), task(3, "a", 0, "child 77")),
                List.of(new Span(Kind.PINNED, 1, 2, "carrier-1", "why"), new Span(Kind.PAUSE, 3, 4, "", "G1")));
        List<JsonNode> events = events(trace);
        assertEquals(
                new TreeSet<>(List.of("pool@callers=8: child 77", "pool@callers=8: tasks", "pool@callers=8: threads")),
                names(events, "process_name"));
        List<String> lanes = events.stream()
                .filter(e -> e.path("name").asString().equals("thread_name"))
                .filter(e -> e.path("pid").asInt() == 1)
                .map(e -> e.path("args").path("name").asString())
                .toList();
        assertEquals(List.of("all threads paused", "carrier-1 pinned", "pool-9", "pool-10"), lanes);
    }

    @Test
    void slices_of_one_lane_never_overlap_even_where_the_stamps_do() {
        List<TaskTimeline> tasks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            // Ten tasks at a time claim the same thread.
            tasks.add(task(i, "a", 700L * i, "carrier-1"));
        }
        // A clock of another process: it ends before it began, and after the task.
        tasks.add(new TaskTimeline(
                99,
                "a",
                0,
                0,
                0,
                1_000,
                List.of(part(State.QUEUED, 500, 100, ""), part(State.RUNNING, 50, 5_000, "child 1"))));
        Trace trace = new Trace(
                0, 1, tasks, List.of(new Span(Kind.PAUSE, 0, 50, "", "a"), new Span(Kind.PAUSE, 20, 70, "", "b")));
        Map<String, List<JsonNode>> lanes = new HashMap<>();
        events(trace).stream()
                .filter(e -> e.path("ph").asString().equals("X"))
                .forEach(e -> lanes.computeIfAbsent(e.path("pid") + "/" + e.path("tid"), k -> new ArrayList<>())
                        .add(e));
        assertTrue(lanes.size() > 41, lanes.keySet()::toString);
        lanes.forEach(ChromeTraceTest::nests);
    }

    private static void nests(String lane, List<JsonNode> slices) {
        List<JsonNode> sorted = new ArrayList<>(slices);
        sorted.sort(Comparator.comparing(ChromeTraceTest::start)
                .thenComparing(Comparator.comparing(ChromeTraceTest::end).reversed()));
        Deque<JsonNode> open = new ArrayDeque<>();
        for (JsonNode slice : sorted) {
            assertTrue(end(slice).compareTo(start(slice)) >= 0, lane);
            while (!open.isEmpty() && end(open.peek()).compareTo(start(slice)) <= 0) {
                open.pop();
            }
            assertTrue(
                    open.isEmpty() || end(open.peek()).compareTo(end(slice)) >= 0,
                    () -> lane + ": " + slice + " reaches out of " + open.peek());
            open.push(slice);
        }
    }

    private static BigDecimal start(JsonNode slice) {
        return slice.path("ts").decimalValue();
    }

    private static BigDecimal end(JsonNode slice) {
        return start(slice).add(slice.path("dur").decimalValue());
    }

    @Test
    void a_hostile_name_stays_a_name() {
        String name = "\"},{\"ph\":\"X\"}\\\n\u0000</script>\u2028";
        Trace trace = new Trace(0, 1, List.of(task(1, name, 0, name)), List.of(new Span(Kind.PAUSE, 1, 2, "", name)));
        List<JsonNode> events = events(trace);
        assertTrue(names(events, "thread_name").contains(name), "the lane");
        assertTrue(names(events, "thread_name").contains("task 1 " + name), "the task");
        assertEquals(name, slices(trace, "pause").getFirst().path("name").asString());
        assertEquals(
                events.size() + 2,
                ChromeTrace.of("c", trace).lines().filter(l -> !l.isEmpty()).count());
    }

    @Test
    void nothing_seen_is_a_document_without_slices() {
        List<JsonNode> events = events(new Trace(5, 6, List.of(), List.of()));
        assertTrue(events.stream().allMatch(e -> e.path("ph").asString().equals("M")), events::toString);
    }
}
