package dev.asynclab.backend;

/// The warming up of a backend: nothing is answered before a moment that the first request fixes.
///
/// Confined like a [Ledger].
final class ColdStart {

    private final long nanos;
    private boolean untouched = true;
    private long warmNanos;

    ColdStart(long nanos) {
        this.nanos = nanos;
    }

    /// The earliest moment for the answer to a request that arrived at this time: the end of the cold start for
    /// all that arrive before it.
    long warmAt(long arrivedNanos) {
        if (untouched) {
            untouched = false;
            warmNanos = arrivedNanos + nanos;
        }
        // The sign of the difference, because nanoTime may wrap around.
        return arrivedNanos - warmNanos < 0 ? warmNanos : arrivedNanos;
    }
}
