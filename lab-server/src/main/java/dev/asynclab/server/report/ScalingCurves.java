package dev.asynclab.server.report;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.BoundValue;
import dev.asynclab.api.ResultDocument.Cell;
import dev.asynclab.api.ResultDocument.Estimate;
import dev.asynclab.api.ResultDocument.PairResult;
import dev.asynclab.api.Sentences;
import dev.asynclab.server.report.chart.CurvePicture;
import dev.asynclab.server.report.chart.CurvePicture.Curve;
import dev.asynclab.server.report.chart.CurvePicture.Frame;
import dev.asynclab.server.report.chart.CurvePicture.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// How a metric grows along the axes that are numbers: a picture for every combination of the other axes.
final class ScalingCurves {
    private static final int MOST_SENTENCES = 3;
    private static final String READ =
            "Lines join medians, pale bars are 95 % intervals, dots are rounds, dashes are bounds.";

    private final Charts charts;
    private final ResultDocument result;
    private final String metric;
    private final String name;
    private final int height;

    private ScalingCurves(Charts charts, String metric, String name, int height) {
        this.charts = charts;
        this.result = charts.result();
        this.metric = metric;
        this.name = name;
        this.height = height;
    }

    /// Figures with captions; none where no axis is one of numbers, or nothing was measured at two places of it.
    ///
    /// @param name what the metric is called in captions
    /// @param height of a plot in pixels
    static List<String> of(Charts charts, String metric, String name, int height) {
        var curves = new ScalingCurves(charts, metric, name, height);
        var figures = new ArrayList<String>();
        for (String axis : axes(charts.result())) {
            curves.groups(axis).forEach((rest, cells) -> {
                long places = cells.stream()
                        .filter(c -> Charts.has(c, metric))
                        .map(c -> c.at().get(axis))
                        .distinct()
                        .count();
                if (places > 1) {
                    figures.add(curves.figure(axis, rest, cells));
                }
            });
        }
        return figures;
    }

    /// The axes all of whose values are numbers, of which there are several.
    static List<String> axes(ResultDocument result) {
        return result.points().stream()
                .flatMap(p -> p.keySet().stream())
                .distinct()
                .filter(axis -> {
                    List<String> values = result.points().stream()
                            .map(p -> p.getOrDefault(axis, ""))
                            .distinct()
                            .toList();
                    return values.size() > 1 && values.stream().allMatch(v -> v.matches("-?[0-9]+(\\.[0-9]+)?"));
                })
                .toList();
    }

    private Map<Map<String, String>, List<Cell>> groups(String axis) {
        var groups = new LinkedHashMap<Map<String, String>, List<Cell>>();
        for (Cell cell : result.competing()) {
            var rest = new TreeMap<>(cell.at());
            rest.remove(axis);
            groups.computeIfAbsent(rest, _ -> new ArrayList<>()).add(cell);
        }
        return groups;
    }

    private String figure(String axis, Map<String, String> rest, List<Cell> cells) {
        List<Curve> curves = result.models().stream()
                .map(m -> curve(m, axis, cells))
                .filter(c -> c.points().stream().anyMatch(p -> p.median() != null))
                .toList();
        String unit = cells.stream()
                .flatMap(c -> c.measured(metric).stream())
                .map(Estimate::unit)
                .findFirst()
                .orElse("");
        String title = Html.plain(name + " along " + axis + (rest.isEmpty() ? "" : " at " + Sentences.at(rest)));
        var frame = new Frame(title, READ, Html.plain(axis), Html.plain(metric), unit, height);
        String caption = "<b>" + Html.text(title) + ".</b> " + Html.text(seen(axis, cells));
        return charts.figure(
                caption,
                curves.stream().map(Curve::model).toList(),
                List.of(frame, curves),
                () -> CurvePicture.svg(frame, charts.look(), curves));
    }

    private Curve curve(String model, String axis, List<Cell> cells) {
        return new Curve(
                model,
                cells.stream()
                        .filter(c -> c.model().equals(model))
                        .map(c -> point(place(c, axis), c))
                        .sorted(Comparator.comparingDouble(Point::at))
                        .toList());
    }

    private Point point(double at, Cell cell) {
        Double bound = cell.bound(metric).map(BoundValue::value).orElse(null);
        return cell.measured(metric)
                .map(e -> new Point(at, e.median(), e.lo(), e.hi(), rounds(e), bound, null))
                .orElse(new Point(at, null, null, null, List.of(), null, null));
    }

    private List<Double> rounds(Estimate estimate) {
        var rounds = new ArrayList<Double>();
        if (charts.dots()) {
            estimate.rounds().stream().filter(Objects::nonNull).forEach(rounds::add);
        }
        return rounds;
    }

    /// What the picture shows, in the words of the verdict: crossovers, then who wins at the last place judged.
    private String seen(String axis, List<Cell> cells) {
        var sentences = new ArrayList<String>();
        result.crossovers().stream()
                .filter(c -> c.metric().equals(metric) && c.axis().equals(axis))
                .forEach(c -> sentences.add(Sentences.crossover(c) + "."));
        cells.stream()
                .map(Cell::at)
                .distinct()
                .sorted(Comparator.comparingDouble(at -> -Double.parseDouble(at.getOrDefault(axis, "0"))))
                .map(this::judged)
                .filter(s -> !s.isEmpty())
                .findFirst()
                .ifPresent(sentences::add);
        long missing = cells.stream().filter(c -> c.measured(metric).isEmpty()).count();
        if (missing > 0) {
            sentences.add(missing + " of " + cells.size() + " points have no figure: void, left out or not run.");
        }
        if (result.pairs().stream().noneMatch(p -> p.metric().equals(metric))) {
            sentences.addFirst(range(axis, cells));
        }
        return String.join(" ", sentences);
    }

    /// Of a metric nobody was judged by: its least and its most at the last place, which is no verdict.
    private String range(String axis, List<Cell> cells) {
        List<Cell> known = cells.stream().filter(c -> Charts.has(c, metric)).toList();
        double last = known.stream().mapToDouble(c -> place(c, axis)).max().orElse(0);
        List<Cell> there = known.stream()
                .filter(c -> place(c, axis) == last)
                .sorted(Comparator.comparingDouble(c -> Charts.median(c, metric)))
                .toList();
        String least = there.getFirst().model() + " " + value(there.getFirst());
        String most = there.getLast().model() + " " + value(there.getLast());
        String at = "At " + Sentences.at(there.getFirst().at()) + ": ";
        return at + (there.size() == 1 ? least : "from " + least + " to " + most) + "; not judged.";
    }

    private static double place(Cell cell, String axis) {
        return Double.parseDouble(cell.at().getOrDefault(axis, "0"));
    }

    private String value(Cell cell) {
        return cell.measured(metric).map(Sentences::value).orElse("");
    }

    private String judged(Map<String, String> at) {
        List<PairResult> pairs = result.pairs().stream()
                .filter(p -> p.metric().equals(metric) && p.at().equals(at))
                .toList();
        if (pairs.isEmpty()) {
            return "";
        }
        String more = pairs.size() > MOST_SENTENCES ? "; " + (pairs.size() - MOST_SENTENCES) + " more above" : "";
        return "At " + Sentences.at(at) + ": "
                + String.join(
                        "; ",
                        pairs.stream()
                                .limit(MOST_SENTENCES)
                                .map(Sentences::pair)
                                .toList())
                + more + ".";
    }
}
