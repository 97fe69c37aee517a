package dev.asynclab.workload;

import java.util.Map;

/// The registry of kernels: id and parameters to the computation.
public final class Kernels {
    private Kernels() {}

    /// Builds a kernel.
    ///
    /// @throws IllegalArgumentException when no kernel has this id, or a parameter is missing
    public static Kernel create(String id, Map<String, Long> parameters) {
        throw new IllegalArgumentException("no kernel " + id);
    }
}
