package dev.asynclab.kernel;

import java.util.List;

/// The kernels that CPython has too: those its models can run.
///
/// The list is written by `PythonKernelsTest` from the registry of the Python side, `labtrial.kernels`, which
/// decides; a stale one fails the build. It stands here because a scenario is read where there is no Python.
public final class PythonTwins {
    private static final List<String> IDS = """
            primes
            mandelbrot
            pi
            fibonacci
            sha-256
            julia
            pi-sum
            pi-monte-carlo
            word-count
            sort
            fibonacci-memo
            """.lines().toList();

    private PythonTwins() {}

    /// Ids, in the order of the registry.
    public static List<String> ids() {
        return IDS;
    }
}
