package dev.asynclab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.wire.BackendMessage.Counter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FastBackendTest {

    private static final Mocks FAST = Mocks.of("fast");

    @Test
    void an_answer_is_the_body_and_nothing_that_varies() throws IOException {
        try (Backends backends = FAST.start();
                Client client = Mocks.connect(backends)) {
            client.call("0-0");
            Client.Answer answer = client.answer();
            assertEquals("HTTP/1.1 200 OK\r\ncontent-length: 37\r\n\r\n", answer.head());
            assertEquals(Mocks.BODY_BYTES, answer.body().length());
        }
    }

    @Test
    void pipelined_requests_are_answered_in_order_and_bodies_are_discarded() throws IOException {
        Mocks mocks = FAST.delay(Mocks.fixed(5 * Mocks.MILLISECOND)).faults(0.5, 0, 0);
        try (Backends backends = mocks.start();
                Client client = Mocks.connect(backends)) {
            client.send("GET /shop?id=" + mocks.idWith(Fate.ANSWER, 0) + " HTTP/1.1\r\n\r\n"
                    + "POST /shop?id=" + mocks.idWith(Fate.ERROR, 0)
                    + " HTTP/1.1\r\ncontent-length: 5\r\n\r\nGET /"
                    + "GET /nothing HTTP/1.1\r\n\r\n"
                    + "POST /shop~bare HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
            for (int status : new int[] {200, 500, 404, 200}) {
                assertEquals(status, client.answer().status());
            }
            assertEquals(2, Mocks.count(backends).departures());
        }
    }

    @Test
    void hundreds_of_pipelined_requests_are_all_answered() throws IOException {
        int n = 500;
        try (Backends backends = FAST.start();
                Client client = Mocks.connect(backends)) {
            client.send("GET /shop?id=1-0 HTTP/1.1\r\n\r\n".repeat(n));
            for (int i = 0; i < n; i++) {
                assertEquals(200, client.answer().status());
            }
            assertEquals(n, Mocks.count(backends).arrivals());
        }
    }

    /// First come, first served with c = 2 places and a delay D: request k cannot start before floor(k / 2)
    /// rounds of D are over, so its answer comes floor(k / 2) + 1 rounds after the first request at the earliest.
    /// A place too many or a queue-jumper breaks the bound of some k.
    @Test
    void places_are_limited_and_given_in_the_order_of_arrival() throws IOException {
        long delay = 20 * Mocks.MILLISECOND;
        try (Backends backends = FAST.delay(Mocks.fixed(delay)).limit(2, null).start()) {
            List<Client> clients = new ArrayList<>();
            for (int k = 0; k < 6; k++) {
                clients.add(Mocks.connect(backends));
            }
            long start = System.nanoTime();
            for (int k = 0; k < 6; k++) {
                clients.get(k).call(k + "-0");
                long arrived = k + 1;
                Mocks.await(backends, counter -> counter.arrivals() == arrived);
            }
            for (int k = 0; k < 6; k++) {
                assertEquals(200, clients.get(k).answer().status());
                assertTrue(System.nanoTime() - start >= (k / 2 + 1) * delay, "request " + k);
                clients.get(k).close();
            }
            Counter counter = Mocks.await(backends, c -> c.departures() == 6);
            // Residence is waiting and delay: nothing waits unless it is counted.
            assertTrue(counter.residenceNanos() >= counter.queuedNanos() + 6 * delay, counter.toString());
        }
    }

    @Test
    void beyond_the_queue_the_answer_is_503() throws IOException {
        try (Backends backends = FAST.faults(0, 0, 1).limit(1, 1).start();
                Client served = Mocks.connect(backends);
                Client waiting = Mocks.connect(backends);
                Client refused = Mocks.connect(backends)) {
            served.call("0-0");
            Mocks.await(backends, counter -> counter.arrivals() == 1);
            waiting.call("1-0");
            Mocks.await(backends, counter -> counter.arrivals() == 2);
            refused.call("2-0");
            assertEquals(503, refused.answer().status());
            assertEquals(2, Mocks.count(backends).inFlight());
        }
    }

    @Test
    void a_client_that_leaves_frees_its_place_for_the_next() throws IOException {
        Mocks mocks = FAST.faults(0, 0, 0.5).limit(1, null);
        try (Backends backends = mocks.start();
                Client stalled = Mocks.connect(backends);
                Client leaver = Mocks.connect(backends);
                Client next = Mocks.connect(backends)) {
            stalled.call(mocks.idWith(Fate.STALL, 0));
            Mocks.await(backends, counter -> counter.arrivals() == 1);
            leaver.call(mocks.idWith(Fate.STALL, 0));
            Mocks.await(backends, counter -> counter.arrivals() == 2);
            next.call(mocks.idWith(Fate.ANSWER, 0));
            Mocks.await(backends, counter -> counter.arrivals() == 3);
            // Out of the queue: had it kept its turn, it would stall the place for good.
            leaver.close();
            Mocks.await(backends, counter -> counter.inFlight() == 2);
            stalled.close();
            assertEquals(200, next.answer().status());
            Counter end = Mocks.await(backends, counter -> counter.inFlight() == 0);
            assertEquals(3, end.departures());
            assertEquals(end.residenceNanos(), end.inFlightNanos());
        }
    }

    @Test
    void a_client_that_leaves_before_its_delay_is_over_departs_at_once() throws IOException {
        // An hour: if the timer were waited for, so would this test.
        try (Backends backends =
                FAST.delay(Mocks.fixed(3_600_000 * Mocks.MILLISECOND)).start()) {
            try (Client client = Mocks.connect(backends)) {
                client.call("0-0");
                Mocks.await(backends, counter -> counter.inFlight() == 1);
            }
            assertEquals(
                    1, Mocks.await(backends, counter -> counter.inFlight() == 0).departures());
        }
    }

    @Test
    void garbage_is_answered_400_and_the_connection_closed() throws IOException {
        String longLine = "GET /shop?" + "x".repeat(5_000) + " HTTP/1.1\r\n\r\n";
        String badChunk = "POST /shop HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n";
        try (Backends backends = FAST.start()) {
            for (String garbage : List.of("hello\r\n\r\n", "\u0001\u0002 \u00ff\r\n\r\n", longLine, badChunk)) {
                try (Client client = Mocks.connect(backends)) {
                    client.send(garbage);
                    assertEquals(400, client.answer().status(), garbage);
                    assertTrue(client.closed());
                }
            }
            try (Client client = Mocks.connect(backends)) {
                client.call("0-0");
                assertEquals(200, client.answer().status());
            }
            assertEquals(1, Mocks.count(backends).arrivals());
        }
    }

    @Test
    void a_connection_closes_when_its_client_asks_for_it() throws IOException {
        try (Backends backends = FAST.start();
                Client client = Mocks.connect(backends)) {
            client.send("GET /shop HTTP/1.1\r\nconnection: close\r\n\r\n");
            assertEquals(200, client.answer().status());
            assertTrue(client.closed());
        }
    }

    @Test
    void an_answer_to_head_has_no_body() throws IOException {
        try (Backends backends = FAST.start();
                Client client = Mocks.connect(backends)) {
            client.send("HEAD /shop HTTP/1.1\r\nconnection: close\r\n\r\n");
            assertTrue(client.endsWith("content-length: 37\r\n\r\n"));
        }
    }
}
