package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;

/// Throws points at the unit square and counts those inside the quarter circle: pi is about 4 x hits / points.
///
/// Point i has its own two numbers of the seed, so that a part needs none of the points before it. Coordinates
/// are whole numbers of 31 bits, compared without rounding. The hits spread by sqrt(points x pi/4 x (1 - pi/4))
/// = 0.41 sqrt(points) around points x pi/4.
public record PiMonteCarlo(int points, long seed) implements Divisible {

    static final KernelKind KIND = new KernelKind(
            "pi-monte-carlo",
            "counts random points of the unit square inside the quarter circle: pi x points / 4, roughly",
            List.of(
                    new KernelKind.Parameter("points", 1, 1_000_000_000, "how many points are thrown"),
                    new KernelKind.Parameter("seed", 0, Integer.MAX_VALUE, "which points")),
            "points",
            v -> new PiMonteCarlo(v.integer("points"), v.get("seed")));

    private static final long RADIUS_SQUARED = 1L << 62;

    public PiMonteCarlo {
        if (points < 1) {
            throw new IllegalArgumentException("pi-monte-carlo: points must be at least 1, found " + points);
        }
    }

    @Override
    public KernelKind kind() {
        return KIND;
    }

    @Override
    public Map<String, Long> parameters() {
        return Map.of("points", (long) points, "seed", seed);
    }

    @Override
    public long items() {
        return points;
    }

    @Override
    public void run(long first, long end, long[] into) {
        long hits = 0;
        for (long i = first; i < end; i++) {
            long x = SplitMix.bits(seed, 2 * i) >>> 33;
            long y = SplitMix.bits(seed, 2 * i + 1) >>> 33;
            if (x * x + y * y < RADIUS_SQUARED) {
                hits++;
            }
        }
        into[0] += hits;
    }
}
