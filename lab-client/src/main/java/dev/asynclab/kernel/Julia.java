package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Counts the points of a square grid over [-1.5, 1.5]^2 that belong to the filled Julia set of 0.322 + 0.05i.
///
/// A point belongs to it when |z| stays below 4 for all `iterations` of z = z^2 + c. The grid includes both
/// edges, so the distance of two points is 3 / (size - 1). Of 2001^2 points and 1000 iterations a fraction of
/// 0.23719749320741929 belongs to the set.
public record Julia(int size, int iterations) implements Divisible, Picture {

    static final KernelKind KIND = new KernelKind(
            "julia",
            "counts the points of a square grid in the filled Julia set of 0.322 + 0.05i",
            List.of(
                    new KernelKind.Parameter("size", 2, 4096, "points along one side, both edges included"),
                    new KernelKind.Parameter("iterations", 1, 100_000, "iterations a point must stay near for")),
            "size^2 x iterations at most",
            v -> new Julia(v.integer("size"), v.integer("iterations")));

    private static final double C_RE = 0.322;
    private static final double C_IM = 0.05;
    private static final double EXTENT = 3;

    public Julia {
        if (size < 2 || iterations < 1) {
            throw new IllegalArgumentException("julia: size must be at least 2 and iterations at least 1, found size="
                    + size + ", iterations=" + iterations);
        }
    }

    @Override
    public KernelKind kind() {
        return KIND;
    }

    @Override
    public Map<String, Long> parameters() {
        return Map.of("size", (long) size, "iterations", (long) iterations);
    }

    @Override
    public long items() {
        return (long) size * size;
    }

    /// An item is a point, row by row.
    @Override
    public void run(long first, long end, long[] into) {
        long members = 0;
        for (long point = first; point < end; point++) {
            if (stays(point) == iterations) {
                members++;
            }
        }
        into[0] += members;
    }

    @Override
    public int side() {
        return size;
    }

    @Override
    public int depth() {
        return iterations + 1;
    }

    @Override
    public Shades shades() {
        return Shades.ESCAPE;
    }

    @Override
    public int[] paint(int side) {
        return IntStream.range(0, side * side)
                .map(new Julia(side, iterations)::stays)
                .toArray();
    }

    /// How many iterations a point stays near for, at most all of them.
    private int stays(long point) {
        double zr = -EXTENT / 2 + EXTENT * (point % size) / (size - 1);
        double zi = -EXTENT / 2 + EXTENT * (point / size) / (size - 1);
        int n = 0;
        while (n < iterations && zr * zr + zi * zi < 16) {
            double next = zr * zr - zi * zi + C_RE;
            zi = 2 * zr * zi + C_IM;
            zr = next;
            n++;
        }
        return n;
    }
}
