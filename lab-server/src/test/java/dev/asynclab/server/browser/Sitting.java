package dev.asynclab.server.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.asynclab.server.life.RealServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/// A server, a browser that is logged in, and a wire between them that can be cut.
final class Sitting implements AutoCloseable {
    /// Only a page that hangs reaches it.
    static final int GUARD_MILLIS = 120_000;

    /// The smallest lesson with every kind of question.
    static final String TINY = """
            format: lab/v1
            id: tiny
            title: Two callers and a pool of one
            lesson:
              track: 1
              order: 99
              level: intro
              minutes: 1
              question: Who finishes first?
              predict:
                - {id: order, ask: Rank the models., answer: rank, of: throughput}
                - {id: rate, ask: How many per second?, answer: number, of: throughput of pool-1, within: 15%}
              explain: One thread waits for one answer at a time.
              hints: [Count the threads.]
              exercises:
                - {id: wider, do: Give the pool two threads., passes-when: {holds: [as-many]}}
            backends: {orders: {kind: fast, delay: 20ms, body: 100B}}
            task: [{call: orders}]
            models:
              loop: {use: event-loop}
              pool-1: {use: platform-threads, threads: 1}
            load: {closed: {concurrency: 2}}
            expect:
              - {id: as-many, that: throughput of pool-1 >= 60/s, grade: exercise}
            """;

    /// The same without a backend, for tests that need a run and not its calls: there is nothing to calibrate, which
    /// takes longer than measuring.
    static final String WAITING = TINY.replace("backends: {orders: {kind: fast, delay: 20ms, body: 100B}}\n", "")
            .replace("[{call: orders}]", "[{wait: 20ms}]");

    final Chromium chromium;
    final String base;
    final Wire wire;
    private final Path data;
    private RealServer server;

    private Sitting(Path data, RealServer server, Wire wire, Chromium chromium, String base) {
        this.data = data;
        this.server = server;
        this.wire = wire;
        this.chromium = chromium;
        this.base = base;
    }

    /// Starts all of it and logs in.
    static Sitting begin(Path data) throws Exception {
        RealServer server = RealServer.start(data);
        int port = server.url.getPort();
        String base = "http://localhost:" + port;
        PlaywrightAssertions.setDefaultAssertionTimeout(GUARD_MILLIS);
        Wire wire = Wire.to(port);
        try {
            // The browser keeps the server's address, and its connections go through the wire.
            Chromium chromium =
                    Chromium.start(base, "--host-resolver-rules=MAP localhost:" + port + " 127.0.0.1:" + wire.port());
            chromium.login(server.post("logins", "{}", Map.of()).field("url"));
            return new Sitting(data, server, wire, chromium, base);
        } catch (RuntimeException | IOException e) {
            // Also where there is no browser, and the tests are skipped.
            wire.close();
            server.close();
            throw e;
        }
    }

    RealServer server() {
        return server;
    }

    /// Kills the server and starts another one at the same address, over the same data.
    void restartServer() throws IOException, InterruptedException {
        int port = server.url.getPort();
        server.close();
        server = RealServer.startAt(port, data);
    }

    void store(String id, String text) throws Exception {
        store(server, id, text);
    }

    static void store(RealServer server, String id, String text) throws Exception {
        var reply = server.post("scenarios", json(Map.of("id", id, "text", text)), Map.of());
        assertEquals(201, reply.status(), reply::body);
    }

    /// Queues a run.
    ///
    /// @param more fields of the body besides scenario and profile
    String submit(String scenario, Map<String, Object> more) throws Exception {
        return submit(server, scenario, more);
    }

    private static String submit(RealServer server, String scenario, Map<String, Object> more) throws Exception {
        Map<String, Object> body = new HashMap<>(Map.of("scenario", scenario, "profile", "smoke"));
        body.putAll(more);
        var reply = server.post("runs", json(body), Map.of());
        assertEquals(202, reply.status(), reply::body);
        return reply.field("id");
    }

    /// Queues a run and waits for its end.
    String finished(String scenario, Map<String, Object> more) throws Exception {
        return finished(server, scenario, more);
    }

    static String finished(RealServer server, String scenario, Map<String, Object> more) throws Exception {
        String run = submit(server, scenario, more);
        server.awaitEvent(run, e -> e.startsWith("end"));
        return run;
    }

    /// Queues a run that takes many minutes unless it is cancelled: whatever is queued after it waits.
    String submitLong(String scenario) throws Exception {
        return submit(scenario, Map.of("profile", "standard"));
    }

    void cancel(String run) throws Exception {
        var reply = server.post("runs/" + run + "/cancel", "{}", Map.of());
        assertEquals(202, reply.status(), reply::body);
    }

    Page open(String path, int width) {
        Page page = chromium.page(width, 800);
        page.setDefaultTimeout(GUARD_MILLIS);
        page.navigate(base + path);
        return page;
    }

    /// Waits until nothing of a page is under way.
    static void settled(Page page) {
        page.locator("h1").first().waitFor();
        page.waitForFunction("() => !document.body.innerText.includes('loading ...')");
    }

    static String json(Object value) {
        return JsonMapper.shared().writeValueAsString(value);
    }

    /// A file of the test resources.
    static String resource(String path) {
        try (var in = Sitting.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        chromium.close();
        wire.close();
        server.close();
    }
}
