package dev.asynclab.server.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.wire.TaskTimeline;
import dev.asynclab.wire.Trace;
import dev.asynclab.workload.Segment;
import dev.asynclab.workload.Segment.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What a page leaves out when a result is large, and that it says so.
class ReportSizeTest {
    private static int size(String page) {
        return page.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void a_result_of_two_hundred_cells_fits_and_says_what_it_left_out() {
        LargeResult large = LargeResult.of(8, 25);
        assertEquals(200, large.result().cells().size());
        String page = HtmlReport.of(large.result(), large.json(), "id: large\n");
        assertTrue(size(page) <= HtmlReport.LARGEST_BYTES, "size " + size(page));
        assertTrue(page.contains("Left out, to keep this file below 400 KB: the raw rounds in the charts"), "says so");
        // What matters most is never left out: the verdicts, the curves, and the data of what was judged.
        assertTrue(page.contains("<svg class=chart"), "a chart");
        assertTrue(page.contains("more verdicts</summary>"), "the verdicts");
        assertEquals(
                200, ReportsTest.data(page, "result").path("cells").size(), "the cells in the data: " + size(page));
    }

    @Test
    void the_first_thing_left_out_is_the_dots() {
        // Grows by a point at a time: the first page that leaves anything out still has the whole result inside.
        for (int points = 4; points <= 25; points++) {
            LargeResult large = LargeResult.of(3, points);
            String page = HtmlReport.of(large.result(), large.json(), "id: large\n");
            if (page.contains("Left out")) {
                assertTrue(page.contains("<path class=\"l s1\""), "the lines are there");
                assertFalse(page.contains("<path class=\"r s1\""), "the dots are not");
                return;
            }
            assertTrue(page.contains("<path class=\"r s1\""), "the dots are there");
        }
        throw new AssertionError("nothing was ever left out");
    }

    @Test
    void a_small_result_is_whole() {
        LargeResult small = LargeResult.of(3, 4);
        String page = HtmlReport.of(small.result(), small.json(), "id: small\n");
        assertFalse(page.contains("Left out"), "size " + size(page));
        assertEquals(small.json(), ReportsTest.data(page, "result").toString());
    }

    /// Traces as large as they come: 200 tasks of 64 parts on 50 threads, one per model.
    private static ReportFiles traces(LargeResult large) {
        var tasks = new ArrayList<TaskTimeline>();
        for (int task = 0; task < 200; task++) {
            var parts = new ArrayList<Segment>();
            for (int part = 0; part < TaskTimeline.MOST_SEGMENTS; part++) {
                long from = 1_000_000L * (64 * (task / 50) + part);
                State state = part % 2 == 0 ? State.RUNNING : State.WAITING;
                parts.add(new Segment(state, from, from + 1_000_000, "pool-" + task % 50));
            }
            long begin = parts.getFirst().startNanos();
            tasks.add(new TaskTimeline(
                    task, "task", begin, begin, begin, parts.getLast().endNanos(), parts));
        }
        byte[] document = ChromeTrace.of("c", new Trace(0, 1, tasks, List.of())).getBytes(StandardCharsets.UTF_8);
        return new ReportFiles(
                Map.of(),
                large.result().models().stream().collect(Collectors.toMap(m -> m + "@callers=10", _ -> document)));
    }

    @Test
    void a_timeline_is_small_however_much_its_traces_show() {
        LargeResult small = LargeResult.of(8, 1);
        ReportFiles traces = traces(small);
        assertEquals(8, traces.traces().size());
        String with = HtmlReport.of(small.result(), small.json(), "id: small\n", traces);
        String without = HtmlReport.of(small.result(), small.json(), "id: small\n");
        assertTrue(with.contains("<h2>Task timeline</h2>"), "the section");
        // At most 4,000 bars of at most 26 bytes, and for 8 pictures three areas of 112 corners of at most 12 bytes,
        // with as much again for words, tables and grids.
        assertTrue(size(with) - size(without) < 4_000 * 26 + 8 * 3 * 112 * 12 * 2, "size " + size(with));
        assertFalse(with.contains("Left out"), "size " + size(with));
    }

    @Test
    void a_large_result_leaves_the_timeline_out_and_says_so() {
        LargeResult large = LargeResult.of(8, 25);
        String page = HtmlReport.of(large.result(), large.json(), "id: large\n", traces(large));
        assertTrue(size(page) <= HtmlReport.LARGEST_BYTES, "size " + size(page));
        boolean there = page.contains("<h2>Task timeline</h2>");
        boolean said = page.contains("the charts of resources, the task timeline and the table");
        assertEquals(there, !said, "size " + size(page));
    }
}
