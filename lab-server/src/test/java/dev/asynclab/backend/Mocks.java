package dev.asynclab.backend;

import dev.asynclab.wire.BackendMessage.Counter;
import dev.asynclab.wire.BackendMessage.Delay;
import dev.asynclab.wire.BackendMessage.Mock;
import dev.asynclab.wire.BackendMessage.Start;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Mock backends for tests, all called `shop`, and what is common in watching them.
record Mocks(
        String kind,
        Delay delay,
        double errorShare,
        double resetShare,
        double stallShare,
        @Nullable Integer maxConcurrent,
        @Nullable Integer queue,
        long coldStartNanos,
        @Nullable String stubs) {

    static final long SEED = 42;
    static final String NAME = "shop";
    static final int BODY_BYTES = 37;
    static final long MILLISECOND = 1_000_000;

    static Mocks of(String kind) {
        return new Mocks(kind, fixed(0), 0, 0, 0, null, null, 0, null);
    }

    static Delay fixed(long nanos) {
        return new Delay("fixed", nanos, 0, 0);
    }

    Mocks delay(Delay value) {
        return new Mocks(kind, value, errorShare, resetShare, stallShare, maxConcurrent, queue, coldStartNanos, stubs);
    }

    Mocks faults(double errors, double resets, double stalls) {
        return new Mocks(kind, delay, errors, resets, stalls, maxConcurrent, queue, coldStartNanos, stubs);
    }

    Mocks limit(int places, @Nullable Integer waiting) {
        return new Mocks(kind, delay, errorShare, resetShare, stallShare, places, waiting, coldStartNanos, stubs);
    }

    Mocks cold(long nanos) {
        return new Mocks(kind, delay, errorShare, resetShare, stallShare, maxConcurrent, queue, nanos, stubs);
    }

    Mocks stubs(String json) {
        return new Mocks(kind, delay, errorShare, resetShare, stallShare, maxConcurrent, queue, coldStartNanos, json);
    }

    Mock mock() {
        return new Mock(
                NAME,
                kind,
                delay,
                BODY_BYTES,
                errorShare,
                resetShare,
                stallShare,
                maxConcurrent,
                queue,
                coldStartNanos,
                stubs);
    }

    Draws draws() {
        return new Draws(SEED, mock());
    }

    Backends start() {
        return new Backends(new Start(SEED, List.of(mock())));
    }

    /// The first id, counting from a number, that has this fate.
    String idWith(Fate fate, int from) {
        Draws draws = draws();
        int id = from;
        while (draws.fate(draws.key(id + "-0")) != fate) {
            id++;
        }
        return id + "-0";
    }

    static Client connect(Backends backends) throws IOException {
        return new Client(Objects.requireNonNull(backends.started().ports().get(NAME)));
    }

    static Counter count(Backends backends) {
        return Objects.requireNonNull(backends.count(0, false).backends().get(NAME));
    }

    /// Reads the counters until they are as wanted; a test that waits longer than ten seconds has failed.
    static Counter await(Backends backends, Predicate<Counter> wanted) {
        long deadline = System.nanoTime() + 10_000 * MILLISECOND;
        Counter counter = count(backends);
        while (!wanted.test(counter)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("still " + counter);
            }
            counter = count(backends);
        }
        return counter;
    }
}
