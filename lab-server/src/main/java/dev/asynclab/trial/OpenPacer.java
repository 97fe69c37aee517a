package dev.asynclab.trial;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/// Open load: arrivals come when they were meant to come, however the model is doing.
///
/// One thread parks until the next intended time. An arrival that finds the most tasks allowed in flight waits
/// its turn, first in first out, and keeps its intended start: its latency counts from there. Stamping it again
/// when it finally starts would be coordinated omission, the mistake this load shape exists to avoid.
final class OpenPacer implements Pacer {

    /// The schedule is this much longer than settling and window: reading counters at the edges takes time too,
    /// and memory is read under load after the window.
    static final long TAIL_NANOS = 5_000_000_000L;

    private static final long WAITING = 1L << 32;

    private final long[] times;
    private final int maxInFlight;
    private final Pacing pacing;
    private final TrialClock clock;
    private final Flights flights;
    private final Window window;
    /// Arrivals waiting in the upper half, tasks in flight in the lower: one word, so that they change together.
    private final AtomicLong state = new AtomicLong();
    /// Arrivals start in order: those waiting are the ones from here on.
    private final AtomicInteger next = new AtomicInteger();
    private final boolean[] ended;
    private final LongAdder late = new LongAdder();
    private volatile boolean stopped;
    private long phaseEnds;

    /// @param times intended starts, ascending, from the moment the load begins
    OpenPacer(long[] times, int maxInFlight, Pacing pacing, Flights flights, Window window) {
        this.times = times.clone();
        this.maxInFlight = maxInFlight;
        this.pacing = pacing;
        this.clock = pacing.clock();
        this.flights = flights;
        this.window = window;
        this.ended = new boolean[times.length];
    }

    @Override
    public void begin() {
        long origin = clock.nanos();
        for (int i = 0; i < times.length; i++) {
            times[i] += origin;
        }
        pacing.run(this::pace);
    }

    /// The schedule, on the pacing thread.
    private void pace() {
        int arrived = 0;
        while (arrived < times.length && !stopped) {
            long due = times[arrived];
            if (clock.nanos() < due) {
                clock.park(due);
            } else {
                arrived++;
                arrive(due);
            }
        }
    }

    private void arrive(long due) {
        if (take()) {
            run(clock.nanos());
        } else if (window.holds(due)) {
            late.increment();
        }
    }

    /// Starts the first waiting arrival, and goes on as long as tasks end at once.
    private void run(long nowNanos) {
        long now = nowNanos;
        int index = next.getAndIncrement();
        while (flights.start(this, index, index, times[index], now) && handOn(index)) {
            index = next.getAndIncrement();
            now = clock.nanos();
        }
    }

    @Override
    public void ended(int slot, long nowNanos) {
        if (handOn(slot)) {
            run(nowNanos);
        }
    }

    /// Takes a place in flight, or joins those who wait for one.
    private boolean take() {
        while (true) {
            long now = state.get();
            boolean free = (int) now < maxInFlight;
            if (state.compareAndSet(now, free ? now + 1 : now + WAITING)) {
                return free;
            }
        }
    }

    /// Gives the place of an ended task to the next who waits (true), or back.
    private boolean handOn(int slot) {
        ended[slot] = true;
        while (true) {
            long now = state.get();
            boolean wanted = now >= WAITING && !(stopped && window.past(nextIntended()));
            if (state.compareAndSet(now, wanted ? now - WAITING : now - 1)) {
                return wanted;
            }
        }
    }

    /// Of the first who waits; the last arrival when another thread has just taken that one.
    private long nextIntended() {
        return times[Math.min(next.get(), times.length - 1)];
    }

    @Override
    public void phase(long nanos, long mostNanos) {
        phaseEnds = clock.nanos() + nanos;
    }

    @Override
    public boolean phaseOver() {
        return clock.nanos() >= phaseEnds;
    }

    @Override
    public long closing() {
        return clock.nanos() + Window.NOTICE_NANOS;
    }

    @Override
    public void close() {
        stopped = true;
    }

    /// Arrivals meant for later than the window are not waited for.
    @Override
    public boolean drained() {
        return (int) state.get() == 0;
    }

    @Override
    public void eachInFlight(LongConsumer intendedNanos) {
        for (int i = 0; i < next.get(); i++) {
            if (!ended[i]) {
                intendedNanos.accept(times[i]);
            }
        }
    }

    @Override
    public void eachDropped(LongConsumer intendedNanos) {
        for (int i = next.get(); i < times.length && !window.past(times[i]); i++) {
            intendedNanos.accept(times[i]);
        }
    }

    @Override
    public long late() {
        return late.sum();
    }
}
