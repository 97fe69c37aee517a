package dev.asynclab.model;

import static dev.asynclab.model.Tasks.runOne;
import static dev.asynclab.model.Tasks.start;
import static dev.asynclab.model.Variants.CONNECTIONS;
import static dev.asynclab.model.Variants.ONE_AT_A_TIME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.asynclab.ClosedPort;
import dev.asynclab.workload.Step;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every concurrency model owes to a call: the same bytes on kept connections, and no more of it once it has
/// timed out.
class CallContractTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long MOMENT = Duration.ofMillis(20).toNanos();

    static Stream<Variant> variants() {
        return Variants.all();
    }

    private ScriptedBackend backend;

    @BeforeEach
    void start_backend() {
        backend = new ScriptedBackend();
    }

    @AfterEach
    void stop_backend() {
        backend.close();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_reset_connection_is_told_from_a_refused_one(Variant variant) throws Exception {
        assertEquals("RESET", runOne(variant, call("/reset")));
        try (var closed = new ClosedPort()) {
            assertEquals("CONNECT", runOne(variant, new Step.Call("127.0.0.1", closed.number(), "/ok", 0, 0, 0)));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_call_that_times_out_gives_its_connection_up(Variant variant) throws Exception {
        // Asked while the model is open: closing it would close the connection too.
        try (var model = variant.create(CONNECTIONS)) {
            timeOutOnceArrived(model, nanos -> new Step.Call("127.0.0.1", backend.port(), "/hang", 0, nanos, 0));
            assertTrue(backend.awaitAbandoned(1));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_call_that_times_out_waiting_for_a_connection_is_never_sent(Variant variant) throws Exception {
        assumeFalse(ONE_AT_A_TIME.contains(variant.id()), "it never waits for a connection");
        assumeFalse(variant.id().equals("processes"), "every child has a connection");
        try (var model = variant.create(1)) {
            var holder = start(model, 0, List.of(call("/gate")));
            assertTrue(backend.awaitArrivals("/gate", 1));
            var late = start(model, 1, List.of(new Step.Call("127.0.0.1", backend.port(), "/late", 0, MOMENT, 0)));
            assertEquals("TIMEOUT", late.await());
            backend.openGate();
            assertEquals("succeeded 5", holder.await());
            assertEquals("succeeded 5", start(model, 2, List.of(call("/ok"))).await());
            assertEquals(0, backend.peak("/late"));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void timeout_stops_the_call_it_covers(Variant variant) throws Exception {
        try (var model = variant.create(CONNECTIONS)) {
            timeOutOnceArrived(model, nanos -> new Step.Timeout(nanos, List.of(call("/hang"), call("/never"))));
            assertTrue(backend.awaitAbandoned(1));
            var inTime = new Step.Timeout(HOUR, List.of(call("/ok")));
            assertEquals("succeeded 5", start(model, 1, List.of(inTime)).await());
        }
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void timeout_ends_a_wait(Variant variant) throws Exception {
        assertEquals("TIMEOUT", runOne(variant, new Step.Timeout(MOMENT, List.of(new Step.Wait(HOUR)))));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void the_backend_sees_the_same_bytes_from_every_model(Variant variant) throws Exception {
        try (var model = variant.create(1)) {
            start(model, 7, List.of(new Step.Call("127.0.0.1", backend.port(), "/ok", 2, 0, 0)))
                    .await();
            start(model, 8, List.of(new Step.Call("127.0.0.1", backend.port(), "/ok", 0, HOUR, 1_000)))
                    .await();
        }
        String host = "host: 127.0.0.1:" + backend.port();
        assertEquals(
                List.of(
                        new ScriptedBackend.Seen("GET /ok?id=7-2 HTTP/1.1", List.of(host), 0),
                        new ScriptedBackend.Seen(
                                "POST /ok?id=8-0 HTTP/1.1", List.of(host, "content-length: 1000"), 1_000)),
                backend.seen().stream().map(CallContractTest::lowerCaseNames).toList());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void connections_are_kept_alive_and_never_more_than_the_limit(Variant variant) throws Exception {
        try (var model = variant.create(4)) {
            // A status that is not 200 does not cost the connection.
            new ClosedLoop(model, 200, List.of(call("/ok"))).run(32);
            assertEquals("STATUS", start(model, 0, List.of(call("/status/500"))).await());
            new ClosedLoop(model, 200, List.of(call("/ok"))).run(32);
        }
        assertEquals(401, backend.seen().size());
        int opened = backend.connectionsOpened();
        assertTrue(opened <= 4, () -> opened + " connections opened");
    }

    /// Runs a step that hangs until its timeout, which doubles until the request reached the backend in time: how
    /// long that takes is up to the machine.
    private void timeOutOnceArrived(ConcurrencyModel model, LongFunction<Step> hanging) throws InterruptedException {
        long nanos = MOMENT;
        do {
            assertEquals(
                    "TIMEOUT", start(model, 0, List.of(hanging.apply(nanos))).await());
            nanos *= 2;
        } while (backend.peak("/hang") == 0);
    }

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }

    private static ScriptedBackend.Seen lowerCaseNames(ScriptedBackend.Seen seen) {
        var headers = seen.headers().stream()
                .map(header -> header.substring(0, header.indexOf(':')).toLowerCase(java.util.Locale.ROOT)
                        + header.substring(header.indexOf(':')))
                .toList();
        return new ScriptedBackend.Seen(seen.line(), headers, seen.bodyBytes());
    }
}
