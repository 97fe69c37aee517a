package dev.asynclab.trial;

import org.jspecify.annotations.Nullable;

/// The order that is being carried out, as other threads see it: they may cancel it, or raise an error that ends it.
///
/// Between orders there is nothing to cancel, and an error is nobody's.
final class PresentOrder {

    private final Object lock = new Object();
    private @Nullable Thread busy;
    private boolean cancelled;
    private volatile Faults faults = new Faults();

    /// The calling thread begins with an order; what happened to the one before is forgotten.
    void begin() {
        synchronized (lock) {
            busy = Thread.currentThread();
            faults = new Faults();
        }
    }

    /// True when the order was cancelled, even if it got ready just before.
    boolean end() {
        synchronized (lock) {
            boolean wasCancelled = cancelled;
            busy = null;
            cancelled = false;
            Thread.interrupted();
            return wasCancelled;
        }
    }

    /// Stops the order, from any thread, by interrupting the one that carries it out.
    ///
    /// @return whether there was an order
    boolean cancel() {
        synchronized (lock) {
            if (busy == null) {
                return false;
            }
            cancelled = true;
            busy.interrupt();
            return true;
        }
    }

    /// Where errors of this order are raised and looked for.
    Faults faults() {
        return faults;
    }
}
