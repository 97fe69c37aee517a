package dev.asynclab.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/// Batch load: all N tasks at once; again and again until the phase has lasted long enough, at least once.
///
/// Phases end between two repetitions, so a window holds whole repetitions only.
final class BatchPacer implements Pacer {

    private final int tasks;
    private final Pacing pacing;
    private final TrialClock clock;
    private final Flights flights;
    private final Recorder recorder;
    private final Window window;
    private final Counts counts;
    private final AtomicInteger left = new AtomicInteger();
    /// Written at the end of one repetition, read by the measuring thread after `over`.
    private final List<Long> wallNanos = new ArrayList<>();

    private long ids;
    private long until;
    private Thread measuring = Thread.currentThread();
    private volatile long began;
    private volatile long lastEnd;
    private volatile boolean over = true;
    private volatile boolean stopped;

    BatchPacer(int tasks, Pacing pacing, Flights flights, Recorder recorder, Window window, Counts counts) {
        this.tasks = tasks;
        this.pacing = pacing;
        this.clock = pacing.clock();
        this.flights = flights;
        this.recorder = recorder;
        this.window = window;
        this.counts = counts;
    }

    /// Every repetition starts on an idle model, the first one too: there is nothing to settle.
    @Override
    public boolean settles() {
        return false;
    }

    @Override
    public void begin() {
        // Every phase starts its own repetitions.
    }

    @Override
    public void phase(long nanos, long mostNanos) {
        over = false;
        measuring = Thread.currentThread();
        until = clock.nanos() + nanos;
        pacing.run(this::repetition);
    }

    private void repetition() {
        left.set(tasks);
        counts.reset();
        long now = clock.nanos();
        began = now;
        for (int i = 0; i < tasks && !stopped; i++) {
            if (flights.start(this, ids++, i, now, clock.nanos())) {
                ended(i, clock.nanos());
            }
        }
    }

    @Override
    public void ended(int slot, long nowNanos) {
        if (left.decrementAndGet() > 0) {
            return;
        }
        if (window.holds(began)) {
            wallNanos.add(nowNanos - began);
            counts.repetitionEnded();
        }
        if (nowNanos < until && !stopped) {
            pacing.run(this::repetition);
        } else {
            lastEnd = nowNanos;
            over = true;
            LockSupport.unpark(measuring);
        }
    }

    @Override
    public boolean phaseOver() {
        return over;
    }

    /// Just after the last task of the last repetition.
    @Override
    public long closing() {
        return lastEnd + 1;
    }

    @Override
    public void close() {
        stopped = true;
    }

    @Override
    public boolean drained() {
        return recorder.inFlight().now() == 0;
    }

    @Override
    public void eachInFlight(LongConsumer intendedNanos) {
        for (int i = recorder.inFlight().now(); i > 0; i--) {
            intendedNanos.accept(began);
        }
    }

    @Override
    public List<Long> wallNanos() {
        return List.copyOf(wallNanos);
    }
}
