package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;

/// The n-th Fibonacci number by naive recursion: calls and returns, 1.618^n of them.
public record Fibonacci(int n) implements Kernel {

    static final KernelKind KIND = new KernelKind(
            "fibonacci",
            "the n-th Fibonacci number by naive recursion",
            List.of(new KernelKind.Parameter("n", 0, 45, "index")),
            "1.618^n",
            v -> new Fibonacci(v.integer("n")));

    public Fibonacci {
        if (n < 0) {
            throw new IllegalArgumentException("fibonacci: n must be at least 0, found " + n);
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
    public long run() {
        return of(n);
    }

    private static long of(int n) {
        return n < 2 ? n : of(n - 1) + of(n - 2);
    }
}
