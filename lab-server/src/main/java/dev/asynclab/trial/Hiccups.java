package dev.asynclab.trial;

import dev.asynclab.wire.Measurement.Distribution;

/// The floor under every latency figure: how much too late an idle thread wakes up that sleeps 1 ms at a time.
///
/// What shows here is not the model's doing: timers, the scheduler, other programs, the machine under a virtual
/// machine. Measured while the model is idle, because a model that uses every core would be blamed for its own load.
/// The idea is jHiccup's.
final class Hiccups {

    static final long SLEEP_NANOS = 1_000_000;

    /// The 99th percentile needs a thousand samples; a sleep takes a little more than its millisecond.
    static final long LENGTH_NANOS = 1_200_000_000;

    /// Shorter windows do not spend a second on it.
    static final long LEAST_WINDOW_NANOS = 5_000_000_000L;

    private Hiccups() {}

    /// Takes `nanos` of time and next to no CPU.
    static Distribution measure(TrialClock clock, long nanos) throws InterruptedException {
        Durations overshoot = new Durations(1);
        long now = clock.nanos();
        long until = now + nanos;
        while (now < until) {
            long due = now + SLEEP_NANOS;
            for (now = clock.nanos(); now < due; now = clock.nanos()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                clock.park(due);
            }
            overshoot.record(now - due);
        }
        return overshoot.distribution();
    }
}
