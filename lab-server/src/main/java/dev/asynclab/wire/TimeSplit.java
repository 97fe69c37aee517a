package dev.asynclab.wire;

/// Where the time of the sampled tasks that completed in a window went: means per task, in nanoseconds.
///
/// Each part is the sum of its own stretches, each with a stamp at its beginning and its end; the whole is measured
/// apart, from submission to completion. None of them is the rest of the others.
///
/// @param tasks sampled
/// @param queueNanos could go on, waited for a thread, a loop turn, a child or a permit
/// @param waitNanos waited for an answer, a timer or a lock. A model whose thread is woken by the answer cannot tell
///     the answer from the wake-up: there the time until the thread runs again is in here
/// @param runNanos a thread executed it
/// @param wholeNanos from submission to completion
public record TimeSplit(long tasks, double queueNanos, double waitNanos, double runNanos, double wholeNanos) {

    /// How far the parts are from the whole, as a share of it.
    public double deviation() {
        return wholeNanos == 0 ? 0 : Math.abs(queueNanos + waitNanos + runNanos - wholeNanos) / wholeNanos;
    }
}
