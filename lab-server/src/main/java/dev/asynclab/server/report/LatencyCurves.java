package dev.asynclab.server.report;

import dev.asynclab.api.Figures;
import dev.asynclab.api.ResultDocument.Cell;
import dev.asynclab.api.Sentences;
import dev.asynclab.server.report.chart.CurvePicture;
import dev.asynclab.server.report.chart.CurvePicture.Curve;
import dev.asynclab.server.report.chart.CurvePicture.Frame;
import dev.asynclab.server.report.chart.CurvePicture.Place;
import dev.asynclab.server.report.chart.CurvePicture.Places;
import dev.asynclab.server.report.chart.CurvePicture.Point;
import dev.asynclab.server.report.chart.Scale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Latency by percentile, on an axis that gives each nine as much room as the one before.
///
/// From the intended start (corrected), and from the actual one where that differs: what was late to start is waited
/// for by whoever asked, too.
final class LatencyCurves {
    /// A percentile and where it lies: 1 / (1 - p).
    private record Percentile(String metric, String name, double place) {}

    private static final List<Percentile> PERCENTILES = List.of(
            new Percentile("p50", "50 %", 2),
            new Percentile("p90", "90 %", 10),
            new Percentile("p99", "99 %", 100),
            new Percentile("p999", "99.9 %", 1000));

    private static final Places PLACES = new Places(
            new Scale(1.7, 1300, true, 1, ""),
            PERCENTILES.stream().map(p -> new Place(p.place(), p.name())).toList());

    /// Starts this much later are told apart.
    private static final double LATE = 1.02;

    private static final int HEIGHT = 200;

    private LatencyCurves() {}

    static String html(Charts charts, ReportWords words) {
        Map<Map<String, String>, List<Cell>> points = charts.byPoint(List.of("latency.p50", "latency.p99"));
        if (points.isEmpty()) {
            return "";
        }
        List<String> figures = Charts.drawnPoints(points.keySet()).stream()
                .flatMap(at -> figure(charts, at, points.getOrDefault(at, List.of())).stream())
                .toList();
        return Html.section(
                "Latency by percentile",
                Charts.grid(figures)
                        + Charts.notAll(points.keySet())
                        + Html.details("the same as a table", table(points, words)));
    }

    /// Nothing where only one percentile is known: a point is no curve.
    private static Optional<String> figure(Charts charts, Map<String, String> at, List<Cell> cells) {
        List<Curve> curves = cells.stream()
                .map(LatencyCurves::curve)
                .filter(c -> c.points().size() > 1)
                .toList();
        if (curves.isEmpty()) {
            return Optional.empty();
        }
        boolean late = curves.stream().flatMap(c -> c.points().stream()).anyMatch(p -> p.aside() != null);
        String read = "Lines: from the intended start." + (late ? " Thin lines: from the actual start." : "");
        String title = Html.plain("Latency by percentile" + (at.isEmpty() ? "" : " at " + Sentences.at(at)));
        var frame = new Frame(title, read, "percentile of the tasks", "latency", "s", HEIGHT);
        return Optional.of(charts.figure(
                Charts.at(at) + Html.text(seen(cells) + " " + read),
                curves.stream().map(Curve::model).toList(),
                List.of(frame, curves),
                () -> CurvePicture.svg(frame, charts.look(), curves, PLACES)));
    }

    private static Curve curve(Cell cell) {
        var points = new ArrayList<Point>();
        for (Percentile percentile : PERCENTILES) {
            String metric = "latency." + percentile.metric();
            String other = "service." + percentile.metric();
            if (Charts.has(cell, metric)) {
                double latency = Charts.median(cell, metric);
                boolean late = Charts.has(cell, other) && latency > LATE * Charts.median(cell, other);
                points.add(new Point(
                        percentile.place(),
                        latency,
                        null,
                        null,
                        List.of(),
                        null,
                        late ? (Double) Charts.median(cell, other) : null));
            }
        }
        return new Curve(cell.model(), points);
    }

    /// The best and the worst at the highest percentile that is known of all.
    private static String seen(List<Cell> cells) {
        for (Percentile percentile : PERCENTILES.reversed()) {
            String metric = "latency." + percentile.metric();
            if (cells.stream().allMatch(c -> Charts.has(c, metric))) {
                var byLatency = Comparator.<Cell>comparingDouble(c -> Charts.median(c, metric));
                Cell least = cells.stream().min(byLatency).orElseThrow();
                Cell most = cells.stream().max(byLatency).orElseThrow();
                String slow = most.model() + " within " + Figures.duration(Charts.median(most, metric));
                return percentile.name() + " of the tasks are done by "
                        + (least == most
                                ? slow + "."
                                : least.model() + " within " + Figures.duration(Charts.median(least, metric)) + ", by "
                                        + slow + ".");
            }
        }
        return "No percentile is known of all models.";
    }

    private static String table(Map<Map<String, String>, List<Cell>> points, ReportWords words) {
        var heads = new ArrayList<>(List.of(words.link("model"), words.link("sweep-point", "at")));
        PERCENTILES.forEach(p -> heads.add(words.link("latency." + p.metric(), p.name())));
        heads.add(words.link("latency.max", "max"));
        var rows = new ArrayList<List<String>>();
        points.values()
                .forEach(cells -> cells.forEach(cell -> {
                    var row = new ArrayList<>(List.of(Html.text(cell.model()), Html.text(Sentences.at(cell.at()))));
                    PERCENTILES.forEach(p -> row.add(both(cell, p.metric())));
                    row.add(both(cell, "max"));
                    rows.add(row);
                }));
        return Html.table("From the intended start; in brackets from the actual start", heads, rows);
    }

    private static String both(Cell cell, String metric) {
        String latency =
                cell.measured("latency." + metric).map(Sentences::value).orElse("n/a");
        String service = cell.measured("service." + metric)
                .map(e -> " (" + Sentences.value(e) + ")")
                .orElse("");
        return Html.text(latency + service);
    }
}
