package dev.asynclab.workload;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The registry of kernels: id and parameters to the computation.
public final class Kernels {
    private Kernels() {}

    /// Every id, in the order of the catalogue.
    public static List<String> ids() {
        return List.of("primes", "mandelbrot", "pi", "fibonacci", "sha-256");
    }

    /// Builds a kernel.
    ///
    /// @throws IllegalArgumentException when no kernel has this id, or a parameter is missing, unknown or out of
    ///     range
    public static Kernel create(String id, Map<String, Long> parameters) {
        var given = new Given(id, parameters);
        Kernel kernel = switch (id) {
            case "primes" -> new Primes(given.take("from"), given.take("count"));
            case "mandelbrot" -> new Mandelbrot(given.takeInt("size"), given.takeInt("iterations"));
            case "pi" -> new Pi(given.takeInt("steps"));
            case "fibonacci" -> new Fibonacci(given.takeInt("n"));
            case "sha-256" -> new Sha256(given.takeInt("bytes"), given.takeInt("rounds"));
            default -> throw new IllegalArgumentException("no kernel " + id);
        };
        given.refuseRest();
        return kernel;
    }

    /// The parameters as given; each is taken once, so that what is left at the end is unknown.
    private static final class Given {
        private final String id;
        private final Map<String, Long> left;

        Given(String id, Map<String, Long> parameters) {
            this.id = id;
            this.left = new TreeMap<>(parameters);
        }

        long take(String name) {
            Long value = left.remove(name);
            if (value == null) {
                throw new IllegalArgumentException("kernel " + id + ": parameter " + name + " is missing");
            }
            return value;
        }

        int takeInt(String name) {
            long value = take(name);
            if (value != (int) value) {
                throw new IllegalArgumentException("kernel " + id + ": " + name + " is too large: " + value);
            }
            return (int) value;
        }

        void refuseRest() {
            if (!left.isEmpty()) {
                throw new IllegalArgumentException("kernel " + id + ": no parameter named " + left.keySet());
            }
        }
    }
}
