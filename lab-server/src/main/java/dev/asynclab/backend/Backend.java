package dev.asynclab.backend;

import dev.asynclab.wire.BackendMessage.Counter;

/// A running mock backend.
sealed interface Backend extends AutoCloseable permits FastBackend, WireMockBackend {

    String name();

    /// The port on 127.0.0.1.
    int port();

    /// The counters at this time. Called on the event loop, under the lock that all [WireMockBackend]s share.
    Counter count(long nowNanos, boolean resetPeak);

    @Override
    void close();
}
