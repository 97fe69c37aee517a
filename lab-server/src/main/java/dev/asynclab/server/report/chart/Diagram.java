package dev.asynclab.server.report.chart;

import dev.asynclab.server.report.chart.Ink.Role;
import dev.asynclab.server.report.chart.Ticks.Tick;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Two axes and what is drawn between them. XChart places data and ticks; words are written as words, which it would
/// turn into outlines.
final class Diagram {
    /// Every chart has this width: with it, letters stay legible on a phone and two charts fit beside each other.
    static final int WIDTH = 440;

    private static final int CLEAR = 8;

    /// Half of a long label.
    private static final int CLOSE = 28;

    /// Room around the plot, in pixels.
    record Margins(int left, int top, int right, int bottom) {}

    private record Words(Ink ink, double x, double y, String text) {}

    private final Scale x;
    private final Scale y;
    private final Margins margins;
    private final int width;
    private final int height;
    private final XYChart chart;
    private final List<Words> words = new ArrayList<>();
    private final List<Line2D> grid = new ArrayList<>();

    Diagram(Scale x, Scale y, Margins margins, int height) {
        this.x = x;
        this.y = y;
        this.margins = margins;
        this.width = WIDTH - margins.left() - margins.right();
        this.height = height;
        chart = new XYChart(width, height);
        bare(chart.getStyler());
        chart.getStyler().setXAxisMin(x.low()).setXAxisMax(x.high()).setXAxisLogarithmic(x.logarithmic());
        chart.getStyler().setYAxisMin(y.low()).setYAxisMax(y.high()).setYAxisLogarithmic(y.logarithmic());
    }

    /// The plot and nothing around it, without the library's colours and words.
    static void bare(AxesChartStyler style) {
        style.setChartPadding(0).setPlotContentSize(1).setLegendVisible(false).setChartTitleVisible(false);
        style.setChartBackgroundColor(Ink.of(Role.PAPER).colour());
        style.setPlotBackgroundColor(Ink.of(Role.PAPER).colour());
        style.setPlotBorderVisible(false);
        style.setPlotMargin(0).setPlotGridLinesVisible(false).setPlotTicksMarksVisible(false);
        style.setAxisTicksVisible(false).setXAxisTitleVisible(false).setYAxisTitleVisible(false);
        // Nor its ticks, which it would calculate several times over and not draw: see Ticks.
        style.setXAxisTickMarkSpacingHint(Integer.MAX_VALUE).setYAxisTickMarkSpacingHint(Integer.MAX_VALUE);
    }

    /// Ticks, their lines and what they count, below the plot.
    void axisBelow(String title, List<Tick> ticks) {
        linesOnly(ticks);
        for (Tick tick : ticks) {
            word(anchor(tick), tick.offset(), height + 15, label(tick, x));
        }
        word(Role.TEXT_END, width, height + 32, title);
    }

    /// Labels at the ends are turned inwards where there is no room beside the plot.
    private Role anchor(Tick tick) {
        if (tick.offset() + margins.left() < CLOSE) {
            return Role.TEXT;
        }
        return width + margins.right() - tick.offset() < CLOSE ? Role.TEXT_END : Role.TEXT_MIDDLE;
    }

    /// The lines of ticks without their words: below lies another plot, which has them.
    void linesOnly(List<Tick> ticks) {
        ticks.forEach(tick -> grid.add(new Line2D.Double(tick.offset(), 0, tick.offset(), height)));
    }

    /// The same beside the plot.
    void axisBeside(String title, List<Tick> ticks) {
        for (Tick tick : ticks) {
            double at = height - tick.offset();
            grid.add(new Line2D.Double(0, at, width, at));
            word(Role.TEXT_END, -6, at + 4, label(tick, y));
        }
        word(Role.TEXT, -margins.left() + 2, -CLEAR, title);
    }

    private static String label(Tick tick, Scale scale) {
        return tick.label().isEmpty() ? "" : tick.label() + scale.suffix();
    }

    int width() {
        return width;
    }

    /// Ticks at places that have names.
    List<Tick> at(List<CurvePicture.Place> places) {
        double span = share(x.high()) - share(x.low());
        return places.stream()
                .map(p -> new Tick((share(x.of(p.at())) - share(x.low())) / span * width, p.name(), p.at()))
                .filter(t -> t.offset() >= 0 && t.offset() <= width)
                .toList();
    }

    private double share(double value) {
        return x.logarithmic() ? StrictMath.log(value) : value;
    }

    /// Words at a place in pixels from the upper left corner of the plot.
    void word(Role role, double left, double top, String text) {
        if (!text.isBlank()) {
            words.add(new Words(Ink.of(role), left, top, text));
        }
    }

    /// A line through points; a y of NaN interrupts it.
    void line(Ink ink, List<Double> xs, List<Double> ys) {
        series(ink, xs, ys).setLineColor(ink.colour()).setLineStyle(SeriesLines.SOLID);
    }

    /// A sign at each point.
    void marks(Ink ink, Marker marker, List<Double> xs, List<Double> ys) {
        XYSeries series = series(ink, xs, ys);
        series.setMarker(marker).setMarkerColor(ink.colour());
    }

    /// What is inside the outline; a y of NaN begins another one.
    void area(Ink ink, List<Double> xs, List<Double> ys) {
        XYSeries series = series(ink, xs, ys);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea).setFillColor(ink.colour());
    }

    private XYSeries series(Ink ink, List<Double> xs, List<Double> ys) {
        XYSeries series = chart.addSeries(
                String.valueOf(chart.getSeriesMap().size()),
                xs.stream().mapToDouble(x::of).toArray(),
                ys.stream().mapToDouble(v -> v.isNaN() ? v : y.of(v)).toArray());
        series.setMarker(SeriesMarkers.NONE).setMarkerColor(ink.colour());
        series.setLineStyle(SeriesLines.NONE).setLineColor(ink.colour());
        series.setFillColor(ink.colour());
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
        return series;
    }

    /// The picture.
    ///
    /// @param title what it is, in a few words
    /// @param description how to read it
    String svg(String title, String description) {
        return "<svg class=chart role=img viewBox=\"%d %d %d %d\"><title>%s</title><desc>%s</desc>%s</svg>"
                .formatted(
                        -margins.left(),
                        -margins.top(),
                        WIDTH,
                        margins.top() + height + margins.bottom(),
                        CompactSvg.escaped(title),
                        CompactSvg.escaped(description),
                        VectorPaper.of(this::draw));
    }

    private void draw(Graphics2D graphics) {
        if (!chart.getSeriesMap().isEmpty()) {
            chart.paint(graphics, width, height);
        }
        graphics.setColor(Ink.of(Role.GRID).colour());
        grid.forEach(graphics::draw);
        for (Words word : words) {
            graphics.setColor(word.ink().colour());
            graphics.drawString(word.text(), (float) word.x(), (float) word.y());
        }
    }
}
