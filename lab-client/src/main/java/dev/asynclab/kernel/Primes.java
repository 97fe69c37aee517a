package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;

/// Counts the primes in `[from, from + count)` by trial division: integer arithmetic and branches, no memory.
///
/// Each number is divided by 2, 3 and then by 6k - 1 and 6k + 1 up to its square root, so a prime n costs about
/// sqrt(n) / 3 divisions and most composites cost a handful.
public record Primes(long from, long count) implements Divisible {

    static final KernelKind KIND = new KernelKind(
            "primes",
            "counts the primes in [from, from + count) by trial division",
            List.of(
                    new KernelKind.Parameter("from", 2, 1_000_000_000_000L, "first number tested"),
                    new KernelKind.Parameter("count", 1, 10_000_000, "how many numbers are tested")),
            "count x sqrt(from) / ln(from) in the worst case",
            v -> new Primes(v.get("from"), v.get("count")));

    public Primes {
        if (from < 2 || count < 1) {
            throw new IllegalArgumentException(
                    "primes: from must be at least 2 and count at least 1, found from=" + from + ", count=" + count);
        }
    }

    @Override
    public KernelKind kind() {
        return KIND;
    }

    @Override
    public Map<String, Long> parameters() {
        return Map.of("from", from, "count", count);
    }

    @Override
    public long items() {
        return count;
    }

    @Override
    public void run(long first, long end, long[] into) {
        long primes = 0;
        for (long n = from + first; n < from + end; n++) {
            if (isPrime(n)) {
                primes++;
            }
        }
        into[0] += primes;
    }

    private static boolean isPrime(long n) {
        if (n < 4) {
            return true; // 2 and 3: `from` is at least 2
        }
        if (n % 2 == 0 || n % 3 == 0) {
            return false;
        }
        for (long d = 5; d * d <= n; d += 6) {
            if (n % d == 0 || n % (d + 2) == 0) {
                return false;
            }
        }
        return true;
    }
}
