package dev.asynclab.server.report.chart;

import java.util.Collection;
import java.util.DoubleSummaryStatistics;

/// What an axis covers, and in which unit it counts.
///
/// @param low first value of the axis, in units of the axis
/// @param high last value, above `low`
/// @param factor from the base unit of the data to the unit of the axis
/// @param suffix of a tick's label
public record Scale(double low, double high, boolean logarithmic, double factor, String suffix) {
    /// A wider range than this is drawn on a logarithmic axis: on a linear one its lower half would be one line.
    private static final double WIDE_RANGE = 30;

    private static final double MARGIN = 0.04;

    public Scale {
        if (!(high > low) || logarithmic && low <= 0) {
            throw new IllegalArgumentException("no axis from " + low + " to " + high);
        }
    }

    /// An axis for quantities: from 0, or logarithmic.
    ///
    /// @param values finite, at least one
    /// @param unit of the result document
    public static Scale ofQuantity(Collection<Double> values, String unit) {
        DoubleSummaryStatistics range = range(values);
        Unit named = Unit.of(unit, range.getMax());
        double smallest = range.getMin() * named.factor;
        double largest = range.getMax() * named.factor;
        if (smallest > 0 && largest / smallest > WIDE_RANGE) {
            return spread(smallest, largest, true, named);
        }
        double low = Math.min(0, smallest);
        return new Scale(
                low, largest > low ? low + (largest - low) * (1 + MARGIN) : low + 1, false, named.factor, named.suffix);
    }

    /// An axis for lengths, which start at 0.
    ///
    /// @param values finite and not negative, at least one
    static Scale fromZero(Collection<Double> values, String unit) {
        double largest = range(values).getMax();
        Unit named = Unit.of(unit, largest);
        return new Scale(0, largest > 0 ? largest * named.factor : 1, false, named.factor, named.suffix);
    }

    /// An axis for the values somebody chose to measure at: from the first to the last.
    public static Scale ofPlaces(Collection<Double> values) {
        DoubleSummaryStatistics range = range(values);
        double smallest = range.getMin();
        double largest = range.getMax();
        return spread(smallest, largest, smallest > 0 && largest / smallest >= 8, new Unit(1, ""));
    }

    private static Scale spread(double low, double high, boolean logarithmic, Unit unit) {
        if (logarithmic) {
            double margin = StrictMath.pow(high / low, MARGIN);
            return new Scale(low / margin, high * margin, true, unit.factor, unit.suffix);
        }
        double margin = high > low ? (high - low) * MARGIN : 1;
        return new Scale(low - margin, high + margin, false, unit.factor, unit.suffix);
    }

    private static DoubleSummaryStatistics range(Collection<Double> values) {
        return values.stream().mapToDouble(v -> v).summaryStatistics();
    }

    /// A value of the data in units of the axis; at the lower end when a logarithmic axis cannot show it.
    double of(double value) {
        return logarithmic ? Math.max(low, value * factor) : value * factor;
    }

    /// `throughput (log)`.
    String named(String what) {
        return logarithmic ? what + " (log)" : what;
    }

    private record Unit(double factor, String suffix) {
        private static final String[] BYTES = {" B", " KiB", " MiB", " GiB", " TiB"};

        static Unit of(String unit, double largest) {
            double size = Math.abs(largest);
            return switch (unit) {
                case "/s" -> new Unit(1, "/s");
                case "s" ->
                    size >= 1
                            ? new Unit(1, " s")
                            : size >= 1e-3
                                    ? new Unit(1e3, " ms")
                                    : size >= 1e-6 ? new Unit(1e6, " µs") : new Unit(1e9, " ns");
                case "B" -> {
                    int at = 0;
                    double factor = 1;
                    while (size * factor >= 1024 && at < BYTES.length - 1) {
                        factor /= 1024;
                        at++;
                    }
                    yield new Unit(factor, BYTES[at]);
                }
                // What else is counted says so in its name: `cpu.cores`.
                default -> new Unit(1, "");
            };
        }
    }
}
