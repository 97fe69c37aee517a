package dev.asynclab.kernel;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// The registry of kernels: id and parameters to the computation. A new kernel is one line here.
public final class Kernels {
    private static final List<KernelKind> ALL = List.of(
            Primes.KIND,
            Mandelbrot.KIND,
            Pi.KIND,
            Fibonacci.KIND,
            Sha256.KIND,
            Julia.KIND,
            PiSum.KIND,
            PiMonteCarlo.KIND,
            WordCount.KIND,
            SumArray.KIND,
            Sort.KIND,
            Matrix.KIND,
            FibonacciMemo.KIND,
            Sudoku.KIND,
            MeanBoxed.KIND,
            MeanStream.KIND,
            MeanArray.KIND,
            Euclid.KIND);

    private static final List<KernelKind> DIVISIBLE = ALL.stream()
            .filter(kind -> kind.build().apply(name -> smallest(kind, name)) instanceof Divisible)
            .toList();

    private Kernels() {}

    private static long smallest(KernelKind kind, String name) {
        return kind.parameters().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow()
                .min();
    }

    /// Every kernel, in the order of the catalogue.
    public static List<KernelKind> all() {
        return ALL;
    }

    /// Those that can be cut into chunks.
    public static List<KernelKind> divisible() {
        return DIVISIBLE;
    }

    /// A kernel by its id.
    public static Optional<KernelKind> kind(String id) {
        return ALL.stream().filter(k -> k.id().equals(id)).findFirst();
    }

    /// Builds a kernel.
    ///
    /// @throws IllegalArgumentException when no kernel has this id, or a parameter is missing, unknown or out of
    ///     range
    public static Kernel create(String id, Map<String, Long> parameters) {
        KernelKind kind = kind(id).orElseThrow(() -> new IllegalArgumentException("no kernel " + id));
        var unknown = new TreeMap<>(parameters);
        for (KernelKind.Parameter parameter : kind.parameters()) {
            Long value = unknown.remove(parameter.name());
            if (value == null) {
                throw new IllegalArgumentException("kernel " + id + ": parameter " + parameter.name() + " is missing");
            }
            if (value < parameter.min() || value > parameter.max()) {
                throw new IllegalArgumentException("kernel " + id + ": " + parameter.name() + " must lie in "
                        + parameter.min() + ".." + parameter.max() + ", found " + value);
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("kernel " + id + ": no parameter named " + unknown.keySet());
        }
        return kind.build().apply(name -> Objects.requireNonNull(parameters.get(name), name));
    }
}
