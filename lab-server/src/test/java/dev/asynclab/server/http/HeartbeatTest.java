package dev.asynclab.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.asynclab.api.RunState;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private final Vertx vertx = Vertx.vertx();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final FakeRuns runs = new FakeRuns();

    @AfterEach
    void close() {
        threads.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /// A proxy closes a stream on which nothing is said; a comment line is something, and no event.
    @Test
    void a_stream_on_which_nothing_happens_says_so_again_and_again() throws IOException {
        runs.add("r", RunState.RUNNING);
        var streams = new EventStreams(vertx, runs, threads, 10);
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setHttp2ClearTextEnabled(false))
                .requestHandler(request ->
                        streams.start(vertx.getOrCreateContext(), request, new Answer.Events(Map.of("r", 0L), false)));
        server.listen(0).toCompletionStage().toCompletableFuture().join();
        try (Socket socket = new RawHttp(server.actualPort()).connect()) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            int heartbeats = 0;
            // A stream that falls silent runs into the time limit of the socket.
            while (heartbeats < 3) {
                String line = reader.readLine();
                heartbeats += ": still here".equals(line) ? 1 : 0;
                assertFalse(line == null || line.startsWith("event:"), String.valueOf(line));
            }
            assertEquals(1, streams.count());
        }
        while (streams.count() > 0) {
            Thread.onSpinWait();
        }
    }
}
