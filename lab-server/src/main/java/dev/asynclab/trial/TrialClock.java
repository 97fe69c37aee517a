package dev.asynclab.trial;

import java.util.concurrent.locks.LockSupport;

/// The one clock of a trial: monotonic nanoseconds since an origin of its own, and parking against it.
///
/// Everything that paces or records takes its time from here, so that a test can replace time itself.
interface TrialClock {

    /// Nanoseconds since the origin; never goes back.
    long nanos();

    /// Parks the calling thread until that time, without spinning. May return early: the caller looks again.
    void park(long untilNanos);

    /// The machine's monotonic clock, counted from now.
    static TrialClock system() {
        long origin = System.nanoTime();
        return new TrialClock() {
            @Override
            public long nanos() {
                return System.nanoTime() - origin;
            }

            @Override
            public void park(long untilNanos) {
                LockSupport.parkNanos(this, untilNanos - nanos());
            }
        };
    }
}
