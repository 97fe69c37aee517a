package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;

/// Pi by the midpoint rule in fixed point: the sum of 4 / (1 + x^2) over the midpoints, each term rounded to a
/// multiple of 2^-30.
///
/// A sum of doubles depends on the order of its terms in the last bits, so parts computed elsewhere would not
/// agree with the whole. Here each term is computed as a double and kept as a whole number: the order is
/// forgotten. Pi is the result / (steps x 2^30), within 2^-31 for the rounding and about 1 / (12 steps^2) for
/// the rule.
public record PiSum(int steps) implements Divisible {

    static final KernelKind KIND = new KernelKind(
            "pi-sum",
            "pi by the midpoint rule in fixed point; the result is pi x steps x 2^30",
            // 1e9 terms of at most 4 x 2^30 stay below 2^62
            List.of(new KernelKind.Parameter("steps", 1, 1_000_000_000, "number of rectangles")),
            "steps",
            v -> new PiSum(v.integer("steps")));

    private static final double ONE = 1 << 30;

    public PiSum {
        if (steps < 1) {
            throw new IllegalArgumentException("pi-sum: steps must be at least 1, found " + steps);
        }
    }

    @Override
    public KernelKind kind() {
        return KIND;
    }

    @Override
    public Map<String, Long> parameters() {
        return Map.of("steps", (long) steps);
    }

    @Override
    public long items() {
        return steps;
    }

    @Override
    public void run(long first, long end, long[] into) {
        double width = 1.0 / steps;
        long sum = 0;
        for (long i = first; i < end; i++) {
            double x = (i + 0.5) * width;
            sum += (long) (4 / (1 + x * x) * ONE + 0.5);
        }
        into[0] += sum;
    }
}
