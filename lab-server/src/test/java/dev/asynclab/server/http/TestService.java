package dev.asynclab.server.http;

import dev.asynclab.api.Measure;
import dev.asynclab.api.Metric;
import dev.asynclab.api.Problem;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Scenario;
import dev.asynclab.scenario.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The real service on a free port, before runs and scenarios that live in memory.
final class TestService implements AutoCloseable {
    static final String TOKEN = "a-token-only-for-tests";
    static final String[] BEARER = {"Authorization", "Bearer " + TOKEN};
    final FakeRuns runs = new FakeRuns();
    final FakeLibrary library = new FakeLibrary();
    final MovableClock clock = new MovableClock();
    final HttpService service;
    final int port;
    final RawHttp raw;

    /// A clock that stands still until it is moved.
    static final class MovableClock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void forward(int seconds) {
            now = now.plusSeconds(seconds);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    TestService() {
        service = new HttpService(
                new HttpConfig("127.0.0.1", 0, TOKEN, Path.of(System.getProperty("lab.home", "..")), clock),
                new Services(runs, library, (name, text, _) -> read(name, text)));
        try {
            port = service.start();
        } catch (PortTaken | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        raw = new RawHttp(port);
    }

    /// A scenario is what says `id: ...` in its first line; `bad` anywhere makes it invalid.
    private static Reading read(String name, String text) {
        if (text.contains("bad") || !text.startsWith("id:")) {
            return new Reading.Invalid(List.of(new Problem(
                    "unknown-key",
                    "no key `bad`",
                    2,
                    3,
                    3,
                    "/bad",
                    Optional.of("good"),
                    "keys are listed in the schema")));
        }
        String id = text.lines().findFirst().orElse("").substring(3).strip();
        return new Reading.Valid(scenario(id.isEmpty() ? name : id, text), List.of());
    }

    static Scenario scenario(String id, String text) {
        return new Scenario(
                id,
                "Title of " + id,
                List.of("waiting"),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                measure(),
                List.of(),
                List.of(),
                List.of(),
                text,
                Etag.digest(text));
    }

    private static Measure measure() {
        return new Measure(
                Metric.THROUGHPUT,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Scenario.Isolation.PROCESS,
                OptionalLong.empty());
    }

    /// With the token.
    RawHttp.Reply api(String method, String path, String body, String... headers) throws IOException {
        var all = new ArrayList<>(Arrays.asList(BEARER));
        all.addAll(Arrays.asList(headers));
        return raw.ask(method, "/api/v1" + path, body, all.toArray(String[]::new));
    }

    RawHttp.Reply get(String path, String... headers) throws IOException {
        return api("GET", path, "", headers);
    }

    RawHttp.Reply json(String method, String path, String body, String... headers) throws IOException {
        var all = new ArrayList<>(Arrays.asList("Content-Type", "application/json"));
        all.addAll(Arrays.asList(headers));
        return api(method, path, body, all.toArray(String[]::new));
    }

    static JsonNode tree(RawHttp.Reply reply) {
        return new JsonMapper().readTree(reply.body());
    }

    /// The last part of a problem's type.
    static String problem(RawHttp.Reply reply) {
        String type = tree(reply).path("type").asString("");
        return type.substring(type.lastIndexOf('/') + 1);
    }

    static ResultDocument recorded() throws IOException {
        try (var in = TestService.class.getResourceAsStream("/recorded/pool-queueing.json")) {
            return new JsonMapper().readValue(java.util.Objects.requireNonNull(in), ResultDocument.class);
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
