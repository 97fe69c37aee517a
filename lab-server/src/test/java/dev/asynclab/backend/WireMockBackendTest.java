package dev.asynclab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.wire.BackendMessage.Counter;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireMockBackendTest {

    private static final Mocks WIREMOCK = Mocks.of("wiremock");

    private static final String TEAPOT = """
            [{"request": {"method": "GET", "urlPathPattern": "/shop/tea.*"},
              "response": {"status": 418, "body": "short and stout", "fixedDelayMilliseconds": 30}}]
            """;

    @Test
    void stub_mappings_answer_as_written() throws IOException {
        try (Backends backends = WIREMOCK.stubs(TEAPOT).start();
                Client client = Mocks.connect(backends)) {
            long start = System.nanoTime();
            client.get("/shop/tea?id=0-0");
            Client.Answer answer = client.answer();
            assertTrue(System.nanoTime() - start >= 30 * Mocks.MILLISECOND);
            assertEquals(418, answer.status());
            assertEquals("short and stout", answer.body());
            client.get("/shop~bare");
            assertEquals(200, client.answer().status());
            client.get("/shop/coffee?id=1-0");
            assertEquals(404, client.answer().status());
        }
    }

    @Test
    void the_delay_of_the_backend_replaces_that_of_a_stub() throws IOException {
        String hour = TEAPOT.replace("30", "3600000");
        try (Backends backends = WIREMOCK.stubs(hour).delay(Mocks.fixed(1)).start();
                Client client = Mocks.connect(backends)) {
            client.get("/shop/tea?id=0-0");
            assertEquals(418, client.answer().status());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\": 200, \"proxyBaseUrl\": \"http://example.com\"}",
                "{\"status\": 200, \"bodyFileName\": \"secret\"}",
                "{\"status\": \"many\"}",
            })
    void a_stub_that_reaches_beyond_the_run_is_refused(String response) {
        Mocks mocks = WIREMOCK.stubs("[{\"request\": {\"url\": \"/shop\"}, \"response\": " + response + "}]");
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, mocks::start).getMessage());
        assertTrue(message.startsWith("backend 'shop': stub"), message);
    }

    @Test
    void a_webhook_is_refused() {
        Mocks mocks = WIREMOCK.stubs("""
                [{"request": {"url": "/shop"}, "response": {"status": 200},
                  "serveEventListeners": [{"name": "webhook", "parameters": {"url": "http://example.com"}}]}]
                """);
        assertThrows(IllegalArgumentException.class, mocks::start);
    }

    @Test
    void the_admin_interface_is_closed() throws IOException {
        try (Backends backends = WIREMOCK.start();
                Client client = Mocks.connect(backends)) {
            for (String path : new String[] {"/__admin", "/__admin/mappings", "/shop/../__admin/mappings"}) {
                client.get(path);
                assertEquals(404, client.answer().status(), path);
            }
        }
    }

    /// With one place and three requests of D each, served one after the other, the last answer comes after 3 D.
    @Test
    void a_single_place_serves_one_after_the_other() throws IOException {
        long delay = 20 * Mocks.MILLISECOND;
        try (Backends backends =
                        WIREMOCK.delay(Mocks.fixed(delay)).limit(1, null).start();
                Client first = Mocks.connect(backends);
                Client second = Mocks.connect(backends);
                Client third = Mocks.connect(backends)) {
            long start = System.nanoTime();
            first.call("0-0");
            second.call("1-0");
            third.call("2-0");
            assertEquals(200, first.answer().status());
            assertEquals(200, second.answer().status());
            assertEquals(200, third.answer().status());
            assertTrue(System.nanoTime() - start >= 3 * delay);
            Counter end = Mocks.await(backends, counter -> counter.departures() == 3);
            assertTrue(end.residenceNanos() >= end.queuedNanos() + 3 * delay, end.toString());
        }
    }

    @Test
    void beyond_the_queue_the_answer_is_503_and_a_stalled_client_that_leaves_frees_its_place() throws IOException {
        Mocks mocks = WIREMOCK.faults(0, 0, 0.5).limit(1, 1);
        try (Backends backends = mocks.start();
                Client stalled = Mocks.connect(backends);
                Client waiting = Mocks.connect(backends);
                Client refused = Mocks.connect(backends)) {
            stalled.call(mocks.idWith(Fate.STALL, 0));
            Mocks.await(backends, counter -> counter.arrivals() == 1);
            waiting.call(mocks.idWith(Fate.ANSWER, 0));
            Mocks.await(backends, counter -> counter.arrivals() == 2);
            refused.call("2-0");
            assertEquals(503, refused.answer().status());
            stalled.close();
            assertEquals(200, waiting.answer().status());
            Counter end = Mocks.await(backends, counter -> counter.departures() == 3);
            assertEquals(0, end.inFlight());
            assertEquals(end.residenceNanos(), end.inFlightNanos());
        }
    }
}
