package dev.asynclab.client;

import dev.asynclab.api.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// Requests below `/api/v1` of one server, with its token; each waits for the whole answer.
///
/// A path is already encoded and has its query with it. Every request throws [ServerUnreachable] when nobody answers
/// and [ServerRefusal] when the answer is not a success.
///
/// @param http closed with this
record ServerRequests(ServerAddress server, HttpClient http) implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final String JSON = "application/json";

    static ServerRequests to(ServerAddress server) {
        // HTTP/1.1: the offer to upgrade would be one more thing for a small server to refuse.
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
        return new ServerRequests(server, http);
    }

    /// Asks for a text in a media type.
    String text(String path, String accept) throws InterruptedException {
        return text(get(path, accept));
    }

    /// Asks for a file in a media type.
    byte[] bytes(String path, String accept) throws InterruptedException {
        return answer(get(path, accept), BodyHandlers.ofByteArray()).body();
    }

    /// Posts JSON, gets JSON.
    String post(String path, String json) throws InterruptedException {
        return post(path, json, Map.of());
    }

    /// @param headers beyond those every request has
    String post(String path, String json, Map<String, String> headers) throws InterruptedException {
        HttpRequest.Builder request = sending(path, JSON).POST(BodyPublishers.ofString(json));
        headers.forEach(request::header);
        return text(request);
    }

    /// Posts a file, gets JSON.
    String post(String path, String type, byte[] file) throws InterruptedException {
        return text(sending(path, type).POST(BodyPublishers.ofByteArray(file)));
    }

    /// Puts JSON.
    void put(String path, String json) throws InterruptedException {
        text(sending(path, JSON).PUT(BodyPublishers.ofString(json)));
    }

    /// A stream of events; it ends with this at the latest.
    RunEvents events(String path, String run) {
        return new RunEvents(http, request(path).build(), run);
    }

    private HttpRequest.Builder get(String path, String accept) {
        return request(path).timeout(ANSWER).header("Accept", accept);
    }

    private HttpRequest.Builder sending(String path, String type) {
        return get(path, JSON).header("Content-Type", type);
    }

    private HttpRequest.Builder request(String path) {
        String base = server.url().toString().replaceAll("/+$", "");
        var builder = HttpRequest.newBuilder(URI.create(base + "/api/v1/" + path));
        return server.token().isEmpty() ? builder : builder.header("Authorization", "Bearer " + server.token());
    }

    private String text(HttpRequest.Builder request) throws InterruptedException {
        return answer(request, BodyHandlers.ofString(StandardCharsets.UTF_8)).body();
    }

    private <T> HttpResponse<T> answer(HttpRequest.Builder request, HttpResponse.BodyHandler<T> whole)
            throws InterruptedException {
        try {
            HttpResponse<T> answer = http.send(request.build(), whole);
            if (answer.statusCode() / 100 != 2) {
                String body = answer.body() instanceof byte[] bytes
                        ? new String(bytes, StandardCharsets.UTF_8)
                        : String.valueOf(answer.body());
                throw new ServerRefusal(answer.statusCode(), ProblemDocument.problems(answer.statusCode(), body));
            }
            return answer;
        } catch (IOException failure) {
            throw new ServerUnreachable(Problem.general(
                    "server-unreachable",
                    "no answer from " + server.url() + " (" + failure.getClass().getSimpleName() + ")",
                    "`lab server status` shows whether one runs; `lab server start` starts one"));
        }
    }

    /// Ends every request under way, streams included.
    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
