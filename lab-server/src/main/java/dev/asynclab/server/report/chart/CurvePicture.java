package dev.asynclab.server.report.chart;

import dev.asynclab.server.report.chart.Diagram.Margins;
import dev.asynclab.server.report.chart.Ink.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How figures grow along an axis: a line through the medians of each model, a pale bar for every interval, dots for
/// the rounds, dashes for the bounds.
public final class CurvePicture {
    private static final Margins MARGINS = new Margins(76, 24, 14, 38);
    private static final int APART_X = 52;
    private static final int APART_Y = 22;

    /// What was found at one place.
    ///
    /// @param aside a second figure of the same place, drawn thin; null for none
    public record Point(
            double at,
            @Nullable Double median,
            @Nullable Double low,
            @Nullable Double high,
            List<Double> rounds,
            @Nullable Double bound,
            @Nullable Double aside) {
        public Point {
            rounds = List.copyOf(rounds);
        }

        Stream<Double> values() {
            return Stream.of(
                            Stream.ofNullable(median),
                            Stream.ofNullable(low),
                            Stream.ofNullable(high),
                            Stream.ofNullable(bound),
                            Stream.ofNullable(aside),
                            rounds.stream())
                    .flatMap(s -> s);
        }
    }

    /// The points of a model, from left to right.
    public record Curve(String model, List<Point> points) {
        public Curve {
            points = List.copyOf(points);
        }
    }

    /// What the picture is about. Texts are one line each, without control characters.
    ///
    /// @param unit of the figures, as in the result document
    /// @param height of the plot in pixels
    public record Frame(String title, String description, String axis, String metric, String unit, int height) {}

    /// Another axis below than numbers as they are.
    ///
    /// @param ticks places in units of the data, with what they are called
    public record Places(Scale scale, List<Place> ticks) {
        public Places {
            ticks = List.copyOf(ticks);
        }
    }

    /// A place with a name.
    public record Place(double at, String name) {}

    private final Look look;
    private final List<Curve> curves;
    private final Diagram diagram;

    private CurvePicture(Look look, List<Curve> curves, Diagram diagram) {
        this.look = look;
        this.curves = curves;
        this.diagram = diagram;
    }

    /// Draws curves over an axis of numbers.
    ///
    /// @param curves with at least one value
    public static String svg(Frame frame, Look look, List<Curve> curves) {
        Scale x = Scale.ofPlaces(
                curves.stream().flatMap(c -> c.points().stream()).map(Point::at).toList());
        Scale y = quantity(frame, curves);
        var diagram = new Diagram(x, y, MARGINS, frame.height());
        diagram.axisBelow(x.named(frame.axis()), Ticks.of(x, diagram.width(), APART_X));
        return new CurvePicture(look, curves, diagram).draw(frame, y);
    }

    /// Draws curves over places that have names.
    public static String svg(Frame frame, Look look, List<Curve> curves, Places places) {
        Scale y = quantity(frame, curves);
        var diagram = new Diagram(places.scale(), y, MARGINS, frame.height());
        diagram.axisBelow(frame.axis(), diagram.at(places.ticks()));
        return new CurvePicture(look, curves, diagram).draw(frame, y);
    }

    private static Scale quantity(Frame frame, List<Curve> curves) {
        return Scale.ofQuantity(
                curves.stream()
                        .flatMap(c -> c.points().stream())
                        .flatMap(Point::values)
                        .toList(),
                frame.unit());
    }

    private String draw(Frame frame, Scale y) {
        diagram.axisBeside(y.named(frame.metric()), Ticks.of(y, frame.height(), APART_Y));
        bounds();
        for (Curve curve : curves) {
            rounds(curve);
            intervals(curve);
            medians(curve);
            asides(curve);
        }
        return diagram.svg(frame.title(), frame.description());
    }

    /// Models that share a bound share its line.
    private void bounds() {
        var lines = new LinkedHashSet<List<List<Double>>>();
        for (Curve curve : curves) {
            var xs = new ArrayList<Double>();
            var ys = new ArrayList<Double>();
            curve.points().forEach(p -> add(xs, ys, p.at(), p.bound()));
            if (ys.stream().anyMatch(v -> !v.isNaN())) {
                lines.add(List.of(xs, ys));
            }
        }
        lines.forEach(line -> diagram.line(Ink.of(Role.BOUND), line.getFirst(), line.getLast()));
    }

    private void rounds(Curve curve) {
        var xs = new ArrayList<Double>();
        var ys = new ArrayList<Double>();
        curve.points().forEach(p -> p.rounds().forEach(r -> add(xs, ys, p.at(), r)));
        if (!xs.isEmpty()) {
            diagram.marks(look.ink(Role.ROUND, curve.model()), Look.DOT, xs, ys);
        }
    }

    private void intervals(Curve curve) {
        var xs = new ArrayList<Double>();
        var ys = new ArrayList<Double>();
        for (Point point : curve.points()) {
            if (point.low() != null && point.high() != null) {
                add(xs, ys, point.at(), point.low());
                add(xs, ys, point.at(), point.high());
                add(xs, ys, point.at(), null);
            }
        }
        if (!xs.isEmpty()) {
            diagram.line(look.ink(Role.INTERVAL, curve.model()), xs, ys);
        }
    }

    private void medians(Curve curve) {
        var xs = new ArrayList<Double>();
        var ys = new ArrayList<Double>();
        curve.points().forEach(p -> add(xs, ys, p.at(), p.median()));
        diagram.line(look.ink(Role.LINE, curve.model()), xs, ys);
        diagram.marks(look.ink(Role.MARK, curve.model()), look.sign(curve.model()), xs, ys);
    }

    private void asides(Curve curve) {
        var xs = new ArrayList<Double>();
        var ys = new ArrayList<Double>();
        curve.points().forEach(p -> add(xs, ys, p.at(), p.aside()));
        if (ys.stream().anyMatch(v -> !v.isNaN())) {
            diagram.line(look.ink(Role.ASIDE, curve.model()), xs, ys);
        }
    }

    private static void add(List<Double> xs, List<Double> ys, double x, @Nullable Double y) {
        xs.add(x);
        ys.add(y == null ? Double.NaN : y);
    }
}
