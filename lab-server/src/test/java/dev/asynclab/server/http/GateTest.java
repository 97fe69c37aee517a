package dev.asynclab.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateTest {
    /// Pages of the dashboard that show what only its owner may see; the first page says how to log in.
    private static final Set<String> PAGES =
            Set.of("/runs", "/runs/{id}", "/scenarios/{id}", "/models", "/compare", "/words", "/edit", "/edit/{id}");

    private static final String[] HEADERS = {
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy",
        "X-Frame-Options",
        "Cache-Control"
    };
    private TestService lab = new TestService();

    @BeforeAll
    void open() {
        assertFalse(lab.service.endpoints().isEmpty());
    }

    @AfterAll
    void close() {
        lab.close();
    }

    private static String path(Endpoint endpoint) {
        // The stream of all runs never ends; that of a run that does not exist is an ordinary answer.
        String query = endpoint.path().equals("/api/v1/events") ? "?runs=x" : "";
        return endpoint.path().replaceAll("\\{[a-z]+}", "x") + query;
    }

    private RawHttp.Reply ask(Endpoint endpoint, String... headers) throws IOException {
        return lab.raw.ask(endpoint.method(), path(endpoint), "", headers);
    }

    @Test
    void no_route_answers_under_a_foreign_host() throws IOException {
        String[][] hosts = {
            {"evil.example:" + lab.port, "403"},
            {"localhost.evil.example:" + lab.port, "403"},
            {"localhost:1", "403"},
            {"localhost", "403"},
            {"0.0.0.0:" + lab.port, "403"},
            {"127.0.0.1.:" + lab.port, "403"},
            {"", "400"},
            {"local host", "400"},
            {"localhost:99999999", "400"},
            {"localhost:" + lab.port + "/x", "400"},
            {"user@localhost:" + lab.port, "400"},
            {"[::1", "400"},
        };
        for (Endpoint endpoint : lab.service.endpoints()) {
            for (String[] host : hosts) {
                var reply = ask(endpoint, "Host", host[0], "Authorization", "Bearer " + TestService.TOKEN);
                assertEquals(host[1], String.valueOf(reply.status()), endpoint.path() + " as `" + host[0] + "`");
            }
            for (String own : new String[] {"LOCALHOST:", "127.0.0.1:", "[::1]:"}) {
                int status = ask(endpoint, "Host", own + lab.port).status();
                assertFalse(status == 403 || status == 400, endpoint.path());
            }
        }
    }

    @Test
    void no_route_answers_a_page_of_another_site() throws IOException {
        String own = "http://localhost:" + lab.port;
        String[][] foreign = {
            {"Origin", "http://evil.example"},
            {"Origin", "null"},
            {"Origin", "https://localhost:" + lab.port},
            {"Origin", "http://localhost:1"},
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"},
            {"Sec-Fetch-Site", "anything"},
        };
        for (Endpoint endpoint : lab.service.endpoints()) {
            for (String[] header : foreign) {
                var reply = ask(endpoint, header[0], header[1], "Authorization", "Bearer " + TestService.TOKEN);
                assertEquals(403, reply.status(), endpoint.path() + " with " + header[1]);
                assertEquals("wrong-origin", TestService.problem(reply));
            }
            for (String site : new String[] {"same-origin", "none"}) {
                assertFalse(ask(endpoint, "Origin", own, "Sec-Fetch-Site", site).status() == 403, endpoint.path());
            }
        }
    }

    @Test
    void the_api_wants_the_token_and_says_where_it_is() throws IOException {
        for (Endpoint endpoint : lab.service.endpoints()) {
            for (String authorization : new String[] {"", "Bearer wrong", "Basic eDp5", "Bearer "}) {
                var reply = ask(endpoint, "Authorization", authorization);
                if (endpoint.needsToken()) {
                    assertEquals(401, reply.status(), endpoint.path());
                    assertTrue(reply.body().contains("`lab token`"), reply.body());
                    assertEquals("Bearer realm=\"lab\"", reply.header("WWW-Authenticate"));
                } else if (PAGES.contains(endpoint.path())) {
                    assertEquals(401, reply.status(), endpoint.path());
                    assertTrue(reply.body().contains("lab token"), reply.body());
                    assertEquals("Bearer realm=\"lab\"", reply.header("WWW-Authenticate"));
                } else if (!endpoint.path().equals("/login")) {
                    assertFalse(reply.status() == 401, endpoint.path());
                }
            }
        }
        assertEquals(401, lab.raw.get("/api/v1/nothing").status());
    }

    @Test
    void every_answer_has_the_security_headers() throws IOException {
        for (Endpoint endpoint : lab.service.endpoints()) {
            var reply = ask(endpoint, TestService.BEARER);
            for (String header : HEADERS) {
                assertFalse(reply.header(header).isEmpty(), header + " of " + endpoint.path());
            }
            assertFalse(reply.header("Content-Security-Policy").contains("unsafe"), endpoint.path());
        }
        for (var reply : new RawHttp.Reply[] {
            lab.raw.get("/nothing"), lab.raw.ask("PATCH", "/", ""), lab.raw.get("/" + "x".repeat(5000))
        }) {
            for (String header : HEADERS) {
                assertFalse(reply.header(header).isEmpty(), header + " of a " + reply.status());
            }
        }
    }

    @Test
    void writes_come_as_json_or_yaml_or_not_at_all() throws IOException {
        String[] types = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x"};
        for (Endpoint endpoint : lab.service.endpoints()) {
            if (endpoint.writes()) {
                for (String type : types) {
                    var reply = lab.raw.ask(
                            endpoint.method(),
                            path(endpoint),
                            "{}",
                            "Content-Type",
                            type,
                            "Authorization",
                            "Bearer " + TestService.TOKEN);
                    assertEquals(415, reply.status(), endpoint.path() + " as " + type);
                }
            }
        }
    }

    @Test
    void a_link_leads_to_a_page_of_this_server_and_nowhere_else() throws IOException {
        for (String page : List.of("/runs/20260105-x", "/runs/a?replay=2.5", "/api/v1/runs/a/report", "/")) {
            assertEquals(page, lab.raw.get(login(page)).header("Location"));
        }
        for (String away : List.of(
                "//example.org",
                "https://example.org",
                "/\\example.org",
                "/a\r\nX: y",
                "runs/a",
                "",
                "/a?b=//c",
                "/a#b")) {
            var reply = lab.raw.get(login(away));
            assertEquals(400, reply.status(), away);
        }
    }

    private String login(String page) {
        String link = lab.service.loginLink();
        return link.substring(link.indexOf("/login")) + "&to=" + URLEncoder.encode(page, StandardCharsets.UTF_8);
    }

    @Test
    void a_link_logs_in_once_and_within_a_minute() throws IOException {
        String link = lab.service.loginLink();
        String path = link.substring(link.indexOf("/login"));
        var login = lab.raw.get(path);
        assertEquals(303, login.status());
        String cookie = login.header("Set-Cookie");
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
        assertEquals(401, lab.raw.get(path).status());
        String late = lab.service.loginLink();
        lab.clock.forward(60);
        assertEquals(401, lab.raw.get(late.substring(late.indexOf("/login"))).status());

        String value = cookie.substring(0, cookie.indexOf(';'));
        assertEquals(
                200, lab.raw.get("/api/v1/runs", "Cookie", "other=1; " + value).status());
        assertEquals(401, lab.raw.get("/api/v1/runs", "Cookie", value + "x").status());
        assertEquals(
                403, lab.raw.ask("POST", "/api/v1/logins", "", "Cookie", value).status());
        String origin = "http://localhost:" + lab.port;
        assertEquals(
                201,
                lab.raw
                        .ask("POST", "/api/v1/logins", "", "Cookie", value, "Origin", origin)
                        .status());
        assertTrue(lab.raw.get("/", "Cookie", value).body().contains("/api/v1/scenarios/demo"));
        assertTrue(lab.raw.get("/").body().contains("lab token"));
    }

    @Test
    void requests_two_readers_could_read_differently_are_refused_and_the_connection_closed() throws IOException {
        String host = "Host: localhost:" + lab.port + "\r\n";
        String[] requests = {
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\n" + host + host + "\r\n",
            "GET / HTTP/1.1\r\n" + host + "Host: evil.example\r\n\r\n",
            "GET http://evil.example/ HTTP/1.1\r\n" + host + "\r\n",
            "POST /api/v1/runs HTTP/1.1\r\n" + host
                    + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /api/v1/runs HTTP/1.1\r\n" + host + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
            "POST /api/v1/runs HTTP/1.1\r\n" + host
                    + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
            "POST /api/v1/runs HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "GET / HTTP/1.1\r\n" + host + "X y: 1\r\n\r\n",
            "no http at all\r\n\r\n",
        };
        for (String request : requests) {
            byte[] answer = lab.raw.send(
                    (request + "GET /health/live HTTP/1.1\r\n" + host + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String text = new String(answer, StandardCharsets.UTF_8);
            assertEquals(400, RawHttp.reply(answer).status(), request + " got " + text);
            assertEquals(1, text.split("HTTP/1[.][01] ", -1).length - 1, request);
        }
    }

    @Test
    void the_offer_of_http_2_is_ignored() throws IOException {
        var reply =
                lab.raw.ask("GET", "/health/live", "", "Upgrade", "h2c", "HTTP2-Settings", "AAMAAABkAAQCAAAAAAIAAAAA");
        assertEquals(200, reply.status());
        byte[] preface = lab.raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertFalse(new String(preface, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 200"));
    }

    @Test
    void what_is_too_long_is_said_to_be() throws IOException {
        assertEquals(414, lab.raw.get("/" + "x".repeat(5000)).status());
        assertEquals(431, lab.raw.get("/", "X-Long", "x".repeat(9000)).status());
        var method = lab.raw.ask("PUT", "/health/live", "");
        assertEquals(405, method.status());
        assertEquals("GET", method.header("Allow"));
    }
}
