package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;

/// Sums the greatest common divisors of all pairs of numbers from 1 to n, by Euclid's algorithm: remainders and
/// branches nobody can predict.
public record Euclid(int n) implements Divisible {

    static final KernelKind KIND = new KernelKind(
            "euclid",
            "sums the greatest common divisors of all pairs of numbers up to n",
            List.of(new KernelKind.Parameter("n", 1, 100_000, "largest number of a pair")),
            "n^2 x ln(n)",
            v -> new Euclid(v.integer("n")));

    public Euclid {
        if (n < 1) {
            throw new IllegalArgumentException("euclid: n must be at least 1, found " + n);
        }
    }

    @Override
    public KernelKind kind() {
        return KIND;
    }

    @Override
    public Map<String, Long> parameters() {
        return Map.of("n", (long) n);
    }

    @Override
    public long items() {
        return n;
    }

    /// An item is the first number of a pair, with every second number.
    @Override
    public void run(long first, long end, long[] into) {
        long sum = 0;
        for (long a = first + 1; a <= end; a++) {
            for (long b = 1; b <= n; b++) {
                sum += divisor(a, b);
            }
        }
        into[0] += sum;
    }

    private static long divisor(long a, long b) {
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }
}
