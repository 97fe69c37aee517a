package dev.asynclab.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every deadline but the one looked at is an hour: a connection that is closed was closed by that one, and a
/// connection that is not would let its test run into the time limit of the socket.
class DeadlinesTest {
    /// As the service: a server that also speaks HTTP/2 tells of a connection only when it has said something,
    /// and a
    /// silent one would have no deadline.
    private static final HttpServerOptions PLAIN =
            new HttpServerOptions().setHost("127.0.0.1").setHttp2ClearTextEnabled(false);

    private static final long HOUR = 3_600_000;
    private static final long SOON = 50;
    private final Vertx vertx = Vertx.vertx();

    private record Served(Deadlines deadlines, RawHttp raw) {}

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Served serve(Deadlines.Times times, int most, BiConsumer<Deadlines, HttpServerRequest> answer) {
        var deadlines = new Deadlines(vertx, most, times);
        HttpServer server = vertx.createHttpServer(PLAIN)
                .connectionHandler(deadlines::opened)
                .requestHandler(request -> {
                    // What the dispatcher does around every request.
                    deadlines.requested(request.connection());
                    request.response().endHandler(_ -> deadlines.answered(request.connection()));
                    answer.accept(deadlines, request);
                });
        server.listen(0).toCompletionStage().toCompletableFuture().join();
        return new Served(deadlines, new RawHttp(server.actualPort()));
    }

    /// What a client gets that sends this and then nothing, until it is cut off.
    private static String said(Served served, String sent) throws IOException {
        return new String(served.raw.send(sent.getBytes(StandardCharsets.US_ASCII)), StandardCharsets.US_ASCII);
    }

    @Test
    void who_does_not_finish_the_head_is_cut_off() throws IOException {
        var served = serve(
                new Deadlines.Times(SOON, HOUR, HOUR),
                10,
                (_, request) -> request.response().end());
        assertEquals("", said(served, ""));
        assertEquals("", said(served, "GET / HTTP/1.1\r\nHost:"));
    }

    @Test
    void who_does_not_finish_the_body_is_cut_off() throws IOException {
        var served = serve(
                new Deadlines.Times(HOUR, SOON, HOUR),
                10,
                (_, request) -> request.body().onSuccess(_ -> request.response().end()));
        assertEquals("", said(served, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf"));
    }

    @Test
    void who_sends_no_further_request_is_cut_off_after_the_answer() throws IOException {
        var served = serve(
                new Deadlines.Times(HOUR, HOUR, SOON),
                10,
                (_, request) -> request.response().end("done"));
        assertTrue(said(served, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").endsWith("done"));
    }

    @Test
    void an_answer_may_take_longer_than_any_deadline() throws IOException {
        var served = serve(new Deadlines.Times(HOUR, SOON, SOON), 10, (deadlines, request) -> {
            deadlines.read(request.connection());
            vertx.setTimer(5 * SOON, _ -> request.response().end("done"));
        });
        assertTrue(said(served, "GET / HTTP/1.1\r\nHost: a\r\n\r\n").endsWith("done"));
    }

    @Test
    void the_connection_above_the_limit_is_closed_and_its_place_is_free_again_when_another_leaves() throws IOException {
        var served = serve(
                new Deadlines.Times(HOUR, HOUR, HOUR),
                1,
                (_, request) -> request.response().end("done"));
        try (Socket _ = served.raw.connect()) {
            awaitConnections(served, 1);
            assertEquals("", said(served, ""));
            assertEquals(1, served.deadlines.connections());
        }
        awaitConnections(served, 0);
        assertTrue(said(served, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                .endsWith("done"));
    }

    private static void awaitConnections(Served served, int count) {
        while (served.deadlines.connections() != count) {
            Thread.onSpinWait();
        }
    }
}
