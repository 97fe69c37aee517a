package dev.asynclab.server.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the machine and the backends could do just before the run.
///
/// @param backends by backend name
public record Calibration(Map<String, BackendCapacity> backends) {

    /// A call that takes so much longer than before is more than noise of the machine.
    private static final double SLOWER_NANOS = 1e6;

    /// So is a backend that answers fewer than this share of the calls it could answer before.
    private static final double CAPACITY_LEFT = 0.5;

    public Calibration {
        backends = Map.copyOf(backends);
    }

    /// @param overheadNanos one call at a time, delay taken off: client, loopback and server together
    /// @param capacityPerSecond calls per second without delay at many callers, reference client on this machine
    /// @param cpuNanosPerCall CPU of client and backend together for one call
    public record BackendCapacity(double overheadNanos, double capacityPerSecond, double cpuNanosPerCall) {}

    /// What a second look found changed for the worse, in words; empty when nothing did.
    public List<String> changes(Calibration now) {
        List<String> changes = new ArrayList<>();
        new TreeMap<>(backends).forEach((name, before) -> {
            BackendCapacity after = now.backends.get(name);
            if (after != null && after.overheadNanos > before.overheadNanos + SLOWER_NANOS) {
                changes.add("a call to %s takes %.1f ms more than at calibration"
                        .formatted(name, (after.overheadNanos - before.overheadNanos) / 1e6));
            }
            if (after != null && after.capacityPerSecond < CAPACITY_LEFT * before.capacityPerSecond) {
                changes.add("%s answers %.0f calls/s, at calibration it was %.0f"
                        .formatted(name, after.capacityPerSecond, before.capacityPerSecond));
            }
        });
        return changes;
    }
}
