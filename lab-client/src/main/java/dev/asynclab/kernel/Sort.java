package dev.asynclab.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Sorts n seeded numbers of 64 bits with the library's own sort: comparisons and memory.
///
/// The result gives each place a weight, so that it is right only when every number is in its place.
public record Sort(int n, long seed) implements Kernel {

    static final KernelKind KIND = new KernelKind(
            "sort",
            "sorts n seeded numbers with the library's sort",
            List.of(
                    new KernelKind.Parameter("n", 1, 10_000_000, "how many numbers"),
                    new KernelKind.Parameter("seed", 0, Integer.MAX_VALUE, "which numbers")),
            "n x log2(n)",
            v -> new Sort(v.integer("n"), v.get("seed")));

    public Sort {
        if (n < 1) {
            throw new IllegalArgumentException("sort: n must be at least 1, found " + n);
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
            numbers[i] = SplitMix.bits(seed, i);
        }
        Arrays.sort(numbers);
        return Divisible.checksum(numbers);
    }
}
