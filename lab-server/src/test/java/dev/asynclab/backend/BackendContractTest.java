package dev.asynclab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.wire.BackendMessage.Counter;
import dev.asynclab.wire.BackendMessage.Delay;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What both kinds of backend promise alike.
class BackendContractTest {

    @ParameterizedTest
    @ValueSource(strings = {"fast", "wiremock"})
    void no_answer_comes_before_its_delay(String kind) throws IOException {
        Mocks mocks = Mocks.of(kind).delay(new Delay("uniform", 0, 10 * Mocks.MILLISECOND, 0));
        Draws draws = mocks.draws();
        try (Backends backends = mocks.start();
                Client client = Mocks.connect(backends)) {
            for (int i = 0; i < 100; i++) {
                String id = i + "-0";
                long start = System.nanoTime();
                client.call(id);
                Client.Answer answer = client.answer();
                long nanos = System.nanoTime() - start;
                assertEquals(200, answer.status());
                assertEquals(Mocks.BODY_BYTES, answer.body().length());
                long delay = draws.delayNanos(draws.key(id));
                assertTrue(nanos >= delay, () -> id + " after " + nanos + " of " + delay);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "wiremock"})
    void every_request_meets_the_fate_its_id_draws(String kind) throws IOException {
        Mocks mocks = Mocks.of(kind).faults(0.1, 0.05, 0.02);
        Draws draws = mocks.draws();
        Map<Fate, Integer> expected = new EnumMap<>(Fate.class);
        Map<Fate, Integer> seen = new EnumMap<>(Fate.class);
        List<Client> stalled = new ArrayList<>();
        try (Backends backends = mocks.start()) {
            Client client = Mocks.connect(backends);
            for (int i = 0; i < 1_000; i++) {
                Fate fate = draws.fate(draws.key(i + "-0"));
                expected.merge(fate, 1, Integer::sum);
                client.call(i + "-0");
                if (fate == Fate.STALL) {
                    stalled.add(client);
                } else {
                    Fate met = met(client);
                    seen.merge(met, 1, Integer::sum);
                    assertEquals(fate, met);
                }
                if (fate == Fate.STALL || fate == Fate.RESET) {
                    client = Mocks.connect(backends);
                }
            }
            Counter counter = Mocks.await(backends, c -> c.inFlight() == stalled.size() && c.arrivals() == 1_000);
            seen.put(Fate.STALL, counter.inFlight());
            assertEquals(expected, seen);
            assertEquals(1_000 - stalled.size(), counter.departures());
            for (Client each : stalled) {
                each.close();
            }
            client.close();
        }
    }

    private static Fate met(Client client) throws IOException {
        try {
            return client.answer().status() == 200 ? Fate.ANSWER : Fate.ERROR;
        } catch (EOFException e) {
            throw new AssertionError("an orderly end instead of an answer", e);
        } catch (IOException e) {
            return Fate.RESET;
        }
    }

    /// Four requests of at least 5 ms each: residence and integral are at least 4 * 5 ms, and equal.
    @ParameterizedTest
    @ValueSource(strings = {"fast", "wiremock"})
    void the_counters_add_up(String kind) throws IOException {
        long delay = 5 * Mocks.MILLISECOND;
        try (Backends backends = Mocks.of(kind).delay(Mocks.fixed(delay)).start()) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Client client = Mocks.connect(backends);
                clients.add(client);
                client.call(i + "-0");
                Counter counter = Mocks.count(backends);
                assertEquals(counter.arrivals(), counter.departures() + counter.inFlight());
            }
            for (Client client : clients) {
                assertEquals(200, client.answer().status());
                client.close();
            }
            Counter end = Mocks.await(backends, c -> c.departures() == 4);
            assertEquals(4, end.arrivals());
            assertEquals(4, end.connections());
            assertEquals(0, end.inFlight());
            assertTrue(end.inFlightPeak() >= 1 && end.inFlightPeak() <= 4);
            assertTrue(end.residenceNanos() >= 4 * delay);
            assertEquals(end.residenceNanos(), end.inFlightNanos());
        }
    }

    /// An hour of delay, all requests errors: what is answered 200 has met neither.
    @ParameterizedTest
    @ValueSource(strings = {"fast", "wiremock"})
    void a_bare_call_meets_no_delay_no_fault_and_no_counter(String kind) throws IOException {
        Mocks mocks =
                Mocks.of(kind).delay(Mocks.fixed(3_600_000 * Mocks.MILLISECOND)).faults(1, 0, 0);
        try (Backends backends = mocks.start();
                Client client = Mocks.connect(backends)) {
            client.get("/shop~bare?id=0-0");
            Client.Answer answer = client.answer();
            assertEquals(200, answer.status());
            assertEquals(Mocks.BODY_BYTES, answer.body().length());
            assertEquals(0, Mocks.count(backends).arrivals());
            assertEquals(1, Mocks.count(backends).connections());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "wiremock"})
    void an_unknown_path_is_answered_404_and_not_counted(String kind) throws IOException {
        try (Backends backends = Mocks.of(kind).start();
                Client client = Mocks.connect(backends)) {
            client.get("/shopping?id=0-0");
            assertEquals(404, client.answer().status());
            assertEquals(0, Mocks.count(backends).arrivals());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "wiremock"})
    void answers_wait_for_the_end_of_the_cold_start(String kind) throws IOException {
        long cold = 50 * Mocks.MILLISECOND;
        try (Backends backends = Mocks.of(kind).cold(cold).start();
                Client client = Mocks.connect(backends)) {
            long start = System.nanoTime();
            client.call("0-0");
            client.answer();
            assertTrue(System.nanoTime() - start >= cold);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"carrier-pigeon"})
    void an_unknown_kind_is_refused(String kind) {
        Mocks mocks = Mocks.of(kind);
        assertThrows(IllegalArgumentException.class, mocks::start);
    }
}
