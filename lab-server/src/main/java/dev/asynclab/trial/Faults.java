package dev.asynclab.trial;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Where the threads of a measurement leave the error that ends it; the measuring thread looks here while it
/// waits.
///
/// The first one counts: what follows an exhausted heap is noise.
final class Faults {

    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();

    void raise(Throwable cause) {
        first.compareAndSet(null, cause);
    }

    /// @throws TrialFault when something was raised
    /// @throws InterruptedException when the order was cancelled
    void check() throws TrialFault, InterruptedException {
        Throwable cause = first.get();
        if (cause != null) {
            throw TrialFault.of(cause);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
