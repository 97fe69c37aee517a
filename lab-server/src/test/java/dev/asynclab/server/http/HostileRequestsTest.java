package dev.asynclab.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whatever comes in, the answer is never that the server failed.
class HostileRequestsTest {
    private static final long SEED = 20_260_101;
    private final TestService lab = new TestService();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void no_file_of_the_json_test_suite_makes_the_server_fail() throws IOException {
        Path suite = Path.of(System.getProperty("lab.corpora", "")).resolve("json-test-suite/test_parsing");
        Assumptions.assumeTrue(Files.isDirectory(suite), "SKIPPED: no json-test-suite below -Dlab.corpora");
        int seen = 0;
        try (var files = Files.list(suite)) {
            for (Path file : files.sorted().toList()) {
                byte[] body = Files.readAllBytes(file);
                for (String path : new String[] {"runs", "validations", "scenarios"}) {
                    int status = post("/api/v1/" + path, body);
                    // Nothing there is a request; what is an object at all has the wrong fields.
                    boolean refused = status == 400 || status == 413 || status == 422;
                    assertTrue(refused, file.getFileName() + " to " + path + " gave " + status);
                    boolean mustFail = file.getFileName().toString().startsWith("n_");
                    assertTrue(!mustFail || status != 422 || body.length == 0, file + " is not JSON, but was read");
                }
                seen++;
            }
        }
        assertTrue(seen > 100, "a suite of " + seen + " files");
    }

    @Test
    void no_naughty_string_makes_the_server_fail() throws IOException {
        Path file = Path.of(System.getProperty("lab.corpora", "")).resolve("naughty-strings/blns.json");
        Assumptions.assumeTrue(Files.isRegularFile(file), "SKIPPED: no naughty-strings below -Dlab.corpora");
        for (JsonNode node : new JsonMapper().readTree(Files.readString(file))) {
            String text = node.asString();
            String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
            sane(lab.get("/scenarios?q=" + encoded).status(), text);
            sane(lab.get("/scenarios/" + encoded).status(), text);
            sane(lab.get("/runs/" + encoded + "/events").status(), text);
            String json = new JsonMapper().writeValueAsString(text);
            sane(lab.json("POST", "/runs", "{\"scenario\":" + json + "}").status(), text);
            sane(lab.json("POST", "/runs", "{" + json + ":1}").status(), text);
        }
    }

    @Test
    void no_random_request_makes_the_server_fail() throws IOException {
        var random = new Random(SEED);
        List<Endpoint> endpoints = lab.service.endpoints();
        for (int i = 0; i < 1_500; i++) {
            Endpoint endpoint = endpoints.get(random.nextInt(endpoints.size()));
            String request = random(random, endpoint);
            int status = RawHttp.reply(lab.raw.send(request.getBytes(StandardCharsets.ISO_8859_1)))
                    .status();
            int number = i;
            assertTrue(
                    status < 500, () -> "request " + number + " of seed " + SEED + " gave " + status + ":\n" + request);
        }
        assertEquals(200, lab.raw.get("/health/ready").status());
    }

    private String random(Random random, Endpoint endpoint) {
        String id = random.nextBoolean() ? "demo" : junk(random, 12);
        String path = endpoint.path().replaceAll("\\{[a-z]+}", Matcher.quoteReplacement(id));
        // Live streams of all runs would never end; a stream of a run that does not exist is refused.
        path = path.equals("/api/v1/events") ? path + "?runs=none" : path;
        String query = random.nextInt(3) > 0 ? "" : (path.contains("?") ? "&" : "?") + junk(random, 20);
        String body = endpoint.writes() ? body(random) : "";
        var lines = new ArrayList<String>();
        lines.add(endpoint.method() + " " + path + query + " HTTP/1.1");
        lines.add("Host: localhost:" + lab.port);
        lines.add("Authorization: Bearer " + TestService.TOKEN);
        lines.add("Content-Type: "
                + (random.nextInt(8) == 0
                        ? junk(random, 9)
                        : random.nextBoolean() ? "application/json" : "application/yaml"));
        for (String name : new String[] {"Accept", "If-Match", "If-None-Match", "Prefer", "Last-Event-ID", "Cookie"}) {
            if (random.nextInt(4) == 0) {
                lines.add(name + ": " + junk(random, 20));
            }
        }
        lines.add("Content-Length: " + body.length());
        lines.add("Connection: close");
        return String.join("\r\n", lines) + "\r\n\r\n" + body;
    }

    private static String body(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> junk(random, 200);
            case 1 -> "{\"scenario\":\"demo\",\"" + junk(random, 6) + "\":" + junk(random, 10) + "}";
            case 2 -> "{\"text\":\"id: x" + random.nextInt(100) + "\",\"id\":\"x\"}";
            default -> "[".repeat(random.nextInt(5_000));
        };
    }

    /// Any bytes but those that would end a line.
    private static String junk(Random random, int most) {
        var text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            char c = (char)
                    (random.nextInt(4) == 0 ? random.nextInt(256) : "%2/.\"{}:,;=*q0aé".charAt(random.nextInt(16)));
            text.append(c == '\r' || c == '\n' ? '_' : c);
        }
        return text.toString();
    }

    private int post(String path, byte[] body) {
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost:" + lab.port + "\r\nAuthorization: Bearer "
                + TestService.TOKEN + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        var whole = new java.io.ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body);
        try {
            return RawHttp.reply(lab.raw.send(whole.toByteArray())).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sane(int status, String text) {
        assertTrue(status >= 200 && status < 500, () -> status + " for " + text);
    }
}
