package dev.asynclab.backend;

import org.jspecify.annotations.Nullable;
import wiremock.jakarta.servlet.AsyncContext;

/// One counted request on its way through a WireMock backend.
///
/// Confined to the holder of the backends' lock, but for `key` and `warmAtNanos`, which never change.
final class Visit implements Places.Guest {

    /// The visit that the present thread is serving. WireMock calls its transformers on the thread that Jetty
    /// called it on, but does not show them Jetty's request: this carries the visit across.
    static final ScopedValue<Visit> CURRENT = ScopedValue.newInstance();

    /// Where the visit is; only a visit WAITING for or holding a place has one to give back.
    enum Phase {
        WAITING,
        PLACED,
        REFUSED,
        DEPARTED
    }

    final long key;
    final long arrivedNanos;
    final long warmAtNanos;
    private final Ledger ledger;

    Phase phase = Phase.WAITING;

    @Nullable
    AsyncContext waiting;

    Visit(long key, long arrivedNanos, long warmAtNanos, Ledger ledger) {
        this.key = key;
        this.arrivedNanos = arrivedNanos;
        this.warmAtNanos = warmAtNanos;
        this.ledger = ledger;
    }

    @Override
    public void enter() {
        phase = Phase.PLACED;
        ledger.waited(System.nanoTime() - arrivedNanos);
        if (waiting != null) {
            waiting.dispatch();
        }
    }

    @Override
    public boolean gone() {
        return phase == Phase.DEPARTED;
    }
}
