package dev.asynclab.trial;

import dev.asynclab.wire.FromTrial;
import java.util.function.Consumer;

/// What happens while the load runs: peaks are sampled every 50 ms, people are told four times a second, and a
/// model that gets nowhere is noticed.
final class Progress {

    private static final long SAMPLE_NANOS = 50_000_000;
    private static final long TELL_NANOS = 250_000_000;

    private final String cell;
    private final TrialClock clock;
    private final Recorder recorder;
    private final Counters counters;
    private final Consumer<FromTrial> out;
    private final long patienceNanos;
    private long sampled;
    private long told;
    private long toldDone;
    private long seenEnded = -1;
    private long seenNanos;

    /// @param patienceNanos with tasks in flight and none ending for so long, the cell did not finish
    Progress(
            String cell,
            TrialClock clock,
            Recorder recorder,
            Counters counters,
            Consumer<FromTrial> out,
            long patienceNanos) {
        this.cell = cell;
        this.clock = clock;
        this.recorder = recorder;
        this.counters = counters;
        this.out = out;
        this.patienceNanos = patienceNanos;
        this.sampled = clock.nanos();
        this.told = sampled;
    }

    /// To be called often.
    void tick() throws TrialFault {
        long now = clock.nanos();
        if (now - sampled >= SAMPLE_NANOS) {
            sampled = now;
            counters.sample();
        }
        if (now - told >= TELL_NANOS) {
            long done = recorder.done();
            double rate = (done - toldDone) * 1e9 / (now - told);
            out.accept(new FromTrial.Sample(cell, rate, recorder.inFlight().now(), done, recorder.notDone()));
            told = now;
            toldDone = done;
        }
        stall(now);
    }

    private void stall(long now) throws TrialFault {
        long ended = recorder.done() + recorder.notDone();
        if (ended != seenEnded || recorder.inFlight().now() == 0) {
            seenEnded = ended;
            seenNanos = now;
        } else if (now - seenNanos > patienceNanos) {
            throw stuck(recorder.inFlight().now() + " tasks in flight, and none ended for "
                    + patienceNanos / 1_000_000_000 + " s");
        }
    }

    /// Nothing moves any more: with what the threads of the model stand at, which is gone when the process is.
    static TrialFault stuck(String message) {
        String explained = StuckThreads.explained(message);
        System.err.println("did-not-finish: " + explained);
        return new TrialFault("did-not-finish", explained);
    }
}
