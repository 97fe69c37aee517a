package dev.asynclab.server.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
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
}
