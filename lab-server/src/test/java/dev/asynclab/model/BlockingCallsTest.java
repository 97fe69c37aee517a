package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.ClosedPort;
import dev.asynclab.workload.Step.Call;
import dev.asynclab.workload.StepFailure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@org.junit.jupiter.api.Timeout(60)
class BlockingCallsTest {

    @ParameterizedTest
    @ValueSource(strings = {"apache", "socket"})
    void a_get_sends_the_host_and_nothing_else(String client) throws Exception {
        try (var backend = new TinyBackend();
                var calls = BlockingCalls.named(client, 2)) {
            assertEquals(5, calls.exchange(backend.call("/ok"), 7).run());
            String head = backend.heads.remove();
            assertTrue(head.startsWith("GET /ok?id=7-0 HTTP/1.1\r\n"), head);
            assertEquals(List.of("host: 127.0.0.1:" + backend.port()), TinyBackend.headers(head));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"apache", "socket"})
    void a_post_adds_the_length_and_that_many_bytes(String client) throws Exception {
        try (var backend = new TinyBackend();
                var calls = BlockingCalls.named(client, 2)) {
            var post = new Call("127.0.0.1", backend.port(), "/ok", 3, 0, 10_000); // more than one buffer
            assertEquals(5, calls.exchange(post, 7).run());
            String head = backend.heads.remove();
            assertTrue(head.startsWith("POST /ok?id=7-3 HTTP/1.1\r\n"), head);
            assertEquals(
                    List.of("host: 127.0.0.1:" + backend.port(), "content-length: 10000"), TinyBackend.headers(head));
            assertEquals(10_000, backend.bodyBytes.get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"apache", "socket"})
    void one_connection_serves_many_calls_until_its_end_is_announced(String client) throws Exception {
        try (var backend = new TinyBackend();
                var calls = BlockingCalls.named(client, 2)) {
            for (int task = 0; task < 10; task++) {
                assertEquals(5, calls.exchange(backend.call("/ok"), task).run());
            }
            assertEquals(1, backend.connections.get());
            assertEquals(0, calls.exchange(backend.call("/last"), 10).run());
            assertEquals(5, calls.exchange(backend.call("/ok"), 11).run());
            assertEquals(2, backend.connections.get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"apache", "socket"})
    void another_status_is_a_failure_and_the_connection_stays(String client) throws Exception {
        try (var backend = new TinyBackend();
                var calls = BlockingCalls.named(client, 1)) {
            var e = assertThrows(
                    StepFailure.class,
                    () -> calls.exchange(backend.call("/missing"), 0).run());
            assertEquals(StepFailure.Kind.STATUS, e.kind());
            assertEquals(5, calls.exchange(backend.call("/ok"), 1).run());
            assertEquals(1, backend.connections.get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"apache", "socket"})
    void an_ended_connection_is_a_reset_and_not_used_again(String client) throws Exception {
        try (var backend = new TinyBackend();
                var calls = BlockingCalls.named(client, 1)) {
            for (String path : List.of("/eof", "/reset")) {
                var e = assertThrows(
                        IOException.class,
                        () -> calls.exchange(backend.call(path), 0).run());
                assertEquals(StepFailure.Kind.RESET, Failures.of(e).kind());
                assertEquals(5, calls.exchange(backend.call("/ok"), 1).run());
            }
            assertEquals(3, backend.connections.get()); // /eof; /ok and /reset; /ok
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"apache", "socket"})
    void nobody_listening_is_a_connect_failure_and_frees_its_place(String client) throws Exception {
        try (var closed = new ClosedPort();
                var calls = BlockingCalls.named(client, 1)) {
            var nobody = new Call("127.0.0.1", closed.number(), "/ok", 0, 0, 0);
            for (int i = 0; i < 3; i++) {
                var e = assertThrows(
                        IOException.class, () -> calls.exchange(nobody, 0).run());
                assertEquals(StepFailure.Kind.CONNECT, Failures.of(e).kind());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"apache", "socket"})
    void an_abort_closes_the_connection_under_a_platform_thread(String client) throws Exception {
        try (var backend = new TinyBackend();
                var calls = BlockingCalls.named(client, 1)) {
            var exchange = calls.exchange(backend.call("/hang"), 0);
            var result = new CompletableFuture<Long>();
            Thread caller = Thread.ofPlatform().start(() -> {
                try {
                    result.complete(exchange.run());
                } catch (Exception e) {
                    result.completeExceptionally(e);
                }
            });
            assertTrue(backend.hanging.await(10, TimeUnit.SECONDS));
            exchange.abort();
            assertThrows(ExecutionException.class, () -> result.get(10, TimeUnit.SECONDS));
            assertTrue(backend.hangUps.await(10, TimeUnit.SECONDS));
            caller.join();
            assertEquals(5, calls.exchange(backend.call("/ok"), 1).run());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"apache", "socket"})
    void an_abort_before_the_start_keeps_the_call_from_happening(String client) {
        try (var backend = new TinyBackend();
                var calls = BlockingCalls.named(client, 1)) {
            var exchange = calls.exchange(backend.call("/ok"), 0);
            exchange.abort();
            assertThrows(IOException.class, exchange::run);
            assertEquals(0, backend.heads.size());
        }
    }
}
