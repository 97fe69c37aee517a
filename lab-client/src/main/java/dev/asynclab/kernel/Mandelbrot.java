package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Sums the iteration counts over a square picture of the Mandelbrot set, centre -0.8, extent 3: floating point
/// work whose cost differs from pixel to pixel.
///
/// The order of the floating point operations is fixed, so every language that follows IEEE 754 gets the same sum.
/// Fused multiply-add would change it and is not used.
public record Mandelbrot(int size, int iterations) implements Divisible, Picture {

    static final KernelKind KIND = new KernelKind(
            "mandelbrot",
            "sum of the iteration counts over a square picture, centre -0.8, extent 3",
            List.of(
                    new KernelKind.Parameter("size", 1, 4096, "pixels along one side"),
                    new KernelKind.Parameter("iterations", 1, 100_000, "largest iteration count of a pixel")),
            "size^2 x iterations at most",
            v -> new Mandelbrot(v.integer("size"), v.integer("iterations")));

    private static final double CENTRE_RE = -0.8;
    private static final double CENTRE_IM = 0;
    private static final double EXTENT = 3;

    public Mandelbrot {
        if (size < 1 || iterations < 1) {
            throw new IllegalArgumentException("mandelbrot: size and iterations must be at least 1, found size=" + size
                    + ", iterations=" + iterations);
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

    /// An item is a pixel, row by row.
    @Override
    public void run(long first, long end, long[] into) {
        long sum = 0;
        for (long pixel = first; pixel < end; pixel++) {
            sum += escape(pixel);
        }
        into[0] += sum;
    }

    @Override
    public int side() {
        return size;
    }

    @Override
    public int depth() {
        return iterations;
    }

    @Override
    public Shades shades() {
        return Shades.ESCAPE;
    }

    @Override
    public int[] paint(int side) {
        return IntStream.range(0, side * side)
                .map(new Mandelbrot(side, iterations)::escape)
                .toArray();
    }

    private int escape(long pixel) {
        double re = CENTRE_RE - EXTENT / 2 + EXTENT * (pixel % size) / size;
        double im = CENTRE_IM - EXTENT / 2 + EXTENT * (pixel / size) / size;
        return escape(re, im);
    }

    /// The index, from 0, of the iteration of z = z^2 + c after which |z| > 2; the last index when that never
    /// happens.
    private int escape(double re, double im) {
        double zr = 0;
        double zi = 0;
        for (int n = 0; n < iterations - 1; n++) {
            double next = zr * zr - zi * zi + re;
            zi = 2 * zr * zi + im;
            zr = next;
            if (zr * zr + zi * zi > 4) {
                return n;
            }
        }
        return iterations - 1;
    }
}
