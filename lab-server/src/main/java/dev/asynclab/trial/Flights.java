package dev.asynclab.trial;

import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.workload.Task;

/// Sends tasks into the model and notes what becomes of them: the same for every load shape.
final class Flights {

    private final ConcurrencyModel model;
    private final Kinds kinds;
    private final KindDraw draw;
    private final TrialClock clock;
    private final Recorder recorder;
    private final Faults faults;

    Flights(ConcurrencyModel model, Kinds kinds, KindDraw draw, TrialClock clock, Recorder recorder, Faults faults) {
        this.model = model;
        this.kinds = kinds;
        this.draw = draw;
        this.clock = clock;
        this.recorder = recorder;
        this.faults = faults;
    }

    /// Starts a task now. True when it ended inside this call, on this thread; the pacer is not told then.
    ///
    /// @param slot the pacer's own name for it
    boolean start(Pacer pacer, long id, int slot, long intendedNanos, long nowNanos) {
        int kind = draw.kind(id);
        Flight flight = new Flight(
                this,
                pacer,
                id,
                slot,
                kind,
                intendedNanos,
                nowNanos,
                recorder.sampling().of(id, nowNanos, clock));
        recorder.begun(intendedNanos, nowNanos);
        try {
            model.start(new Task(id, kinds.steps(kind)), flight);
        } catch (Exception e) {
            // A model should fail the task instead; what it threw is told by the same way.
            flight.failed(e);
        } catch (Error e) {
            // Typically "unable to create native thread": the end of this cell, and its result.
            faults.raise(e);
        }
        return flight.handedOver();
    }

    void succeeded(Flight flight, long checksum, long nowNanos) {
        recorder.succeeded(flight, checksum, nowNanos);
    }

    void failed(Flight flight, Throwable cause, long nowNanos) {
        if (cause instanceof OutOfMemoryError) {
            faults.raise(cause);
        }
        recorder.failed(flight, cause, nowNanos);
    }

    void endedTwice(long id) {
        faults.raise(new TrialFault("bug", "the model ended task " + id + " twice"));
    }

    long nanos() {
        return clock.nanos();
    }
}
