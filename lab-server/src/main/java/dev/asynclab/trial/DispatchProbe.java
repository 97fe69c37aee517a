package dev.asynclab.trial;

import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.workload.Task;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// How long a model needs to get to work: an empty task every 10 ms, from its intended start to its own start.
///
/// Event-loop lag, waiting in a pool's queue and virtual-thread scheduling become one figure this way,
/// comparable between models. The prober goes by its schedule and never waits for the probe before, so a loop
/// that is stuck for a second delays a hundred probes, not one.
final class DispatchProbe implements AutoCloseable {

    static final long EVERY_NANOS = 10_000_000;

    private final ConcurrencyModel model;
    private final TrialClock clock;
    private final Window window;
    private final ConcurrentLinkedQueue<Probe> probes = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    DispatchProbe(ConcurrencyModel model, TrialClock clock, Window window) {
        this.model = model;
        this.clock = clock;
        this.window = window;
    }

    /// Starts the probing thread.
    void begin() {
        Thread.ofPlatform().name("dispatch-probe").daemon().start(this::run);
    }

    /// Ends the probing; the probes sent may still start.
    @Override
    public void close() {
        stopped = true;
    }

    /// Probes on schedule until closed.
    void run() {
        long due = clock.nanos() + EVERY_NANOS;
        while (!stopped) {
            if (clock.nanos() < due) {
                clock.park(due);
            } else {
                probe(due);
                due += EVERY_NANOS;
            }
        }
    }

    private void probe(long intendedNanos) {
        Probe probe = new Probe(intendedNanos);
        if (window.holds(intendedNanos)) {
            probes.add(probe);
        }
        try {
            model.start(new Task(-1, List.of()), probe);
        } catch (RuntimeException e) {
            probe.failed(e);
        }
    }

    /// Delays of the probes meant for the window. One that never started counts with the time it has waited so
    /// far; one that the model refused does not count.
    Durations delays() {
        Durations delays = new Durations(1);
        long now = clock.nanos();
        for (Probe probe : probes) {
            if (!probe.refused || probe.startedNanos >= 0) {
                delays.record((probe.startedNanos < 0 ? now : probe.startedNanos) - probe.intendedNanos);
            }
        }
        return delays;
    }

    private final class Probe implements Completion {
        private final long intendedNanos;
        private volatile long startedNanos = -1;
        private volatile boolean refused;

        Probe(long intendedNanos) {
            this.intendedNanos = intendedNanos;
        }

        @Override
        public void started() {
            startedNanos = clock.nanos();
        }

        @Override
        public void succeeded(long checksum) {
            // Only the start is of interest.
        }

        @Override
        public void failed(Throwable cause) {
            refused = true;
        }
    }
}
