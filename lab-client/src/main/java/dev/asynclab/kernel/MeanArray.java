package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;

/// The mean of n seeded numbers, rounded down, with the numbers side by side in one array: no objects, 8 n bytes.
///
/// The third of three that give the same result, after [MeanBoxed] and [MeanStream].
public record MeanArray(int n, long seed) implements Kernel {

    static final KernelKind KIND = new KernelKind(
            "mean-array",
            "mean of n seeded numbers in an array of primitives",
            List.of(
                    new KernelKind.Parameter("n", 1, 10_000_000, "how many numbers"),
                    new KernelKind.Parameter("seed", 0, Integer.MAX_VALUE, "which numbers")),
            "n, and 8 n bytes",
            v -> new MeanArray(v.integer("n"), v.get("seed")));

    public MeanArray {
        if (n < 1) {
            throw new IllegalArgumentException("mean-array: n must be at least 1, found " + n);
        }
    }

    @Override
    public KernelKind kind() {
        return KIND;
    }

    @Override
    public Map<String, Long> parameters() {
        return Map.of("n", (long) n, "seed", seed);
    }

    @Override
    public long run() {
        long[] numbers = new long[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = SplitMix.below(Integer.MAX_VALUE, seed, i);
        }
        long sum = 0;
        for (long number : numbers) {
            sum += number;
        }
        return sum / n;
    }
}
