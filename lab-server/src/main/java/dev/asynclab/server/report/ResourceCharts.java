package dev.asynclab.server.report;

import dev.asynclab.api.ResultDocument.Cell;
import dev.asynclab.api.ResultDocument.Estimate;
import dev.asynclab.api.Sentences;
import dev.asynclab.server.report.chart.BarPicture;
import dev.asynclab.server.report.chart.BarPicture.Part;
import dev.asynclab.server.report.chart.BarPicture.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What each model needed: processors, memory, threads, collections. Curves along an axis of numbers, else bars.
final class ResourceCharts {
    private static final int HEIGHT = 130;

    private record Resource(String metric, String name) {
        String caption() {
            return name + " (" + metric + ")";
        }
    }

    private static final List<Resource> RESOURCES = List.of(
            new Resource("cpu.cores", "processors in use"),
            new Resource("cpu.per-task", "CPU time per task"),
            new Resource("rss.peak", "resident memory"),
            new Resource("threads.peak", "threads of the system"),
            new Resource("switches.per-task", "context switches per task"),
            new Resource("gc.share", "share of time in collections"),
            new Resource("dispatch.p99", "delay before an empty task starts, p99"));

    private ResourceCharts() {}

    /// @param pictures whether there is room for them
    static String html(Charts charts, ReportWords words, boolean pictures) {
        Map<Map<String, String>, List<Cell>> points =
                charts.byPoint(RESOURCES.stream().map(Resource::metric).toList());
        List<Resource> known = RESOURCES.stream()
                .filter(r -> points.values().stream().flatMap(List::stream).anyMatch(c -> Charts.has(c, r.metric())))
                .toList();
        if (known.isEmpty()) {
            return "";
        }
        String drawn = "";
        if (pictures) {
            drawn = Charts.grid(known.stream()
                    .flatMap(r -> figures(charts, r, points).stream())
                    .toList());
            drawn += ScalingCurves.axes(charts.result()).isEmpty() ? Charts.notAll(points.keySet()) : "";
        }
        return Html.section(
                "Resources", drawn + Html.details("the same as a table, medians", table(known, points, words)));
    }

    private static List<String> figures(Charts charts, Resource resource, Map<Map<String, String>, List<Cell>> points) {
        List<String> curves = ScalingCurves.of(charts, resource.metric(), resource.caption(), HEIGHT);
        return curves.isEmpty()
                ? Charts.drawnPoints(points.keySet()).stream()
                        .map(at -> points.getOrDefault(at, List.of()).stream()
                                .filter(c -> Charts.has(c, resource.metric()))
                                .toList())
                        .filter(cells -> !cells.isEmpty())
                        .map(cells -> bars(charts, resource, cells))
                        .toList()
                : curves;
    }

    private static String bars(Charts charts, Resource resource, List<Cell> cells) {
        String metric = resource.metric();
        Cell most = cells.stream()
                .max(Comparator.comparingDouble(c -> Charts.median(c, metric)))
                .orElseThrow();
        Map<String, String> at = most.at();
        String unit = most.measured(metric).map(Estimate::unit).orElse("");
        String caption = "<b>" + Html.text(resource.caption()) + ".</b> " + Charts.at(at)
                + Html.text("most with " + most.model() + ", " + figure(most, metric) + ".");
        String title = Html.plain(metric + (at.isEmpty() ? "" : " at " + Sentences.at(at)));
        List<Row> rows = cells.stream()
                .map(c -> new Row(
                        Html.plain(c.model()), figure(c, metric), List.of(Math.max(0, Charts.median(c, metric)))))
                .toList();
        return charts.figure(
                caption,
                List.of(),
                List.of(title, metric, unit, rows),
                () -> BarPicture.svg(title, Html.plain(metric), unit, List.of(Part.WHOLE), rows));
    }

    private static String figure(Cell cell, String metric) {
        return cell.measured(metric).map(Sentences::value).orElse("n/a");
    }

    private static String table(List<Resource> known, Map<Map<String, String>, List<Cell>> points, ReportWords words) {
        var heads = new ArrayList<>(List.of(words.link("model"), words.link("sweep-point", "at")));
        known.forEach(r -> heads.add(words.link(r.metric(), r.name())));
        var rows = new ArrayList<List<String>>();
        points.values()
                .forEach(cells -> cells.forEach(cell -> {
                    var row = new ArrayList<>(List.of(Html.text(cell.model()), Html.text(Sentences.at(cell.at()))));
                    known.forEach(r -> row.add(Html.text(figure(cell, r.metric()))));
                    rows.add(row);
                }));
        return Html.table("Medians. Less is better, except where more work was done with it", heads, rows);
    }
}
