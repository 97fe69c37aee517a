package dev.asynclab.workload;

import java.util.Map;

/// Counts the primes in `[from, from + count)` by trial division: integer arithmetic and branches, no memory.
///
/// Each number is divided by 2, 3 and then by 6k - 1 and 6k + 1 up to its square root, so a prime n costs about
/// sqrt(n) / 3 divisions and most composites cost a handful.
public record Primes(long from, long count) implements Kernel {

    public Primes {
        if (from < 2 || count < 1) {
            throw new IllegalArgumentException(
                    "primes: from must be at least 2 and count at least 1, found from=" + from + ", count=" + count);
        }
    }

    @Override
    public String id() {
        return "primes";
    }

    @Override
    public Map<String, Long> parameters() {
        return Map.of("from", from, "count", count);
    }

    @Override
    public long run() {
        long primes = 0;
        for (long n = from; n < from + count; n++) {
            if (isPrime(n)) {
                primes++;
            }
        }
        return primes;
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
