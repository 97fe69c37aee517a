package dev.asynclab.workload;

import java.util.Map;

/// The n-th Fibonacci number by naive recursion: calls and returns, 1.618^n of them.
public record Fibonacci(int n) implements Kernel {

    public Fibonacci {
        if (n < 0) {
            throw new IllegalArgumentException("fibonacci: n must be at least 0, found " + n);
        }
    }

    @Override
    public String id() {
        return "fibonacci";
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
