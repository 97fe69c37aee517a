package dev.asynclab.server.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.server.verdict.RecordedRunTest;
import dev.asynclab.wire.TaskTimeline;
import dev.asynclab.wire.Trace;
import dev.asynclab.workload.Segment;
import dev.asynclab.workload.Segment.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Traces written by hand, and what the report draws of them.
class TimelineSectionTest {
    private static final ResultDocument RESULT = RecordedRunTest.capsule().result();
    private static final String CELL = RESULT.competing().getFirst().id();
    private static final String HOSTILE = "</svg><script>alert(1)</script><img src=x>\u202e\u0007&\"'";

    private static Segment part(State state, long fromMicros, long toMicros, String lane) {
        return new Segment(state, fromMicros * 1000, toMicros * 1000, lane);
    }

    private static TaskTimeline task(long id, String kind, Segment... parts) {
        long begin = parts[0].startNanos();
        return new TaskTimeline(id, kind, begin, begin, begin, parts[parts.length - 1].endNanos(), List.of(parts));
    }

    private static byte[] document(String cell, TaskTimeline... tasks) {
        return ChromeTrace.of(cell, new Trace(0, 1, List.of(tasks), List.of())).getBytes(StandardCharsets.UTF_8);
    }

    /// One pool thread, 320 µs: it runs task 1, waits with it for 100 µs, ends it, then runs task 2.
    private static byte[] pool(String thread) {
        return document(
                CELL,
                task(
                        1,
                        "task",
                        part(State.QUEUED, 0, 100, ""),
                        part(State.RUNNING, 100, 150, thread),
                        part(State.WAITING, 150, 250, ""),
                        part(State.RUNNING, 250, 300, thread)),
                task(2, "task", part(State.QUEUED, 0, 300, ""), part(State.RUNNING, 300, 320, thread)));
    }

    private static String page(Map<String, byte[]> traces) {
        return HtmlReport.of(RESULT, "{}", "id: x\n", new ReportFiles(Map.of(), traces));
    }

    private static String section(String page) {
        int from = page.indexOf("<h2>Task timeline</h2>");
        assertTrue(from > 0, "no section");
        return page.substring(from, page.indexOf("</section>", from));
    }

    private static String path(String svg, String classes) {
        var found = Pattern.compile("<path class=\"" + classes + "\" d=\"([^\"]*)\"")
                .matcher(svg);
        return found.find() ? found.group(1) : "";
    }

    @Test
    void a_pool_thread_is_drawn_running_and_waiting_with_its_task() {
        String section = section(page(Map.of(CELL, pool("pool-1"))));
        // 320 µs on 320 pixels. The run that ends task 1 and that of task 2 meet at 300.
        assertEquals("M100 8.5L150 8.5M250 8.5L320 8.5", path(section, "x"));
        assertEquals("M150 8.5L250 8.5", path(section, "y"));
        // Queued 100 + 300 of 620 µs: 64.5 %.
        assertTrue(
                section.contains("1 thread ran 2 sampled tasks, at most 2 of them in flight at once and 2 queued. "
                        + "Look at the hatched area: the tasks could go on, but were queued for 65 % of their time; "
                        + "the thin lines say why: a thread waits with its task."),
                section);
    }

    @Test
    void the_table_has_the_sums_of_the_tasks_and_of_each_lane() {
        String section = section(page(Map.of(CELL, pool("pool-1"))));
        // Running 50 + 50 + 20, queued 100 + 300, waiting 100: on the lane, too, where the thread was kept.
        assertTrue(section.contains("<th scope=row>all sampled tasks<td>120 µs<td>400 µs<td>100 µs"), section);
        assertTrue(section.contains("<th scope=row>pool-1<td>120 µs<td>0<td>100 µs"), section);
    }

    @Test
    void a_loop_that_runs_others_meanwhile_is_not_kept() {
        String loop = "vert.x-eventloop-thread-0";
        String section = section(page(Map.of(
                CELL,
                document(
                        CELL,
                        task(
                                1,
                                "task",
                                part(State.RUNNING, 0, 20, loop),
                                part(State.WAITING, 20, 300, ""),
                                part(State.RUNNING, 300, 320, loop)),
                        task(
                                2,
                                "task",
                                part(State.RUNNING, 20, 40, loop),
                                part(State.WAITING, 40, 290, ""),
                                part(State.RUNNING, 290, 300, loop))))));
        assertEquals("M0 8.5L40 8.5M290 8.5L320 8.5", path(section, "x"));
        assertFalse(section.contains("<path class=\"y"), section);
        assertTrue(section.contains(">event loop 0</text>"), section);
        // Waiting 280 + 250 of 600 µs: 88 %.
        assertTrue(
                section.contains("1 event loop ran 2 sampled tasks, at most 2 of them in flight at once and 0 queued. "
                        + "Look at the pale area: the tasks waited for an answer for 88 % of their time, and kept no "
                        + "thread meanwhile."),
                section);
    }

    @Test
    void a_child_is_a_lane_under_its_own_name() {
        String section = section(page(Map.of(
                CELL,
                document(
                        CELL,
                        task(1, "task", part(State.RUNNING, 0, 300, "child 77")),
                        task(2, "task", part(State.RUNNING, 0, 320, "child 78"))))));
        assertTrue(section.contains(">child 77</text>") && section.contains(">child 78</text>"), section);
        assertTrue(section.contains("2 children ran 2 sampled tasks"), section);
        assertTrue(section.contains("Look at the blocks: the tasks ran for 100 % of their time."), section);
    }

    @Test
    void two_lanes_of_one_carrier_are_one_carrier() {
        String section = section(page(Map.of(
                CELL,
                document(
                        CELL,
                        task(1, "task", part(State.RUNNING, 0, 300, "carrier-1")),
                        task(2, "task", part(State.RUNNING, 100, 320, "carrier-1"))))));
        assertTrue(section.contains(">carrier-1 (2)</text>"), section);
        assertTrue(section.contains("1 carrier ran 2 sampled tasks, at most 2 of them in flight"), section);
    }

    @Test
    void lanes_beyond_the_first_fifty_are_counted_and_the_table_has_twelve_rows() {
        var tasks = new ArrayList<TaskTimeline>();
        for (int i = 0; i < 60; i++) {
            tasks.add(task(i, "task", part(State.RUNNING, 0, 320 - i, "pool-" + i)));
        }
        String section = section(page(Map.of(CELL, document(CELL, tasks.toArray(new TaskTimeline[0])))));
        assertTrue(section.contains("10 more lanes are not drawn."), section);
        // All tasks, the ten lanes that ran most, the other 50: 310 + 309 + ... + 261 = 50 * 571 / 2 = 14,275 µs.
        assertEquals(12, section.split("<th scope=row>", -1).length - 1, section);
        assertTrue(section.contains("<th scope=row>50 more lanes<td>14.3 ms<td>0<td>0"), section);
    }

    @Test
    void every_picture_has_the_span_of_the_shortest_trace() {
        List<String> cells = RESULT.competing().stream()
                .filter(c -> c.at().equals(RESULT.competing().getFirst().at()))
                .map(ResultDocument.Cell::id)
                .toList();
        assertTrue(cells.size() > 1, cells::toString);
        String section = section(page(Map.of(
                cells.get(0),
                pool("pool-1"),
                cells.get(1),
                document(cells.get(1), task(1, "task", part(State.RUNNING, 0, 640, "pool-1"))))));
        assertTrue(section.contains("Every picture shows the first 320 µs."), section);
        assertEquals(4, section.split("<svg class=chart", -1).length - 1);
    }

    @Test
    void without_a_trace_there_is_no_section() {
        byte[] broken = "{\"traceEvents\":[{".getBytes(StandardCharsets.UTF_8);
        byte[] strange = "[{\"ph\":\"X\",\"ts\":\"NaN\",\"dur\":-1,\"cat\":\"running\",\"pid\":1000000}]"
                .getBytes(StandardCharsets.UTF_8);
        byte[] never = ("{\"traceEvents\":[{\"ph\":\"X\",\"ts\":1e300,\"dur\":1,\"cat\":\"running\","
                        + "\"pid\":1000000,\"tid\":1}]}")
                .getBytes(StandardCharsets.UTF_8);
        for (Map<String, byte[]> traces : List.of(
                Map.<String, byte[]>of(),
                Map.of("no-such-cell", pool("a")),
                Map.of(CELL, broken),
                Map.of(CELL, strange),
                Map.of(CELL, never),
                Map.of(CELL, document(CELL)))) {
            String page = page(traces);
            assertFalse(page.contains("Task timeline"), traces.keySet()::toString);
            assertEquals(page(Map.of()), page);
        }
    }

    @Test
    void names_of_other_people_stay_text() {
        byte[] document = document(
                HOSTILE,
                task(1, HOSTILE, part(State.RUNNING, 0, 300, HOSTILE)),
                task(2, HOSTILE, part(State.RUNNING, 0, 320, "child " + HOSTILE)));
        String page = page(Map.of(CELL, document));
        String section = section(page);
        assertFalse(page.contains("<script>") || page.contains("<img"), section);
        assertFalse(page.chars().anyMatch(c -> c == 0x202e || c == 7), "an invisible character got through");
        assertTrue(section.contains("&lt;/svg&gt;"), section);
    }

    @Test
    void the_hatch_is_defined_once_whatever_sections_there_are() {
        String page = page(Map.of(CELL, pool("pool-1")));
        assertEquals(1, page.split("<pattern id=hatch", -1).length - 1, "patterns");
    }
}
