package dev.asynclab.api;

/// How work arrives.
public sealed interface Load {

    /// `tasks` tasks at once; the figure is the wall time to the last verified result.
    record Batch(int tasks) implements Load {}

    /// `concurrency` callers; each starts its next task when its last one ended.
    record Closed(int concurrency) implements Load {}

    /// Work arrives at a rate whether or not the model keeps up; latency counts from the intended start.
    record Open(double ratePerSecond, Arrivals arrivals, int maxInFlight) implements Load {}

    /// Spacing of the arrivals of an open load.
    enum Arrivals {
        POISSON,
        EVEN
    }

    /// The largest number of tasks in flight this load allows.
    default int inFlight() {
        return switch (this) {
            case Batch(int tasks) -> tasks;
            case Closed(int concurrency) -> concurrency;
            case Open open -> open.maxInFlight();
        };
    }
}
