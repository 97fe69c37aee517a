package dev.asynclab.server.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// Ten samples must lie beyond the quantile, and half of a fifth is kept in reserve: n = 10 / (1 - q) x 1.2.
class PercentilesTest {
    private static final String OPEN = "load: {open: {rate: 400/s, max-in-flight: 1000}}";
    /// An open load is compared by its 99th percentile unless the file says otherwise.
    private static final String BY_RATE = "measure: {primary: throughput}\n";

    private static final String CLOSED = "load: {closed: {concurrency: 4}}";

    @Test
    void the_99th_percentile_at_400_per_second_needs_three_seconds() {
        // 10 / 0.01 = 1,000; x 1.2 / 400 = 3 s
        assertEquals(3.0, seconds(OPEN, "measure: {primary: latency.p99}", "a"));
    }

    @Test
    void a_closed_load_turns_over_once_per_delay() {
        // 4 callers / 0.1 s = 40 per second; 10 / 0.1 = 100; x 1.2 / 40 = 3 s
        assertEquals(3.0, seconds(CLOSED, "measure: {primary: service.p90}", "a"));
    }

    @Test
    void no_percentile_asks_for_no_window() {
        assertEquals(0.0, seconds(OPEN, BY_RATE, "a"));
        assertEquals(0.0, seconds(OPEN, "measure: {primary: latency.p50}", "a"));
    }

    @Test
    void a_claim_lengthens_the_window_of_those_it_speaks_of() {
        String claim = BY_RATE + "expect: [{id: c, that: latency.p99 of b <= 1s, grade: must}]";
        assertEquals(0.0, seconds(OPEN, claim, "a"));
        assertEquals(3.0, seconds(OPEN, claim, "b"));
    }

    @Test
    void a_claim_on_each_speaks_of_all() {
        String claim = BY_RATE + "expect: [{id: c, that: latency.p99 of each <= 1s, grade: must}]";
        assertEquals(3.0, seconds(OPEN, claim, "a"));
    }

    @Test
    void both_sides_of_a_claim_count() {
        String claim = BY_RATE + "expect: [{id: c, that: latency.p90 of a <= 2x latency.p999 of b, grade: must}]";
        // 100 x 1.2 / 400 = 0.3 s; 10,000 x 1.2 / 400 = 30 s
        assertEquals(0.3, seconds(OPEN, claim, "a"));
        assertEquals(30.0, seconds(OPEN, claim, "b"));
    }

    private static double seconds(String load, String rest, String variant) {
        var scenario = Texts.scenario("""
                backends: {service: {kind: fast, delay: 100ms, body: 64B}}
                models: {a: {use: event-loop}, b: {use: netty}}
                task: [{call: service}]
                %s
                %s
                """.formatted(load, rest));
        var named = scenario.variants().stream()
                .filter(v -> v.name().equals(variant))
                .findFirst()
                .orElseThrow();
        return Percentiles.windowNanos(scenario, scenario.points().getFirst(), named, 100e6) / 1e9;
    }
}
