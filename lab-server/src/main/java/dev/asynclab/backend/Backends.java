package dev.asynclab.backend;

import dev.asynclab.wire.BackendMessage.Counter;
import dev.asynclab.wire.BackendMessage.Counts;
import dev.asynclab.wire.BackendMessage.Mock;
import dev.asynclab.wire.BackendMessage.Start;
import dev.asynclab.wire.BackendMessage.Started;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// All mock backends of a run. Owns them and the one event loop of the fast ones.
final class Backends implements AutoCloseable {

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("backend"), NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final List<Backend> backends = new ArrayList<>();

    /// Held for every change of a WireMock backend's counters: its requests come from many threads.
    private final Object lock = new Object();

    /// Brings all backends up.
    ///
    /// @throws RuntimeException when one does not come up; then none is left running
    Backends(Start start) {
        try {
            for (Mock mock : start.backends()) {
                backends.add(open(start.seed(), mock));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Backend open(long seed, Mock mock) {
        return switch (mock.kind()) {
            case "fast" -> new FastBackend(loop, seed, mock);
            case "wiremock" -> new WireMockBackend(lock, seed, mock);
            default ->
                throw new IllegalArgumentException("backend '" + mock.name() + "': kind '" + mock.kind()
                        + "' is not known; allowed are fast, wiremock");
        };
    }

    /// Where they listen.
    Started started() {
        Map<String, Integer> ports = new TreeMap<>();
        for (Backend backend : backends) {
            ports.put(backend.name(), backend.port());
        }
        return new Started(ports);
    }

    /// The counters of all backends at one moment: on the loop no fast backend moves, under the lock no WireMock.
    Counts count(long token, boolean resetPeak) {
        return loop.submit(() -> {
                    synchronized (lock) {
                        long now = System.nanoTime();
                        Map<String, Counter> counters = new TreeMap<>();
                        for (Backend backend : backends) {
                            counters.put(backend.name(), backend.count(now, resetPeak));
                        }
                        return new Counts(token, now, counters);
                    }
                })
                .syncUninterruptibly()
                .getNow();
    }

    @Override
    public void close() {
        backends.forEach(Backend::close);
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
