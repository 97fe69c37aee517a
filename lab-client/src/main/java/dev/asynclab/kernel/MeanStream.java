package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The mean of n seeded numbers, rounded down, as a stream of objects: each is made, added and forgotten.
///
/// The second of three that give the same result, between [MeanBoxed] and [MeanArray]. What it allocates is
/// garbage at once, which costs a collector that copies survivors almost nothing; the compiler may even leave
/// it out.
public record MeanStream(int n, long seed) implements Kernel {

    static final KernelKind KIND = new KernelKind(
            "mean-stream",
            "mean of n seeded numbers, a stream of objects of which none is kept",
            List.of(
                    new KernelKind.Parameter("n", 1, 10_000_000, "how many numbers"),
                    new KernelKind.Parameter("seed", 0, Integer.MAX_VALUE, "which numbers")),
            "n",
            v -> new MeanStream(v.integer("n"), v.get("seed")));

    public MeanStream {
        if (n < 1) {
            throw new IllegalArgumentException("mean-stream: n must be at least 1, found " + n);
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
        long sum = IntStream.range(0, n)
                .mapToObj(i -> (long) SplitMix.below(Integer.MAX_VALUE, seed, i))
                .reduce(0L, Long::sum);
        return sum / n;
    }
}
