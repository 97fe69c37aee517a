package dev.asynclab.backend;

import dev.asynclab.wire.BackendMessage.Counter;
import dev.asynclab.wire.BackendMessage.Mock;

/// A real WireMock.
final class WireMockBackend implements Backend {
    WireMockBackend(Object lock, long seed, Mock mock) {
        throw new IllegalArgumentException("backend '" + mock.name() + "': wiremock");
    }

    @Override
    public String name() {
        return "";
    }

    @Override
    public int port() {
        return 0;
    }

    @Override
    public Counter count(long nowNanos, boolean resetPeak) {
        throw new IllegalStateException();
    }

    @Override
    public void close() {}
}
