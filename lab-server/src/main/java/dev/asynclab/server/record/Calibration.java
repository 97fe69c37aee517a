package dev.asynclab.server.record;

import java.util.Map;

/// What the machine and the backends could do just before the run.
///
/// @param backends by backend name
public record Calibration(Map<String, BackendCapacity> backends) {
    public Calibration {
        backends = Map.copyOf(backends);
    }

    /// @param overheadNanos one call at a time, delay taken off: client, loopback and server together
    /// @param capacityPerSecond calls per second without delay at many callers, reference client on this machine
    /// @param cpuNanosPerCall CPU of client and backend together for one call
    public record BackendCapacity(double overheadNanos, double capacityPerSecond, double cpuNanosPerCall) {}
}
