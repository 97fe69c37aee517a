package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;

/// Sums the numbers 0 to n - 1 by way of an array: writes them down, then adds them up, `chunk` numbers at a
/// time.
///
/// With a chunk of n the whole array exists at once, 8 n bytes; with a smaller one the same array is filled again
/// and again. Same additions, same result, n / chunk times less memory.
public record SumArray(int n, int chunk) implements Kernel {

    static final KernelKind KIND = new KernelKind(
            "sum-array",
            "writes n numbers into an array and sums it, a chunk at a time",
            List.of(
                    new KernelKind.Parameter("n", 1, 100_000_000, "how many numbers, 8 bytes each"),
                    new KernelKind.Parameter("chunk", 1, 100_000_000, "how many exist at a time; n or more: all")),
            "n, and 8 x min(n, chunk) bytes",
            v -> new SumArray(v.integer("n"), v.integer("chunk")));

    public SumArray {
        if (n < 1 || chunk < 1) {
            throw new IllegalArgumentException(
                    "sum-array: n and chunk must be at least 1, found n=" + n + ", chunk=" + chunk);
        }
    }

    @Override
    public KernelKind kind() {
        return KIND;
    }

    @Override
    public Map<String, Long> parameters() {
        return Map.of("n", (long) n, "chunk", (long) chunk);
    }

    @Override
    public long run() {
        long[] numbers = new long[Math.min(n, chunk)];
        long sum = 0;
        for (int from = 0; from < n; from += numbers.length) {
            int count = Math.min(numbers.length, n - from);
            for (int i = 0; i < count; i++) {
                numbers[i] = from + i;
            }
            for (int i = 0; i < count; i++) {
                sum += numbers[i];
            }
        }
        return sum;
    }
}
