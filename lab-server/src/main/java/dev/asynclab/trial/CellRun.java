package dev.asynclab.trial;

import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.model.SharedState;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ProcessFigures;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.wire.Trace;
import dev.asynclab.wire.Trace.Span;
import dev.asynclab.wire.WarmUpPoint;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run of one cell on a model that stands: settle, window, drain. Used once.
///
/// The thread that calls [#measure] only waits and reads counters; tasks are started by the pacer.
final class CellRun {

    /// A window in which not one whole turn ended is made longer, up to this many times.
    static final int STRETCH = 5;

    private static final long LOOK_NANOS = 10_000_000;
    private static final long LEAST_DRAIN_NANOS = 5_000_000_000L;
    private static final long SHORT_DRAIN_NANOS = 500_000_000L;
    private static final long LEAST_PATIENCE_NANOS = 30_000_000_000L;
    private static final long DELAYS = 10;

    private final ToTrial.Cell cell;
    private final ConcurrencyModel model;
    private final long seed;
    private final TrialClock clock;
    private final Faults faults;
    private final Counters counters;
    private final Counts counts;
    private final Consumer<FromTrial> out;
    private final Window window = new Window();
    private final Recorder recorder;
    private final Progress progress;
    private final ProcessWatch watch;
    private boolean queueLeft;

    CellRun(
            ToTrial.Cell cell,
            ConcurrencyModel model,
            SharedState shared,
            int cores,
            long seed,
            TrialClock clock,
            Faults faults,
            Counters counters,
            Sampling sampling,
            Consumer<FromTrial> out) {
        this.cell = cell;
        this.model = model;
        this.seed = seed;
        this.clock = clock;
        this.faults = faults;
        this.counters = counters;
        this.counts = new Counts(
                shared, cell.kinds().stream().map(ToTrial.Kind::steps).toList());
        this.out = out;
        recorder = new Recorder(window, new Kinds(cell.kinds()), isOpen(), turn(), cores, sampling);
        long patience = Math.max(LEAST_PATIENCE_NANOS, DELAYS * cell.baseDelayNanos());
        progress = new Progress(cell.id(), clock, recorder, counters, out, patience);
        watch = new ProcessWatch(clock, counters, recorder::completed);
    }

    /// What was measured, and whether the model is still fit for use: it is not while it holds unfinished tasks.
    ///
    /// @param trace null unless one was ordered
    record Outcome(Measurement measurement, @Nullable Trace trace, boolean allEnded) {}

    /// How it became warm, and whether all tasks ended.
    record WarmedUp(List<WarmUpPoint> curve, boolean allEnded) {}

    /// Runs the cell's own load, through the same code as a measurement, and drops the figures: so long at least,
    /// and until it is steady, but no longer than `mostNanos`.
    WarmedUp warmUp(long leastNanos, long mostNanos) throws TrialFault, InterruptedException {
        WarmUpLoad warmUp = new WarmUpLoad(cell);
        try (Pacing pacing = Pacing.thread(clock, faults);
                Pacer pacer = pacer(warmUp.load(leastNanos), pacing, Math.max(leastNanos, mostNanos))) {
            WarmUpCurve curve = new WarmUpCurve(cell.id(), clock, recorder, leastNanos, mostNanos, warmUp.leastTasks());
            window.opensAt(clock.nanos());
            pacer.begin();
            do {
                phase(pacer, curve.windowNanos(), curve.windowNanos());
                curve.windowEnded();
            } while (!curve.over());
            window.closesAt(pacer.closing());
            // To the end: a model's very first tasks may take long, and what they loaded is what warming up is for.
            return new WarmedUp(curve.points(), drain(pacer, longPatienceNanos()));
        }
    }

    /// @param hiccup of this process; null when it was not measured
    Outcome measure(ToTrial.Measure order, Measurement.@Nullable Distribution hiccup)
            throws TrialFault, InterruptedException {
        // Once for nothing: the first reading of a process is slow, and should not be so at the window's edge.
        Counters.edge(Counters.Quick.read(), counters.slow());
        MemoryReading idle = order.memory() ? MemoryReading.now() : null;
        long settleNanos = order.settleNanos();
        long windowNanos = order.windowNanos();
        ToTrial.Tracing tracing = order.trace();
        try (FlightRecording recording = tracing == null ? null : FlightRecording.start(Path.of(tracing.recording()));
                Pacing pacing = Pacing.thread(clock, faults);
                Pacer pacer = pacer(cell.load(), pacing, settleNanos + windowNanos);
                DispatchProbe probe = new DispatchProbe(model, clock, window)) {
            counts.reset();
            pacer.begin();
            probe.begin();
            if (pacer.settles()) {
                phase(pacer, settleNanos, settleNanos);
            }
            Counters.Edge from = open();
            long endedBefore = recorder.done() + recorder.notDone();
            phase(pacer, windowNanos, STRETCH * windowNanos);
            Counters.Edge to = close(pacer);
            probe.close();
            int inFlightPeak = recorder.inFlight().peak();
            Counters.Used used = counters.between(from, to);
            List<Span> spans = recording == null ? List.of() : recording.end();
            ProcessFigures process =
                    watch.figures(from, to, used, hiccup, recording == null ? null : watch.pinned(spans));
            Double memoryPerTask = new LoadedMemory(recorder, clock, longPatienceNanos(), this::await)
                    .perTask(idle, pacer, order.memoryLevels());
            boolean allEnded = drainAfterWindow(pacer);
            if (!allEnded && recorder.done() + recorder.notDone() == endedBefore) {
                // Not slow but stuck, or so slow that there is nothing to be measured.
                throw Progress.stuck(
                        recorder.inFlight().now() + " tasks in flight, and none ended since the window opened");
            }
            Figures figures = new Figures(
                    cell, window, recorder, pacer, queueLeft ? OptionalLong.empty() : OptionalLong.of(clock.nanos()));
            return new Outcome(
                    figures.measurement(probe.delays(), used, inFlightPeak, memoryPerTask, process, counts.figures()),
                    recording == null ? null : watch.trace(recorder.sampling().kept(), spans),
                    allEnded);
        }
    }

    private Pacer pacer(ToTrial.LoadShape load, Pacing pacing, long lengthNanos) {
        Kinds kinds = new Kinds(cell.kinds());
        Flights flights = new Flights(model, kinds, new KindDraw(cell.kinds(), seed), clock, recorder, faults);
        long joinNanos = Math.min(cell.baseDelayNanos(), lengthNanos / 4);
        return Pacer.of(load, pacing, flights, recorder, window, counts, seed, lengthNanos, joinNanos);
    }

    private void phase(Pacer pacer, long nanos, long mostNanos) throws TrialFault, InterruptedException {
        pacer.phase(nanos, mostNanos);
        await(pacer::phaseOver);
    }

    private Counters.Edge open() throws TrialFault, InterruptedException {
        Counters.Slow slow = counters.slow();
        counters.resetPeaks();
        out.accept(new FromTrial.Edge(cell.id(), true));
        long at = clock.nanos() + Window.NOTICE_NANOS;
        window.opensAt(at);
        await(() -> clock.nanos() >= at, at);
        recorder.inFlight().resetPeak();
        Counters.Quick quick = Counters.Quick.read();
        watch.begin();
        counts.windowOpens();
        return Counters.edge(quick, slow);
    }

    private Counters.Edge close(Pacer pacer) throws TrialFault, InterruptedException {
        long at = pacer.closing();
        window.closesAt(at);
        await(() -> clock.nanos() >= at, at);
        Counters.Quick quick = Counters.Quick.read();
        counts.windowCloses();
        watch.end();
        out.accept(new FromTrial.Edge(cell.id(), false));
        counters.sample();
        return Counters.edge(quick, counters.slow());
    }

    /// The figures of a closed load are complete when its window closes: a queue that takes longer than
    /// [#SHORT_DRAIN_NANOS] to work off is left, and the model with it.
    private boolean drainAfterWindow(Pacer pacer) throws TrialFault, InterruptedException {
        if (!(cell.load() instanceof ToTrial.Closed)) {
            return drain(pacer, longPatienceNanos());
        }
        long patience = Math.max(SHORT_DRAIN_NANOS, 2 * cell.baseDelayNanos());
        long turns = cell.width() == 0 ? 0 : recorder.inFlight().now() / cell.width();
        queueLeft = turns * cell.baseDelayNanos() > patience;
        return drain(pacer, queueLeft ? 0 : patience);
    }

    private long longPatienceNanos() {
        return Math.max(LEAST_DRAIN_NANOS, DELAYS * cell.baseDelayNanos());
    }

    private boolean drain(Pacer pacer, long patienceNanos) throws TrialFault, InterruptedException {
        pacer.close();
        long until = clock.nanos() + patienceNanos;
        await(() -> pacer.drained() || clock.nanos() >= until);
        return pacer.drained();
    }

    private void await(BooleanSupplier over) throws TrialFault, InterruptedException {
        await(over, Long.MAX_VALUE);
    }

    private void await(BooleanSupplier over, long atLatest) throws TrialFault, InterruptedException {
        while (!over.getAsBoolean()) {
            faults.check();
            progress.tick();
            watch.look();
            clock.park(Math.min(atLatest, clock.nanos() + LOOK_NANOS));
        }
        faults.check();
    }

    private boolean isOpen() {
        return cell.load() instanceof ToTrial.Open;
    }

    private int turn() {
        return cell.load() instanceof ToTrial.Closed closed ? WholeTurns.turn(closed.concurrency(), cell.width()) : 1;
    }
}
