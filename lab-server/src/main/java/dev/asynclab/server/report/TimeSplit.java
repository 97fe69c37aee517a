package dev.asynclab.server.report;

import dev.asynclab.api.Figures;
import dev.asynclab.api.ResultDocument.Cell;
import dev.asynclab.api.Sentences;
import dev.asynclab.server.report.chart.BarPicture;
import dev.asynclab.server.report.chart.BarPicture.Part;
import dev.asynclab.server.report.chart.BarPicture.Row;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Where a task's time went: waiting for its turn, waiting for an answer, computing. One bar per model.
final class TimeSplit {
    private static final List<String> METRICS = List.of("time.queue", "time.wait", "time.run");
    private static final List<Part> PARTS = List.of(Part.QUEUE, Part.WAIT, Part.RUN);

    /// How a queue is drawn. The pattern is the page's own, once; no other file is asked for it.
    static final String HATCH = """
            <svg class=hidden width=0 height=0 aria-hidden=true><defs><pattern id=hatch width=5 height=5 \
            patternUnits=userSpaceOnUse patternTransform=rotate(45)><rect class=hatch-ground width=5 height=5 />\
            <path class=hatch-line d="M1 0V5"/></pattern></defs></svg>
            """;

    /// Told apart without colour: hatched, light, dark.
    private static final String LEGEND = HATCH + """
            <p class=keys><span><svg class=swatch viewBox="0 0 14 10" aria-hidden=true><path class=q d="M0 0h14v10h-14z"/></svg> \
            <b>queue</b>: waited for a thread, loop or child</span>
            <span><svg class=swatch viewBox="0 0 14 10" aria-hidden=true><path class=w d="M0 0h14v10h-14z"/></svg> \
            <b>wait</b>: waited for a backend or a timer</span>
            <span><svg class=swatch viewBox="0 0 14 10" aria-hidden=true><path class=u d="M0 0h14v10h-14z"/></svg> \
            <b>run</b>: computed, or held its thread</span></p>
            """;

    private TimeSplit() {}

    static String html(Charts charts, ReportWords words) {
        Map<Map<String, String>, List<Cell>> points = charts.byPoint(METRICS);
        points.values().removeIf(cells -> cells.stream().allMatch(c -> total(c) <= 0));
        if (points.isEmpty()) {
            return "";
        }
        List<String> figures = Charts.drawnPoints(points.keySet()).stream()
                .map(at -> figure(charts, at, points.getOrDefault(at, List.of())))
                .toList();
        List<List<String>> rows = points.values().stream()
                .flatMap(List::stream)
                .map(TimeSplit::row)
                .toList();
        String table = Html.table(
                "Mean time of a task",
                List.of(
                        words.link("model"),
                        words.link("sweep-point", "at"),
                        words.link("time.queue", "queue"),
                        words.link("time.wait", "wait"),
                        words.link("time.run", "run")),
                rows);
        return Html.section(
                "Where a task's time went",
                LEGEND
                        + Charts.grid(figures)
                        + Charts.notAll(points.keySet())
                        + Html.details("the same as a table", table));
    }

    private static String figure(Charts charts, Map<String, String> at, List<Cell> cells) {
        Cell longest =
                cells.stream().max(Comparator.comparingDouble(TimeSplit::total)).orElseThrow();
        double top = total(longest);
        String caption = Charts.at(at)
                + Html.text("a task takes longest with " + longest.model() + ", " + Figures.duration(top) + "; "
                        + Figures.percent(Charts.median(longest, "time.queue") / top) + " of that in the queue.");
        String title = Html.plain("Where a task's time went" + (at.isEmpty() ? "" : " at " + Sentences.at(at)));
        List<Row> rows = cells.stream()
                .map(c -> new Row(Html.plain(c.model()), Figures.duration(total(c)), lengths(c)))
                .toList();
        return charts.figure(
                caption,
                List.of(),
                List.of(title, rows),
                () -> BarPicture.svg(title, "mean time of a task", "s", PARTS, rows));
    }

    private static List<Double> lengths(Cell cell) {
        return METRICS.stream().map(m -> Math.max(0, Charts.median(cell, m))).toList();
    }

    private static double total(Cell cell) {
        return lengths(cell).stream().mapToDouble(v -> v).sum();
    }

    private static List<String> row(Cell cell) {
        return Stream.concat(
                        Stream.of(Html.text(cell.model()), Html.text(Sentences.at(cell.at()))),
                        METRICS.stream()
                                .map(m -> cell.measured(m)
                                        .map(Sentences::value)
                                        .map(Html::text)
                                        .orElse("")))
                .toList();
    }
}
