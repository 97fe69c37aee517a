package dev.asynclab.server.report;

import dev.asynclab.api.Figures;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.Cell;
import dev.asynclab.api.ResultDocument.Estimate;
import dev.asynclab.api.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// A picture of intervals as static SVG: per cell a dot for the median, a line for the interval, a tick per
/// round, and a dashed mark where the bound is.
///
/// Places are percentages and sizes pixels, so that the picture fits any width with letters of the same size. The
/// axis starts at 0, or is logarithmic and says so.
final class IntervalPicture {
    private static final int ROW = 38;
    private static final int AXIS = 40;

    /// A wider range than this is drawn on a logarithmic axis.
    private static final double WIDE_RANGE = 30;

    private static final double LEFT = 1.5;
    private static final double SPAN = 95;
    private final List<Cell> cells;
    private final String metric;
    private final double low;
    private final double high;
    private final boolean logarithmic;
    private final boolean withRounds;
    private final StringBuilder svg = new StringBuilder();

    private IntervalPicture(List<Cell> cells, String metric, List<Double> values, boolean withRounds) {
        this.cells = cells;
        this.withRounds = withRounds;
        this.metric = metric;
        double smallest = values.stream().mapToDouble(v -> v).min().orElse(0);
        double largest = values.stream().mapToDouble(v -> v).max().orElse(1);
        logarithmic = smallest > 0 && largest / smallest > WIDE_RANGE;
        low = logarithmic ? Math.pow(10, Math.floor(Math.log10(smallest))) : Math.min(0, smallest);
        high = logarithmic ? Math.pow(10, Math.ceil(Math.log10(largest))) : largest <= low ? low + 1 : largest;
    }

    /// Nothing when no cell of the point has this metric.
    ///
    /// @param withRounds whether there is room for a tick per round
    static String of(ResultDocument result, String metric, Map<String, String> at, boolean withRounds) {
        List<Cell> cells = result.competing().stream()
                .filter(c -> c.at().equals(at) && c.measured(metric).isPresent())
                .toList();
        List<Double> values = cells.stream()
                .flatMap(c -> values(c, metric))
                .filter(Double::isFinite)
                .toList();
        return values.isEmpty() ? "" : new IntervalPicture(cells, metric, values, withRounds).draw(Sentences.at(at));
    }

    private String draw(String point) {
        int y = 0;
        for (Cell cell : cells) {
            row(cell, cell.measured(metric).orElseThrow(), y);
            y += ROW;
        }
        String ticks = axis(y);
        String heading = point.isEmpty() ? "" : "<b>" + Html.text(point) + "</b>";
        String title = Html.text(metric + (point.isEmpty() ? "" : " at " + point) + ": median, interval, "
                + (withRounds ? "rounds, bound" : "bound"));
        return "<figure>%s<svg role=img aria-label=\"%s\" width=\"100%%\" height=\"%d\">%n%s%s</svg><figcaption>%s</figcaption></figure>%n"
                .formatted(heading, title, y + AXIS, ticks, svg, caption());
    }

    private String caption() {
        return "Dot: median. Line: 95 % interval. " + (withRounds ? "Ticks: rounds. " : "") + "Dashed: bound. The axis "
                + (logarithmic ? "is logarithmic." : low < 0 ? "includes 0." : "starts at 0.");
    }

    private void row(Cell cell, Estimate estimate, int y) {
        int line = y + 26;
        svg.append("<text x=0 y=%d>%s <tspan class=value>%s %s</tspan></text>%n"
                .formatted(
                        y + 14,
                        Html.text(cell.model()),
                        Html.text(Sentences.value(estimate)),
                        Html.text(Sentences.interval(estimate))));
        svg.append("<line class=track x1=%s x2=%s y1=%d y2=%d />".formatted(x(low), x(high), line, line));
        if (withRounds) {
            estimate.rounds().stream()
                    .filter(Objects::nonNull)
                    .forEach(r -> svg.append(tick("round", r, line - 5, line + 5)));
        }
        Double from = estimate.lo();
        Double to = estimate.hi();
        if (from != null && to != null) {
            svg.append("<line class=interval x1=%s x2=%s y1=%d y2=%d />".formatted(x(from), x(to), line, line));
        }
        Double median = estimate.median();
        if (median != null) {
            svg.append("<circle cx=%s cy=%d r=4 />".formatted(x(median), line));
        }
        cell.bound(metric).ifPresent(b -> svg.append(tick("bound", b.value(), line - 8, line + 8)));
        svg.append('\n');
    }

    /// Drawn first, so that data lies above the grid. Labels at the ends are turned inwards.
    private String axis(int y) {
        var axis = new StringBuilder();
        List<Double> ticks = ticks();
        String unit = cells.getFirst().measured(metric).map(Estimate::unit).orElse("");
        for (int i = 0; i < ticks.size(); i++) {
            String anchor = i == 0 ? "start" : i == ticks.size() - 1 ? "end" : "middle";
            axis.append(tick("grid", ticks.get(i), 0, y + 6))
                    .append("<text class=axis text-anchor=%s x=%s y=%d>%s</text>%n"
                            .formatted(anchor, x(ticks.get(i)), y + 22, Html.text(Figures.of(ticks.get(i), unit))));
        }
        return axis.toString();
    }

    private List<Double> ticks() {
        var ticks = new ArrayList<Double>();
        if (logarithmic) {
            double decades = Math.round(Math.log10(high / low));
            double factor = Math.pow(10, Math.max(1, Math.ceil(decades / 4)));
            for (double v = low; v <= high * 1.001; v *= factor) {
                ticks.add(v);
            }
            return ticks;
        }
        for (int i = 0; i <= 2; i++) {
            ticks.add(low + (high - low) * i / 2);
        }
        return ticks;
    }

    private String tick(String type, double value, int top, int bottom) {
        return "<line class=%s x1=%s x2=%s y1=%d y2=%d />".formatted(type, x(value), x(value), top, bottom);
    }

    private String x(double value) {
        double share = logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        return String.format(Locale.ROOT, "\"%.2f%%\"", LEFT + SPAN * Math.clamp(share, 0.0, 1.0));
    }

    private static Stream<Double> values(Cell cell, String metric) {
        var values = new ArrayList<Double>();
        cell.measured(metric).ifPresent(estimate -> {
            estimate.rounds().stream().filter(Objects::nonNull).forEach(values::add);
            Stream.ofNullable(estimate.lo()).forEach(values::add);
            Stream.ofNullable(estimate.hi()).forEach(values::add);
            Stream.ofNullable(estimate.median()).forEach(values::add);
        });
        cell.bound(metric).ifPresent(b -> values.add(b.value()));
        return values.stream();
    }
}
