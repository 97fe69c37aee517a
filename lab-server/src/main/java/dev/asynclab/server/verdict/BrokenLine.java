package dev.asynclab.server.verdict;

/// Where a curve with one bend reaches a level, from a handful of points around the place.
///
/// Two shapes are enough close to a change. A departure is flat and then bends away: a pool does as well
/// as anything
/// until it is full. A swap crosses zero, with a slope of its own on each side. Both are fitted by least
/// squares,
/// the place of the bend by trying it everywhere.
final class BrokenLine {

    private static final int PLACES = 96;

    private BrokenLine() {}

    /// Where a flat line that bends upwards reaches `level`: y = y0 + s max(0, x - k).
    ///
    /// @param x ascending
    /// @param rightwards whether the flat part is on the left
    /// @return infinite when the points never reach the level on that side
    static double departure(double[] x, double[] y, double level, boolean rightwards) {
        double sign = level < 0 ? -1 : 1;
        double direction = rightwards ? 1 : -1;
        double[] h = new double[x.length];
        double first = rightwards ? x[0] : x[x.length - 1];
        double last = rightwards ? x[x.length - 1] : x[0];
        double bestError = Double.POSITIVE_INFINITY;
        double crossing = direction * Double.POSITIVE_INFINITY;
        for (int i = 0; i < PLACES; i++) {
            double bend = first + (last - first) * i / PLACES;
            for (int j = 0; j < x.length; j++) {
                h[j] = StrictMath.max(0, direction * (x[j] - bend));
            }
            Line line = Line.through(h, y, sign);
            if (line.error < bestError) {
                bestError = line.error;
                crossing = line.slope > 0
                        ? bend + direction * (sign * level - line.start) / line.slope
                        : direction * Double.POSITIVE_INFINITY;
            }
        }
        return crossing;
    }

    /// y = start + slope h, for sign x y.
    private record Line(double start, double slope, double error) {
        static Line through(double[] h, double[] y, double sign) {
            int n = h.length;
            double meanH = 0;
            double meanY = 0;
            for (int i = 0; i < n; i++) {
                meanH += h[i] / n;
                meanY += sign * y[i] / n;
            }
            double hh = 0;
            double hy = 0;
            for (int i = 0; i < n; i++) {
                hh += (h[i] - meanH) * (h[i] - meanH);
                hy += (h[i] - meanH) * (sign * y[i] - meanY);
            }
            double slope = hh > 0 ? hy / hh : 0;
            double start = meanY - slope * meanH;
            double error = 0;
            for (int i = 0; i < n; i++) {
                double off = sign * y[i] - start - slope * h[i];
                error += off * off;
            }
            return new Line(start, slope, error);
        }
    }

    /// Where two lines that meet at zero meet: y = s1 min(0, x - c) + s2 max(0, x - c).
    static double swap(double[] x, double[] y) {
        double bestError = Double.POSITIVE_INFINITY;
        double crossing = x[0];
        double span = x[x.length - 1] - x[0];
        for (int i = 1; i < 2 * PLACES; i++) {
            double at = x[0] + span * i / (2 * PLACES);
            double error = side(x, y, at, true) + side(x, y, at, false);
            if (error < bestError) {
                bestError = error;
                crossing = at;
            }
        }
        return crossing;
    }

    /// Squared error of the best line through (at, 0) for the points on one side.
    private static double side(double[] x, double[] y, double at, boolean left) {
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            if (x[i] < at == left) {
                xx += (x[i] - at) * (x[i] - at);
                xy += (x[i] - at) * y[i];
                yy += y[i] * y[i];
            }
        }
        return xx > 0 ? yy - xy * xy / xx : yy;
    }
}
