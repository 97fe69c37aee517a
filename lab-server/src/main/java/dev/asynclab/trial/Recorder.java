package dev.asynclab.trial;

import dev.asynclab.model.RecordedTimeline;
import dev.asynclab.wire.Measurement.Distribution;
import dev.asynclab.workload.StepFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Everything counted about the tasks of one cell. Called by the threads of the model; no locks, no allocation.
///
/// Rates, counts and turns take the tasks that *ended* inside the window, as Little's law needs. Durations take
/// the same tasks in closed and batch load. In open load they take the arrivals *meant* for the window,
/// whenever they ended: otherwise the slowest would fall out exactly because they are slow. A task that timed
/// out is in the durations too; other failures are not, because failing fast is not being fast.
final class Recorder {

    private final Window window;
    private final Kinds kinds;
    private final boolean open;
    private final Sampling sampling;

    private final InFlight inFlight;
    private final WholeTurns turns;
    private final ErrorCount errors = new ErrorCount();
    private final LongAdder startedInside = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder notDone = new LongAdder();
    private final LongAdder queuedNanos = new LongAdder();
    private final LongAdder[] completed;
    private final Durations latency;
    private final Durations service;
    private final Durations lateness;
    private final Durations[] byKind;

    /// @param open the load is open: durations go by intended start
    Recorder(Window window, Kinds kinds, boolean open, int turn, int cores) {
        this(window, kinds, open, turn, cores, Sampling.ofSums());
    }

    /// @param sampling of the tasks that say what they are doing
    Recorder(Window window, Kinds kinds, boolean open, int turn, int cores, Sampling sampling) {
        this.window = window;
        this.kinds = kinds;
        this.open = open;
        this.sampling = sampling;
        inFlight = new InFlight(window);
        turns = new WholeTurns(turn);
        completed = new LongAdder[kinds.count()];
        byKind = new Durations[kinds.count() > 1 ? kinds.count() : 0];
        for (int i = 0; i < completed.length; i++) {
            completed[i] = new LongAdder();
        }
        for (int i = 0; i < byKind.length; i++) {
            byKind[i] = new Durations(cores);
        }
        latency = new Durations(cores);
        service = new Durations(cores);
        lateness = new Durations(open ? cores : 1);
    }

    void begun(long intendedNanos, long nowNanos) {
        inFlight.begun(nowNanos);
        if (window.holds(nowNanos)) {
            startedInside.increment();
        }
        if (open && window.holds(intendedNanos)) {
            lateness.record(nowNanos - intendedNanos);
        }
    }

    /// The task returned `checksum`; a wrong one makes it a failed task.
    void succeeded(Flight flight, long checksum, long nowNanos) {
        long expected = kinds.checksum(flight.kind());
        boolean right = checksum == expected;
        (right ? done : notDone).increment();
        if (window.holds(nowNanos)) {
            turns.ended(nowNanos);
            if (right) {
                completed[flight.kind()].increment();
                queuedNanos.add(flight.startedNanos() - flight.beginNanos());
                sample(flight, nowNanos);
            } else {
                errors.wrong(checksum, expected);
            }
        }
        if (right) {
            durations(flight, nowNanos);
        }
        inFlight.ended(nowNanos);
    }

    private void sample(Flight flight, long nowNanos) {
        if (flight.timeline() instanceof RecordedTimeline timeline) {
            sampling.completed(timeline, nowNanos - flight.beginNanos());
            sampling.keep(
                    flight.id(), kinds.name(flight.kind()), flight.beginNanos() - flight.intendedNanos(), timeline);
        }
    }

    void failed(Flight flight, Throwable cause, long nowNanos) {
        notDone.increment();
        if (window.holds(nowNanos)) {
            turns.ended(nowNanos);
            errors.failed(cause);
        }
        if (ErrorCount.kind(cause) == StepFailure.Kind.TIMEOUT) {
            durations(flight, nowNanos);
        }
        inFlight.ended(nowNanos);
    }

    /// The drain is over and this arrival or task is still open: it took at least this long.
    void stillOpen(long intendedNanos, long nowNanos) {
        if (!open || window.holds(intendedNanos)) {
            latency.record(nowNanos - intendedNanos);
        }
    }

    void timedOut(long tasks) {
        errors.add(StepFailure.Kind.TIMEOUT, tasks);
    }

    private void durations(Flight flight, long nowNanos) {
        if (!window.holds(open ? flight.intendedNanos() : nowNanos)) {
            return;
        }
        latency.record(nowNanos - flight.intendedNanos());
        service.record(nowNanos - flight.startedNanos());
        if (byKind.length > 0) {
            byKind[flight.kind()].record(nowNanos - flight.intendedNanos());
        }
    }

    Sampling sampling() {
        return sampling;
    }

    InFlight inFlight() {
        return inFlight;
    }

    WholeTurns turns() {
        return turns;
    }

    ErrorCount errors() {
        return errors;
    }

    /// Tasks ended well since the load began, settling included: for progress.
    long done() {
        return done.sum();
    }

    /// Tasks failed since the load began.
    long notDone() {
        return notDone.sum();
    }

    long startedInside() {
        return startedInside.sum();
    }

    long completed() {
        long sum = 0;
        for (LongAdder kind : completed) {
            sum += kind.sum();
        }
        return sum;
    }

    /// Kernels run by the tasks completed in the window.
    long kernelCalls() {
        long sum = 0;
        for (int i = 0; i < completed.length; i++) {
            sum += completed[i].sum() * kinds.kernels(i).size();
        }
        return sum;
    }

    double queuedNanosMean() {
        long n = completed();
        return n == 0 ? 0 : (double) queuedNanos.sum() / n;
    }

    long lateness99Nanos() {
        return lateness.quantile(0.99);
    }

    Distribution latency() {
        return latency.distribution();
    }

    Distribution service() {
        return service.distribution();
    }

    Map<String, Distribution> byKind() {
        Map<String, Distribution> all = new LinkedHashMap<>();
        for (int i = 0; i < byKind.length; i++) {
            all.put(kinds.name(i), byKind[i].distribution());
        }
        return all;
    }
}
