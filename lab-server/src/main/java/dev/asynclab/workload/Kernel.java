package dev.asynclab.workload;

import java.util.Map;

/// A piece of pure computation: same parameters, same result, on every model and machine.
///
/// The set is open for students: write a record, add it to [Kernels] and to the catalogue.
public interface Kernel {

    /// Id in scenario files.
    String id();

    /// Parameter values by the names of the catalogue: what has to be shipped to rebuild the kernel elsewhere.
    Map<String, Long> parameters();

    /// Computes. Never blocks, allocates little, touches no shared state. The result is the checksum to verify.
    long run();
}
