package dev.asynclab.server.report.chart;

import dev.asynclab.server.report.chart.Ink.Role;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.List;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// How a model looks in every chart of a page: a number, from 1, that stands for a colour, a dash and a sign, so that
/// none is told by its colour alone.
///
/// @param models in the order of the result
public record Look(List<String> models) {
    private static final List<Marker> SIGNS = List.of(
            SeriesMarkers.CIRCLE,
            SeriesMarkers.SQUARE,
            SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.DIAMOND,
            SeriesMarkers.TRIANGLE_DOWN,
            SeriesMarkers.PLUS,
            SeriesMarkers.CROSS,
            SeriesMarkers.TRAPEZOID);

    /// A point, as a line without length: a round cap makes it a dot, in ten bytes.
    static final Marker DOT = new Marker() {
        @Override
        public void paint(Graphics2D graphics, double x, double y, int size) {
            graphics.draw(new Line2D.Double(x, y, x, y));
        }
    };

    public Look {
        models = List.copyOf(models);
    }

    int series(String model) {
        return Math.max(0, models.indexOf(model)) % SIGNS.size() + 1;
    }

    Marker sign(String model) {
        return SIGNS.get(series(model) - 1);
    }

    Ink ink(Role role, String model) {
        return new Ink(role, series(model));
    }

    /// A model's line and sign, for a legend.
    public String key(String model) {
        return "<svg class=key viewBox=\"0 0 34 12\" aria-hidden=true>"
                + VectorPaper.of(g -> {
                    g.setColor(ink(Role.LINE, model).colour());
                    g.draw(new Line2D.Double(1, 6, 33, 6));
                    g.setColor(ink(Role.MARK, model).colour());
                    sign(model).paint(g, 17, 6, 8);
                })
                + "</svg>";
    }
}
