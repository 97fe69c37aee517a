package dev.asynclab.trial;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;

/// Closed load: C callers, each of which starts its next task when the one before has ended, without thinking.
///
/// The next task starts from the completion of the last, on the model's own thread: no hand-off to a generator
/// thread disturbs what is measured.
///
/// Callers join one after the other, evenly over one base delay. Were they to start together they would go on in
/// step: every delay ends in a burst of C answers, the last of which waits for C - 1 others, and a model would be
/// charged for a crowd that the load itself had made.
final class ClosedPacer implements Pacer {

    private static final long NONE = -1;

    private final Pacing pacing;
    private final TrialClock clock;
    private final Flights flights;
    private final Recorder recorder;
    private final long joinNanos;
    private final AtomicLong ids = new AtomicLong();
    /// Begin of each caller's present task, or none when the caller has seen the stop. Each entry is written by
    /// the one thread that has the caller's turn, and read by the measuring thread.
    private final AtomicLongArray begins;
    /// Callers with a higher number go on no more. One field also for the end of the load, where it is 0: a caller
    /// reads it before every task.
    private volatile int callers;
    private long phaseEnds;
    private long phaseMustEnd;

    /// @param joinNanos time over which the callers join; 0 for all at once
    ClosedPacer(int concurrency, long joinNanos, Pacing pacing, Flights flights, Recorder recorder) {
        this.pacing = pacing;
        this.clock = pacing.clock();
        this.flights = flights;
        this.recorder = recorder;
        this.joinNanos = joinNanos;
        this.begins = new AtomicLongArray(concurrency);
        this.callers = concurrency;
        for (int caller = 0; caller < concurrency; caller++) {
            begins.set(caller, NONE);
        }
    }

    @Override
    public void begin() {
        pacing.run(() -> {
            // In turns, so that a caller whose tasks all end inside `start` does not keep the others from starting.
            ArrayDeque<Integer> idle = new ArrayDeque<>();
            long first = clock.nanos();
            for (int caller = 0; caller < begins.length(); caller++) {
                awaitTurnToJoin(first + joinNanos * caller / begins.length());
                if (next(caller, clock.nanos())) {
                    idle.add(caller);
                }
            }
            for (Integer caller = idle.poll(); caller != null; caller = idle.poll()) {
                if (next(caller, clock.nanos())) {
                    idle.add(caller);
                }
            }
        });
    }

    private void awaitTurnToJoin(long dueNanos) {
        while (clock.nanos() < dueNanos && callers > 0) {
            clock.park(dueNanos);
        }
    }

    @Override
    public void ended(int slot, long nowNanos) {
        long now = nowNanos;
        while (next(slot, now)) {
            now = clock.nanos();
        }
    }

    /// Lets this part of all callers go on, rounded down; the others leave when their present task ends. Called by
    /// the measuring thread, each time for fewer.
    ///
    /// @return how many go on
    int narrow(int part, int parts) {
        int most = (int) ((long) begins.length() * part / parts);
        callers = most;
        return most;
    }

    /// True when the task ended inside the call.
    private boolean next(int caller, long nowNanos) {
        if (caller >= callers) {
            begins.setRelease(caller, NONE);
            return false;
        }
        begins.setRelease(caller, nowNanos);
        return flights.start(this, ids.getAndIncrement(), caller, nowNanos, nowNanos);
    }

    @Override
    public void phase(long nanos, long mostNanos) {
        long now = clock.nanos();
        phaseEnds = now + nanos;
        phaseMustEnd = now + mostNanos;
    }

    @Override
    public boolean phaseOver() {
        long now = clock.nanos();
        return now >= phaseMustEnd || (now >= phaseEnds && recorder.turns().turns() > 0);
    }

    @Override
    public long closing() {
        return clock.nanos() + Window.NOTICE_NANOS;
    }

    @Override
    public void close() {
        callers = 0;
    }

    /// By the callers rather than by the tasks in flight: between two tasks of its own a caller has none in
    /// flight.
    @Override
    public boolean drained() {
        for (int caller = 0; caller < begins.length(); caller++) {
            if (begins.getAcquire(caller) != NONE) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void eachInFlight(LongConsumer intendedNanos) {
        for (int caller = 0; caller < begins.length(); caller++) {
            long begin = begins.getAcquire(caller);
            if (begin != NONE) {
                intendedNanos.accept(begin);
            }
        }
    }
}
