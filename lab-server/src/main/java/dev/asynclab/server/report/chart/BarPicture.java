package dev.asynclab.server.report.chart;

import dev.asynclab.server.report.chart.Diagram.Margins;
import dev.asynclab.server.report.chart.Ink.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Lengths side by side, each under its name: one bar per row, in one part or several. Bars start at 0.
public final class BarPicture {
    private static final int ROW = 34;
    private static final int TOP_OF_BAR = 19;
    private static final int BOTTOM_OF_BAR = 29;
    private static final int APART = 84;
    private static final Margins MARGINS = new Margins(4, 4, 26, 38);

    /// What a part of a bar is: the whole of it, or where a task's time went.
    public enum Part {
        WHOLE(Role.BAR),
        QUEUE(Role.QUEUE),
        WAIT(Role.WAIT),
        RUN(Role.RUN);

        private final Role role;

        Part(Role role) {
            this.role = role;
        }
    }

    /// A bar.
    ///
    /// @param name one line without control characters
    /// @param figure what stands behind the name
    /// @param lengths of its parts from the left, in the base unit
    public record Row(String name, String figure, List<Double> lengths) {
        public Row {
            lengths = List.copyOf(lengths);
        }

        double length() {
            return lengths.stream().mapToDouble(v -> v).sum();
        }
    }

    private BarPicture() {}

    /// Draws rows from the top.
    ///
    /// @param parts what the lengths of every row are, in their order
    /// @param metric what the axis counts
    /// @param unit of the lengths, as in the result document
    public static String svg(String title, String metric, String unit, List<Part> parts, List<Row> rows) {
        Scale x = Scale.fromZero(rows.stream().map(Row::length).toList(), unit);
        var diagram = new Diagram(x, new Scale(0, rows.size(), false, 1, ""), MARGINS, rows.size() * ROW);
        diagram.axisBelow(metric, Ticks.of(x, diagram.width(), APART));
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            diagram.word(Role.NAME, 0, i * ROW + 14, row.name());
            diagram.word(Role.TEXT_END, diagram.width(), i * ROW + 14, row.figure());
        }
        for (int part = 0; part < parts.size(); part++) {
            area(diagram, parts.get(part).role, rows, part);
        }
        return diagram.svg(title, "Bars from 0. The figures stand in the table below.");
    }

    private static void area(Diagram diagram, Role role, List<Row> rows, int part) {
        var xs = new ArrayList<Double>();
        var ys = new ArrayList<Double>();
        for (int i = 0; i < rows.size(); i++) {
            List<Double> lengths = rows.get(i).lengths();
            double from = lengths.subList(0, part).stream().mapToDouble(v -> v).sum();
            double to = from + lengths.get(part);
            double top = rows.size() - i - (double) TOP_OF_BAR / ROW;
            double bottom = rows.size() - i - (double) BOTTOM_OF_BAR / ROW;
            if (to > from) {
                xs.addAll(Arrays.asList(from, to, to, from, from));
                ys.addAll(Arrays.asList(top, top, bottom, bottom, Double.NaN));
            }
        }
        if (!xs.isEmpty()) {
            diagram.area(Ink.of(role), xs, ys);
        }
    }
}
