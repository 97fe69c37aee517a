package dev.asynclab.server.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.server.report.chart.LanePicture.Bar;
import dev.asynclab.server.report.chart.LanePicture.Flight;
import dev.asynclab.server.report.chart.LanePicture.Lane;
import dev.asynclab.server.report.chart.LanePicture.State;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A plot is 320 pixels wide: with a span of 320 µs, a microsecond is a pixel.
class LanePictureTest {
    private static final double SPAN = 320e-6;
    private static final Flight NOTHING = flight(0, 0, 0);

    private static Flight flight(double running, double waiting, double queued) {
        return new Flight(constant(running), constant(waiting), constant(queued));
    }

    private static List<Double> constant(double value) {
        return Collections.nCopies(LanePicture.COLUMNS, value);
    }

    private static Bar bar(State state, double fromMicros, double toMicros) {
        return new Bar(state, fromMicros / 1e6, toMicros / 1e6);
    }

    private static String path(String svg, String classes) {
        var found = Pattern.compile("<path class=\"" + classes + "\" d=\"([^\"]*)\"")
                .matcher(svg);
        return found.find() ? found.group(1) : "";
    }

    @Test
    void bars_lie_where_their_times_are() {
        var lane = new Lane(
                "pool-1",
                List.of(bar(State.RUNNING, 50, 60), bar(State.WAITING, 60, 160), bar(State.RUNNING, 160, 300)));
        String svg = LanePicture.svg("t", SPAN, NOTHING, List.of(lane, lane));
        // Two lanes of 17 pixels: their middles are at 8.5 and 25.5.
        assertEquals("M50 8.5L60 8.5M160 8.5L300 8.5M50 25.5L60 25.5M160 25.5L300 25.5", path(svg, "x"));
        assertEquals("M60 8.5L160 8.5M60 25.5L160 25.5", path(svg, "y"));
        assertTrue(svg.contains(">pool-1</text>"), svg);
        assertTrue(svg.contains(">300 µs</text>"), "the axis: " + svg);
    }

    @Test
    void what_cannot_be_told_apart_is_one_bar_and_none_is_too_short_to_see() {
        // At 100: half a pixel long, and 0.2 after its beginning the next, to 100.7. At 102: more than 0.3 away.
        var lane = new Lane(
                "a",
                List.of(
                        bar(State.RUNNING, 100, 100.01),
                        bar(State.RUNNING, 100.2, 100.21),
                        bar(State.RUNNING, 102, 102.01)));
        String svg = LanePicture.svg("t", SPAN, NOTHING, List.of(lane));
        assertEquals("M100 8.5L100.7 8.5M102 8.5L102.5 8.5", path(svg, "x"));
    }

    @Test
    void what_lies_beyond_the_span_is_cut() {
        var lane = new Lane("a", List.of(bar(State.RUNNING, 300, 400), bar(State.RUNNING, 330, 340)));
        assertEquals("M300 8.5L320 8.5", path(LanePicture.svg("t", SPAN, NOTHING, List.of(lane)), "x"));
    }

    @Test
    void many_lanes_are_low_and_only_the_first_and_the_last_have_a_name() {
        List<Lane> lanes = IntStream.range(0, 50)
                .mapToObj(i -> new Lane("pool-" + i, List.of(bar(State.RUNNING, 10, 20))))
                .toList();
        String svg = LanePicture.svg("t", SPAN, NOTHING, lanes);
        // Fifty lanes of 5 pixels: the first at 2.5, the last at 247.5.
        String path = path(svg, "x d");
        assertTrue(path.startsWith("M10 2.5L20 2.5M10 7.5L") && path.endsWith("M10 247.5L20 247.5"), path);
        assertTrue(svg.contains(">pool-0<") && svg.contains(">pool-49<") && !svg.contains(">pool-7<"), svg);
    }

    @Test
    void tasks_in_flight_are_stacked() {
        String svg = LanePicture.svg("t", SPAN, flight(1, 2, 5), List.of());
        // 8 tasks and 4 % above them on 84 pixels: 1 is at 84 - 84 / 8.32 = 73.9, 3 at 53.7, 8 at 3.2.
        assertTrue(path(svg, "u").startsWith("M0 84L0 73.9L320 73.9L320 84"), svg);
        assertTrue(path(svg, "w").startsWith("M0 84L0 53.7L320 53.7L320 84"), svg);
        assertTrue(path(svg, "q").startsWith("M0 84L0 3.2L320 3.2L320 84"), svg);
        // The lower ones lie above: what is drawn first is hidden by what comes later.
        assertTrue(svg.indexOf("class=\"q\"") < svg.indexOf("class=\"w\""), svg);
        assertTrue(svg.indexOf("class=\"w\"") < svg.indexOf("class=\"u\""), svg);
    }

    @Test
    void what_no_task_does_is_not_drawn() {
        String svg = LanePicture.svg("t", SPAN, flight(0, 3, 0), List.of());
        assertEquals("", path(svg, "q"));
        assertEquals("", path(svg, "u"));
        assertFalse(path(svg, "w").isEmpty(), svg);
    }

    @Test
    void a_name_is_a_word_and_a_long_one_is_cut() {
        var lane = new Lane("<b>&</b> and more than fourteen", List.of());
        String svg = LanePicture.svg("t", SPAN, NOTHING, List.of(lane));
        assertTrue(svg.contains(">&lt;b&gt;&amp;&lt;/b&gt; and …</text>"), svg);
    }
}
