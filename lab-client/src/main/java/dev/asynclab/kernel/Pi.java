package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;

/// Pi as the integral of 4 / (1 + x^2) over [0, 1] by the midpoint rule: one division per step, nothing else.
///
/// The result is the bit pattern of the double: two runs agree in every bit or not at all. Its error is
/// about 1 / (12 steps^2).
public record Pi(int steps) implements Kernel {

    static final KernelKind KIND = new KernelKind(
            "pi",
            "pi by the midpoint rule; the result is the bit pattern of the double",
            List.of(new KernelKind.Parameter("steps", 1, 1_000_000_000, "number of rectangles")),
            "steps",
            v -> new Pi(v.integer("steps")));

    public Pi {
        if (steps < 1) {
            throw new IllegalArgumentException("pi: steps must be at least 1, found " + steps);
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
    public long run() {
        double width = 1.0 / steps;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            double x = (i + 0.5) * width;
            sum += 4 / (1 + x * x);
        }
        return Double.doubleToRawLongBits(sum * width);
    }
}
