package dev.asynclab.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A real HTTP server on a free loopback port that answers what a test scripts, and remembers what it was asked.
public final class TestServer implements AutoCloseable {
    /// What was asked.
    ///
    /// @param header `Authorization`, `Accept`, `Last-Event-ID` and `Idempotency-Key`, absent ones empty
    public record Asked(String method, String path, String body, Headers header) {}

    public record Headers(String authorization, String accept, String lastEventId, String idempotencyKey) {}

    /// What to answer.
    public record Answer(int status, String type, String body) {
        public static Answer json(String body) {
            return new Answer(200, "application/json", body);
        }
    }

    /// The script.
    public interface Script {
        Answer answer(Asked asked);
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    public TestServer(Script script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, script));
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<Asked> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void handle(HttpExchange exchange, Script script) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var request = new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                body,
                new Headers(
                        header(exchange, "Authorization"),
                        header(exchange, "Accept"),
                        header(exchange, "Last-Event-ID"),
                        header(exchange, "Idempotency-Key")));
        asked.add(request);
        Answer answer = script.answer(request);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), answer.status() == 204 ? -1 : bytes.length);
        if (answer.status() != 204) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
