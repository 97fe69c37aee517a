package dev.asynclab.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The mean of n seeded numbers, rounded down, the way a beginner's loop does it: each number an object in a
/// list.
///
/// The first of three that give the same result: [MeanStream] makes the objects but keeps none, [MeanArray]
/// makes none. All n objects, 16 bytes each, and their references are alive at once here, and the garbage
/// collector has to trace them.
public record MeanBoxed(int n, long seed) implements Kernel {

    static final KernelKind KIND = new KernelKind(
            "mean-boxed",
            "mean of n seeded numbers kept as objects in a list",
            List.of(
                    new KernelKind.Parameter("n", 1, 10_000_000, "how many numbers"),
                    new KernelKind.Parameter("seed", 0, Integer.MAX_VALUE, "which numbers")),
            "n, and about 20 n bytes",
            v -> new MeanBoxed(v.integer("n"), v.get("seed")));

    public MeanBoxed {
        if (n < 1) {
            throw new IllegalArgumentException("mean-boxed: n must be at least 1, found " + n);
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
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            numbers.add((long) SplitMix.below(Integer.MAX_VALUE, seed, i));
        }
        long sum = 0;
        for (Long number : numbers) {
            sum += number;
        }
        return sum / n;
    }
}
