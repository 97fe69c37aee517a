package dev.asynclab.server.life;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server in a process of its own, as students start it, to be killed.
///
/// Its standard input hangs on this process, so that no test leaves one behind. Everything it starts carries the
/// mark of its [Family].
public final class RealServer implements AutoCloseable {

    final Process process;
    public final URI url;
    final Family family;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private RealServer(Process process, Family family, URI url, String token) {
        this.process = process;
        this.family = family;
        this.url = url;
        this.token = token;
    }

    /// What a request was answered.
    public record Reply(int status, String body) {

        public String field(String name) {
            JsonNode value = JsonMapper.shared().readTree(body).path(name);
            return value.isMissingNode() ? "" : value.asString();
        }
    }

    /// Starts one on any free port and waits until it answers.
    public static RealServer start(Path data, String... prefix) throws IOException {
        return start(0, data, prefix);
    }

    /// Starts one where another was.
    public static RealServer startAt(int port, Path data) throws IOException {
        return start(port, data);
    }

    private static RealServer start(int port, Path data, String... prefix) throws IOException {
        Family family = new Family();
        List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlab.home=" + System.getProperty("lab.home", "."),
                // The tests' own logging would write into the pipe below, which nobody reads: full, it stops the
                // server.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.asynclab.server.Main",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString(),
                "--parent-stdin"));
        Process process = family.start(new ProcessBuilder(command)
                .redirectError(data.resolveSibling(data.getFileName() + ".err").toFile()));
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.contains("http://")) {
            process.destroyForcibly();
            throw new IOException("the server said " + line + "; "
                    + Files.readString(data.resolveSibling(data.getFileName() + ".err")));
        }
        String url = line.substring(line.indexOf("http://")).split(" ")[0];
        String token = Files.readString(data.resolve("token")).strip();
        return new RealServer(process, family, URI.create(url), token);
    }

    public Reply get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    public Reply post(String path, String body, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    /// Submits a scenario for a smoke run.
    ///
    /// @param key the idempotency key
    Reply submit(String yaml, String key) throws IOException, InterruptedException {
        String body = JsonMapper.shared().writeValueAsString(Map.of("inline", yaml, "profile", "smoke", "seed", 7));
        return post("runs", body, Map.of("Idempotency-Key", key));
    }

    String state(String run) throws IOException, InterruptedException {
        return get("runs/" + run).field("state");
    }

    /// Reads the run's events, stored and live, until one fits.
    ///
    /// @param wanted gets `type data`
    public void awaitEvent(String run, Predicate<String> wanted) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response = http.send(
                request("runs/" + run + "/events")
                        .header("Accept", "text/event-stream")
                        .GET()
                        .build(),
                HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            String[] type = {""};
            boolean seen = lines.anyMatch(line -> {
                if (line.startsWith("event: ")) {
                    type[0] = line.substring("event: ".length());
                }
                return line.startsWith("data: ") && wanted.test(type[0] + " " + line.substring("data: ".length()));
            });
            if (!seen) {
                throw new IOException("the events of run " + run + " ended before the one that was waited for");
            }
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve("/api/v1/" + path)).header("Authorization", "Bearer " + token);
    }

    private Reply send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body());
    }

    /// SIGKILL, and waits for its end.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        http.shutdownNow();
        kill();
        family.close();
    }
}
