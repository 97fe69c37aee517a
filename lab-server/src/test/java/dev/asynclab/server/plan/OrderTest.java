package dev.asynclab.server.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.asynclab.api.Profile;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static final String FOUR_MODELS_THREE_POINTS = """
            backends: {service: {kind: fast, delay: 10ms, body: 64B}}
            models:
              a: {use: event-loop}
              b: {use: netty}
              c: {use: coroutine, isolation: cell}
              d: {use: platform-threads, threads: 50}
            load: {closed: {concurrency: "${callers}"}}
            sweep:
              callers: [10, 20, 30]
              skip: [{when: {model: d, callers: 30}, because: too many for it}]
            task: [{call: service}]
            """;

    @Test
    void every_round_holds_every_cell_that_runs_exactly_once() {
        Plan plan = plan(7);
        // 4 models x 3 points - 1 left out
        List<String> all = sorted(
                plan.cells().stream().filter(Plan.Cell::runs).map(Plan.Cell::id).toList());
        assertEquals(11, all.size());
        for (int round = 0; round < 20; round++) {
            assertEquals(all, sorted(ids(Order.round(plan, round))));
        }
    }

    @Test
    void one_trial_per_model_and_one_per_cell_where_cells_are_kept_apart() {
        Plan.Round round = Order.round(plan(7), 3);
        // a, b and d: one process each; c: one for each of its 3 points
        assertEquals(6, round.trials().size());
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5),
                round.trials().stream().map(Plan.Trial::order).toList());
        assertEquals(
                3,
                round.trials().stream()
                        .filter(t -> t.variant().name().equals("c") && t.cells().size() == 1)
                        .count());
        assertEquals(
                Set.of(3),
                new HashSet<>(round.trials().stream().map(Plan.Trial::round).toList()));
    }

    @Test
    void the_order_depends_on_seed_and_number_only() {
        Plan whole = plan(7);
        Plan other =
                Planner.plan(Texts.scenario(FOUR_MODELS_THREE_POINTS), Profile.SMOKE, 7, 64, Duration.ofSeconds(10));
        Order.round(whole, 0);
        assertEquals(ids(Order.round(whole, 5)), ids(Order.round(other, 5)));
        assertNotEquals(ids(Order.round(whole, 5)), ids(Order.round(plan(8), 5)));
    }

    /// With 4 models a fixed order would put the same one first in every round.
    @Test
    void every_model_comes_first_sometimes() {
        Plan plan = plan(7);
        Set<String> first = new HashSet<>();
        IntStream.range(0, 40)
                .mapToObj(
                        n -> Order.round(plan, n).trials().getFirst().variant().name())
                .forEach(first::add);
        assertEquals(Set.of("a", "b", "c", "d"), first);
    }

    /// Two in one process, two on their own: 4 trials. Wherever the shared two stand in the round, `late`
    /// follows `early`, which is the order of the file, and one process starts with the one and ends with the
    /// other.
    @Test
    void variants_that_share_a_process_stand_together_in_file_order() {
        Plan plan = Planner.plan(Texts.scenario("""
                backends: {service: {kind: fast, delay: 10ms, body: 64B}}
                models:
                  early: {use: netty, isolation: shared}
                  a: {use: event-loop}
                  late: {use: netty, isolation: shared}
                  b: {use: coroutine}
                load: {closed: {concurrency: 10}}
                task: [{call: service}]
                """), Profile.QUICK, 7, 2, Profile.QUICK.budget());
        Set<Integer> places = new HashSet<>();
        for (int round = 0; round < 40; round++) {
            List<Plan.Trial> trials = Order.round(plan, round).trials();
            List<String> names = trials.stream().map(t -> t.variant().name()).toList();
            int early = names.indexOf("early");
            places.add(early);
            assertEquals(4, trials.size());
            assertEquals("late", names.get(early + 1));
            for (Plan.Trial trial : trials) {
                assertEquals(!trial.variant().name().equals("late"), trial.first());
                assertEquals(!trial.variant().name().equals("early"), trial.last());
            }
        }
        // the block of two has three places among the other two
        assertEquals(Set.of(0, 1, 2), places);
    }

    private static Plan plan(long seed) {
        return Planner.plan(Texts.scenario(FOUR_MODELS_THREE_POINTS), Profile.QUICK, seed, 2, Profile.QUICK.budget());
    }

    private static List<String> ids(Plan.Round round) {
        return round.trials().stream()
                .flatMap(t -> t.cells().stream())
                .map(Plan.Cell::id)
                .toList();
    }

    private static List<String> sorted(List<String> ids) {
        return ids.stream().sorted().toList();
    }
}
