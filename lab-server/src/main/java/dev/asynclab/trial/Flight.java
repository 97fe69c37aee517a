package dev.asynclab.trial;

import dev.asynclab.model.Completion;
import dev.asynclab.model.Timeline;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// One task on its way through the model: the only object the generator makes for it besides the task itself.
///
/// `started` and the outcome may come from different threads; the model hands the task on between them, and that
/// orders the plain fields.
final class Flight implements Completion {

    private static final VarHandle ENDED;

    static {
        try {
            ENDED = MethodHandles.lookup().findVarHandle(Flight.class, "ended", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Flights flights;
    private final Pacer pacer;
    private final long id;
    private final int slot;
    private final int kind;
    private final long intendedNanos;
    private final long beginNanos;
    private final Timeline timeline;
    private final long starter = Thread.currentThread().threadId();
    private long startedNanos = -1;
    private boolean handedOver;
    private boolean endedInside;

    @SuppressWarnings("unused") // by ENDED
    private volatile boolean ended;

    Flight(
            Flights flights,
            Pacer pacer,
            long id,
            int slot,
            int kind,
            long intendedNanos,
            long beginNanos,
            Timeline timeline) {
        this.flights = flights;
        this.pacer = pacer;
        this.id = id;
        this.slot = slot;
        this.kind = kind;
        this.intendedNanos = intendedNanos;
        this.beginNanos = beginNanos;
        this.timeline = timeline;
    }

    @Override
    public Timeline timeline() {
        return timeline;
    }

    @Override
    public void started() {
        startedNanos = flights.nanos();
        timeline.running();
    }

    @Override
    public void succeeded(long checksum) {
        if (end()) {
            long now = flights.nanos();
            timeline.ended();
            flights.succeeded(this, checksum, now);
            next(now);
        }
    }

    @Override
    public void failed(Throwable cause) {
        if (end()) {
            long now = flights.nanos();
            timeline.ended();
            flights.failed(this, cause, now);
            next(now);
        }
    }

    /// `start` of the model returned. True when the task had already ended, on this thread, inside that call:
    /// then the caller goes on to the next task, because doing so from the completion would grow the stack with
    /// every task.
    boolean handedOver() {
        handedOver = true;
        return endedInside;
    }

    private void next(long nowNanos) {
        // Only the starting thread reads or writes these two, so they need no ordering.
        if (!handedOver && Thread.currentThread().threadId() == starter) {
            endedInside = true;
        } else {
            pacer.ended(slot, nowNanos);
        }
    }

    private boolean end() {
        if (ENDED.compareAndSet(this, false, true)) {
            return true;
        }
        flights.endedTwice(id);
        return false;
    }

    long id() {
        return id;
    }

    int kind() {
        return kind;
    }

    long intendedNanos() {
        return intendedNanos;
    }

    long beginNanos() {
        return beginNanos;
    }

    /// When the task got its thread; its begin when the model never said so.
    long startedNanos() {
        return startedNanos < 0 ? beginNanos : startedNanos;
    }
}
