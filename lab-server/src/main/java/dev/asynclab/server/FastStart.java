package dev.asynclab.server;

import dev.asynclab.server.fork.JavaCommand;
import dev.asynclab.server.fork.StartCaches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Makes the ahead-of-time caches, once per build.
///
/// Started with `-XX:AOTCacheOutput`, this process is also the training run of the server's own cache: it serves
/// a few requests before it turns to the trial processes.
final class FastStart {

    /// The models of the first lessons. Others start without a cache, a little slower.
    private static final List<String> MODELS =
            List.of("event-loop", "virtual-threads", "platform-threads", "coroutine", "processes");

    private FastStart() {}

    static int prepare(Path directory, Path home) throws IOException, InterruptedException {
        trainServer(home);
        List<String> failures = new StartCaches(JavaCommand.ofThisJvm(directory), directory).make(MODELS);
        failures.forEach(f -> System.err.println("no fast start for " + f));
        return failures.isEmpty() ? 0 : 1;
    }

    private static void trainServer(Path home) throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("async-lab-training");
        try {
            Server.serve(ServerOptions.forTraining(data), home, (url, token) -> {
                request(url + "/health/ready", token, null);
                request(url + "/api/v1/scenarios", token, null);
                request(url + "/api/v1/runs", token, null);
                request(url + "/api/v1/plans", token, "{\"scenario\": \"pool-queueing\"}");
            });
        } finally {
            deleteAll(data);
        }
    }

    private static void request(String url, String token, @org.jspecify.annotations.Nullable String body) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setRequestProperty("Authorization", "Bearer " + token);
            if (body != null) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            }
            connection.getResponseCode();
            connection.disconnect();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
