package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;

/// The n-th Fibonacci number by the same recursion as [Fibonacci], each value computed once: n + 1 numbers
/// remembered instead of 1.618^n calls.
public record FibonacciMemo(int n) implements Kernel {

    static final KernelKind KIND = new KernelKind(
            "fibonacci-memo",
            "the n-th Fibonacci number by recursion that remembers",
            List.of(new KernelKind.Parameter("n", 0, 92, "index; the 93rd does not fit in 64 bits")),
            "n",
            v -> new FibonacciMemo(v.integer("n")));

    public FibonacciMemo {
        if (n < 0 || n > 92) {
            throw new IllegalArgumentException("fibonacci-memo: n must lie in 0..92, found " + n);
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
        return of(n, new long[n + 1]);
    }

    /// A 0 in the memory means: not known yet. Only the value at index 0 is 0 itself, and that is never looked
    /// up.
    private static long of(int n, long[] known) {
        if (n < 2) {
            return n;
        }
        if (known[n] == 0) {
            known[n] = of(n - 1, known) + of(n - 2, known);
        }
        return known[n];
    }
}
