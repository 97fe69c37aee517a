package dev.asynclab.kernel;

import java.util.Map;

/// A piece of pure computation: same parameters, same result, on every model and machine.
///
/// The set is open for students: write a record with its [KernelKind], and add that to [Kernels].
public interface Kernel {

    /// Its entry in the catalogue.
    KernelKind kind();

    /// Parameter values by the names of the catalogue: what has to be shipped to rebuild the kernel elsewhere.
    Map<String, Long> parameters();

    /// Computes. Never blocks, allocates little, touches no shared state. The result is the checksum to verify.
    long run();

    /// Id in scenario files.
    default String id() {
        return kind().id();
    }
}
