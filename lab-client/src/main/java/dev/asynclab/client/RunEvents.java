package dev.asynclab.client;

import dev.asynclab.api.Problem;
import dev.asynclab.api.RunEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server-sent events of a run, each exactly once and in order.
///
/// When the connection breaks it is opened again with `Last-Event-ID`, so that nothing is missed; what the server
/// repeats is dropped by its sequence number. For one reading thread.
public final class RunEvents implements AutoCloseable {
    private static final int ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int NO_CONTENT = 204;
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};
    private final HttpClient http;
    private final HttpRequest request;
    private final String run;
    private @Nullable BufferedReader lines;
    private long last;
    private boolean ended;

    RunEvents(HttpClient http, HttpRequest request, String run) {
        this.http = http;
        this.request = request;
        this.run = run;
    }

    /// Waits for the next event.
    ///
    /// @return empty after the run's last event
    public Optional<RunEvent> next() throws InterruptedException {
        int failures = 0;
        while (!ended) {
            try {
                BufferedReader open = lines == null ? connect() : lines;
                Optional<RunEvent> event = open == null ? Optional.empty() : read(open);
                // Live samples are not stored and carry no number of their own.
                boolean live = event.isPresent() && event.get().sequence() == 0;
                if (event.isPresent() && (live || event.get().sequence() > last)) {
                    last = Math.max(last, event.get().sequence());
                    ended = event.get().type().equals("end");
                    return event;
                }
                if (event.isPresent() || ended) {
                    continue;
                }
            } catch (IOException _) {
                // As good as an end of the stream: connect again.
            }
            close();
            if (++failures >= ATTEMPTS) {
                throw new ServerUnreachable(Problem.general(
                        "stream-lost",
                        "the event stream of run " + run + " broke " + ATTEMPTS + " times without news",
                        "`lab watch " + run + "` tries again"));
            }
            Thread.sleep(PAUSE);
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        BufferedReader open = lines;
        lines = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException _) {
                // Closed for good either way.
            }
        }
    }

    /// Opens the stream after the last event seen; null when the server says there is nothing more.
    private @Nullable BufferedReader connect() throws IOException, InterruptedException {
        var builder = HttpRequest.newBuilder(request, (_, _) -> true).header("Accept", "text/event-stream");
        if (last > 0) {
            builder.header("Last-Event-ID", Long.toString(last));
        }
        HttpResponse<java.io.InputStream> answer = http.send(builder.build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() == NO_CONTENT) {
            ended = true;
            answer.body().close();
            return null;
        }
        if (answer.statusCode() != 200) {
            try (var body = answer.body()) {
                String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                throw new ServerRefusal(answer.statusCode(), ProblemDocument.problems(answer.statusCode(), text));
            }
        }
        lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
        return lines;
    }

    /// One event: fields up to an empty line; comments keep the connection alive. Empty at the end of the stream:
    /// an event cut short by it does not count.
    private Optional<RunEvent> read(BufferedReader open) throws IOException {
        String id = "";
        String type = "";
        var data = new StringBuilder();
        for (String line = open.readLine(); line != null; line = open.readLine()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return Optional.of(event(id, type, data.toString()));
                }
                type = "";
            } else if (!line.startsWith(":")) {
                int colon = line.indexOf(':');
                String name = colon < 0 ? line : line.substring(0, colon);
                String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
                switch (name) {
                    case "id" -> id = value;
                    case "event" -> type = value;
                    case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                    default -> {
                        // `retry` and fields yet to be invented.
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// The data is the event itself; a server that sends only its `data` part is understood as well.
    private RunEvent event(String id, String type, String data) {
        JsonNode root = JSON.readTree(data);
        long sequence = id.isEmpty() ? root.path("sequence").asLong(last + 1) : Long.parseLong(id);
        boolean whole = root.has("sequence") && root.has("type") && root.has("data");
        JsonNode fields = whole ? root.path("data") : root;
        String name = type.isEmpty() ? root.path("type").asString("message") : type;
        String at = whole && root.has("at") ? root.path("at").asString() : null;
        return new RunEvent(run, sequence, name, JSON.convertValue(fields, FIELDS), at);
    }
}
