package dev.asynclab.server.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.server.verdict.RecordedRunTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The charts of recorded results, as the page has them.
class ChartsTest {
    private static final Pattern CHART = Pattern.compile("(?s)<figure class=drawn>.*?</figure>");

    private static List<String> charts(String page) {
        return CHART.matcher(page).results().map(MatchResult::group).toList();
    }

    private static String recorded() throws Exception {
        return Files.readString(Path.of("src/test/resources/recorded/pool-queueing.json"));
    }

    private static String page(String json) {
        return HtmlReport.of(new JsonMapper().readValue(json, ResultDocument.class), json, "id: x\n");
    }

    @Test
    void every_chart_has_a_caption_a_name_for_those_who_do_not_see_it_and_no_pixels() throws Exception {
        List<String> charts = charts(page(recorded()));
        assertFalse(charts.isEmpty(), "no chart");
        for (String chart : charts) {
            assertTrue(chart.contains("<figcaption>") && !chart.contains("<figcaption></"), chart);
            assertTrue(
                    Pattern.compile("<svg class=chart role=img [^>]+><title>[^<]+</title><desc>[^<]+</desc>")
                            .matcher(chart)
                            .find(),
                    chart);
            assertFalse(chart.contains("<image") || chart.contains("data:") || chart.contains("style="), chart);
            assertTrue(chart.contains("<text class=\"t"), "words are words: " + chart);
        }
    }

    @Test
    void a_caption_says_what_the_verdict_says() throws Exception {
        String chart = charts(page(recorded())).getFirst();
        assertTrue(
                chart.contains("At callers = 1000: event-loop ties with virtual-threads")
                        || chart.contains("At callers = 1000: virtual-threads ties with event-loop"),
                chart);
        // Of eight points, one is void and one left out.
        assertTrue(chart.contains("2 of 8 points have no figure"), chart);
    }

    @Test
    void a_curve_has_a_line_a_sign_an_interval_and_dots_for_each_model() throws Exception {
        String chart = charts(page(recorded())).getFirst();
        for (int model = 1; model <= 3; model++) {
            for (String mark : List.of("l", "m", "i", "r")) {
                assertTrue(
                        chart.contains("<path class=\"" + mark + " s" + model + "\""), mark + model + " in " + chart);
            }
        }
        assertTrue(chart.contains("<path class=\"b\""), "the bound: " + chart);
        // 10 and 1,000 callers: a decade is more than a linear axis can show.
        assertTrue(chart.contains(">callers (log)<"), chart);
        for (String tick : List.of("10", "100", "1,000")) {
            assertTrue(chart.contains(">" + tick + "</text>"), tick + " in " + chart);
        }
    }

    @Test
    void bars_and_percentiles_are_drawn_where_there_is_no_axis_of_numbers() {
        ObjectNode tree = new JsonMapper().valueToTree(RecordedRunTest.capsule().result());
        // 1 s in the queue, 0.2 s waiting, 0.05 s computing: 80 % of 1.25 s in the queue.
        Map<String, Double> split = Map.of("time.queue", 1.0, "time.wait", 0.2, "time.run", 0.05);
        split.forEach(
                (metric, seconds) -> ((ObjectNode) tree.path("cells").path(0).path("metrics"))
                        .putObject(metric)
                        .put("unit", "s")
                        .put("median", seconds)
                        .putArray("rounds"));
        String page = HtmlReport.of(new JsonMapper().treeToValue(tree, ResultDocument.class), "{}", "id: x\n");
        assertTrue(page.contains("a task takes longest with event-loop, 1.25 s; 80 % of that in the queue."), page);
        for (String section : List.of("Where a task's time went", "Latency by percentile", "Resources")) {
            int from = page.indexOf("<h2>" + section + "</h2>");
            int to = page.indexOf("</section>", from);
            assertTrue(from > 0 && page.substring(from, to).contains("<svg class=chart"), section);
        }
        assertTrue(page.contains("99 % of the tasks are done by") || page.contains("99.9 % of the tasks are done by"));
    }

    @Test
    void a_hostile_name_is_a_word_in_a_chart() throws Exception {
        String name = "</svg><script>alert(1)</script>\\u202e\\u0007&";
        String page = page(recorded().replace("pool-50", name));
        assertFalse(page.contains("<script>"), "markup got through");
        assertFalse(page.chars().anyMatch(c -> c == 0x202e || c == 7), "an invisible character got through");
        String axis = page(recorded().replace("\"callers\"", "\"" + name + "\""));
        assertFalse(axis.contains("<script>"), "markup got through");
    }

    @Test
    void the_same_result_is_the_same_page() throws Exception {
        assertEquals(page(recorded()), page(recorded()));
    }

    @Test
    void a_picture_that_cannot_be_drawn_costs_only_itself() {
        String said = Charts.drawn(() -> {
            throw new NoClassDefFoundError("sun.font.SunFontManager");
        });
        assertTrue(said.contains("could not draw it (NoClassDefFoundError)"), said);
    }
}
