package dev.asynclab.server.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

class TraceRoundTest {

    private static Plan plan(String delay) {
        return Texts.quick(Texts.scenario("""
                backends: {orders: {kind: fast, delay: %s}}
                models: {event-loop: {}, pool-50: {use: platform-threads, threads: 50}}
                load: {closed: {concurrency: "${callers}"}}
                sweep:
                  callers: [10, 1k]
                  skip: [{when: {model: pool-50, callers: 1k}, because: its queue is another lesson}]
                task: [{call: orders}]
                """.formatted(delay)));
    }

    private static List<Long> windows(String delay) {
        return TraceRound.trials(plan(delay)).stream()
                .map(t -> t.cells().getFirst().windowNanos())
                .toList();
    }

    @Test
    void each_variant_is_traced_once_at_its_last_sweep_point_that_runs() {
        List<Plan.Trial> trials = TraceRound.trials(plan("100ms"));
        assertEquals(
                List.of("event-loop@callers=1000", "pool-50@callers=10"),
                trials.stream().map(t -> t.cells().getFirst().id()).toList());
        assertEquals(List.of(0, 1), trials.stream().map(Plan.Trial::order).toList());
        assertFalse(trials.stream().anyMatch(t -> t.cells().size() != 1));
    }

    @Test
    void a_trace_is_of_no_search_and_of_no_round() {
        assertFalse(SearchRounds.isSearch(TraceRound.NUMBER));
        assertEquals(
                List.of(),
                TraceRound.trials(plan("100ms")).stream()
                        .filter(t -> t.round() != TraceRound.NUMBER)
                        .toList());
    }

    /// Two variants, 5 s and three delays of 100 ms each.
    @Test
    void traces_asked_for_are_in_the_estimate_and_those_that_are_not_are_not() {
        Plan plain = plan("100ms");
        Plan traced = plain.tracing(true);
        assertEquals(2 * 5.3, traced.estimatedSeconds() - plain.estimatedSeconds(), 1e-9);
        assertEquals(2 * 5.3, TraceRound.seconds(traced), 1e-9);
        assertEquals(0, TraceRound.seconds(plain));
        assertEquals(plain.estimatedSeconds(), traced.tracing(false).estimatedSeconds(), 1e-9);
    }

    @Test
    void the_window_holds_four_turns_within_one_and_two_seconds() {
        // 4 x 100 ms is below 1 s, 4 x 400 ms is 1.6 s, 4 x 900 ms is above 2 s.
        assertEquals(List.of(1_000_000_000L, 1_000_000_000L), windows("100ms"));
        assertEquals(List.of(1_600_000_000L, 1_600_000_000L), windows("400ms"));
        assertEquals(List.of(2_000_000_000L, 2_000_000_000L), windows("900ms"));
    }
}
