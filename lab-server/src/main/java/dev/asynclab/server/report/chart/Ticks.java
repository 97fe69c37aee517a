package dev.asynclab.server.report.chart;

import java.awt.Font;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.AxisTickCalculator;

/// Where an axis has its ticks and what they say, as XChart lays them out.
final class Ticks {
    /// Exact, so that a label tells the value it stands at.
    private static final String PATTERN = "#,##0.############";

    /// A tick.
    ///
    /// @param offset pixels from the start of the axis
    /// @param label without unit; empty for a line without words
    record Tick(double offset, String label, double value) {}

    private Ticks() {}

    /// The ticks of an axis.
    ///
    /// @param length of the axis in pixels
    /// @param apart the least distance of two labels in pixels
    static List<Tick> of(Scale scale, int length, int apart) {
        AxisTickCalculator calculated = new Ruler(scale, length, apart).calculated();
        var all = new ArrayList<Tick>();
        for (int i = 0; i < calculated.getTickLocations().size(); i++) {
            double offset = calculated.getTickLocations().get(i);
            String label = calculated.getTickLabels().get(i);
            if (offset >= -0.5 && offset <= length + 0.5) {
                all.add(new Tick(offset, label, Double.parseDouble(label.replace(",", ""))));
            }
        }
        return scale.logarithmic() ? labelled(all, apart) : all;
    }

    /// A logarithmic axis has more ticks than room for words: decades are named first, then fives and twos, then the
    /// rest of a short axis.
    private static List<Tick> labelled(List<Tick> all, int apart) {
        var named = new ArrayList<Tick>();
        all.stream().sorted(Comparator.comparingInt(Ticks::rank)).forEach(tick -> {
            boolean room = named.stream().allMatch(n -> Math.abs(n.offset() - tick.offset()) >= apart);
            if (room && (rank(tick) == 0 || named.size() < 4)) {
                named.add(tick);
            }
        });
        return all.stream()
                .map(t -> named.contains(t) ? t : new Tick(t.offset(), "", t.value()))
                .toList();
    }

    private static int rank(Tick tick) {
        double first = tick.value() / StrictMath.pow(10, Math.floor(StrictMath.log10(tick.value()) + 1e-9));
        return switch ((int) Math.round(first)) {
            case 1 -> 0;
            case 5 -> 1;
            case 2 -> 2;
            default -> 3;
        };
    }

    /// A chart of nothing but an axis. Its letters are a pixel high: which fonts a machine has must not decide where
    /// the ticks are.
    private static final class Ruler extends XYChart {
        Ruler(Scale scale, int length, int apart) {
            super(length, 60);
            Diagram.bare(getStyler());
            getStyler().setXAxisMin(scale.low()).setXAxisMax(scale.high()).setXAxisLogarithmic(scale.logarithmic());
            getStyler().setXAxisLogarithmicDecadeOnly(false);
            getStyler()
                    .setXAxisTickMarkSpacingHint(apart)
                    .setXAxisDecimalPattern(PATTERN)
                    .setLocale(Locale.ROOT);
            getStyler().setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 1));
            // Three places that are not evenly apart: with even ones the library would have ticks there only.
            double third = scale.low() + (scale.high() - scale.low()) / 3;
            addSeries("axis", new double[] {scale.low(), third, scale.high()}, new double[] {0, 0, 1});
        }

        AxisTickCalculator calculated() {
            VectorPaper.of(g -> paint(g, getWidth(), getHeight()));
            return axisPair.getXAxis().getAxisTickCalculator();
        }
    }
}
