package dev.asynclab.server.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.Profile;
import dev.asynclab.api.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final String SWEEP = """
            backends: {orders: {kind: fast, delay: 100ms, body: 256B}}
            models: {event-loop: {}, pool-50: {use: platform-threads, threads: 50}}
            load: {closed: {concurrency: "${callers}"}}
            sweep: {callers: [10, 1k], form: [one by one, 'a/b?c&d']}
            task: [{call: orders}]
            """;

    /// One point, two models: a round is 2 x (0.6 start + 0.5 warm-up + 0.2 settle + 1.0 window + 2 x 0.1 drain)
    /// = 5 s, and calibration takes 4 s once.
    private static final String PAIR = """
            backends: {orders: {kind: fast, delay: 100ms, body: 256B}}
            models: {a: {use: event-loop}, b: {use: netty}}
            load: {closed: {concurrency: 10}}
            task: [{call: orders}]
            """;

    @Test
    void cells_are_every_model_at_every_point_with_ids_fit_for_a_url() {
        List<Plan.Cell> cells = Texts.quick(Texts.scenario(SWEEP)).cells();
        // 2 x 2 points x 2 models
        assertEquals(8, cells.size());
        Set<String> ids = cells.stream().map(Plan.Cell::id).collect(Collectors.toSet());
        assertEquals(8, ids.size());
        assertTrue(ids.contains("pool-50@callers=1000@form=one_by_one"), ids::toString);
        assertTrue(ids.stream().allMatch(id -> id.matches("[A-Za-z0-9.=@_-]+")), ids::toString);
    }

    @Test
    void values_that_look_alike_in_a_url_keep_cells_of_their_own() {
        List<Plan.Cell> cells = Texts.quick(Texts.scenario("""
                        backends: {orders: {kind: fast, delay: 100ms, body: 256B}}
                        models: {event-loop: {}}
                        load: {closed: {concurrency: 10}}
                        sweep: {form: [a/b, a?b, 'a b']}
                        task: [{call: orders}]
                        """)).cells();
        assertEquals(
                List.of("event-loop@form=a_b", "event-loop@form=a_b~2", "event-loop@form=a_b~3"),
                cells.stream().map(Plan.Cell::id).toList());
    }

    @Test
    void a_pool_is_as_wide_as_its_threads_or_its_connections() {
        assertEquals(50, width("platform-threads, threads: 50"));
        assertEquals(20, width("platform-threads, threads: 50, connections: 20"));
        assertEquals(50, width("platform-threads, threads: 50, connections: 200"));
        assertEquals(0, width("platform-threads, threads: per-task"));
        assertEquals(Texts.CORES, width("gil-threads, threads: cores"));
        assertEquals(3, width("processes, workers: 3"));
        assertEquals(1, width("sequential"));
    }

    @Test
    void a_loop_has_no_width_but_that_of_its_connections() {
        assertEquals(0, width("event-loop"));
        assertEquals(0, width("virtual-threads"));
        assertEquals(20, width("event-loop, connections: 20"));
        assertEquals(0, width("reactor, concurrency: unbounded"));
        assertEquals(8, width("reactor, concurrency: 8"));
    }

    @Test
    void a_task_of_five_calls_at_once_takes_five_connections() {
        String five = "[{parallel: {times: 5, steps: [{call: orders}]}}]";
        // 20 connections for 5 calls each: 4 tasks at once
        assertEquals(4, cell(load(10, "event-loop, connections: 20", five)).width());
        // 10 callers x 5 calls
        assertEquals(50, cell(load(10, "event-loop", five)).connections());
    }

    @Test
    void connections_never_exceed_what_one_machine_has_ports_for() {
        String many = "[{parallel: {times: 50, steps: [{call: orders}]}}]";
        // 1,000 x 50 = 50,000, cut to 20,000
        assertEquals(20_000, cell(load(1000, "event-loop", many)).connections());
    }

    @Test
    void a_slow_backend_lengthens_settling_and_window() {
        // 2 x 150 ms above the profile's 200 ms; 10 x 150 ms above its 600 ms
        Plan.Cell slow = cell(PAIR.replace("100ms", "150ms"));
        assertEquals(300_000_000, slow.settleNanos());
        assertEquals(1_500_000_000, slow.windowNanos());
        assertEquals(150e6, slow.delayNanos());
        Plan.Cell fast = cell(PAIR.replace("100ms", "5ms"));
        assertEquals(200_000_000, fast.settleNanos());
        assertEquals(600_000_000, fast.windowNanos());
    }

    @Test
    void a_file_may_ask_for_a_longer_window_but_not_for_a_shorter_one() {
        assertEquals(2_000_000_000, cell(PAIR + "measure: {duration: 2s}\n").windowNanos());
        assertEquals(1_000_000_000, cell(PAIR + "measure: {duration: 500ms}\n").windowNanos());
    }

    @Test
    void a_percentile_lengthens_the_window_until_it_can_be_read() {
        // 10 callers / 0.1 s = 100 per second; 1,000 x 1.2 / 100 = 12 s
        assertEquals(
                12_000_000_000L,
                cell(PAIR + "measure: {primary: latency.p99}\n").windowNanos());
    }

    @Test
    void the_delay_of_a_mix_is_weighted_by_its_shares() {
        // 0.9 x 100 ms + 0.1 x 300 ms = 120 ms
        Plan.Cell cell = cell("""
                backends: {orders: {kind: fast, delay: 100ms, body: 256B}}
                models: {a: {use: event-loop}, b: {use: netty}}
                load: {closed: {concurrency: 10}}
                tasks:
                  short: {share: 90%, steps: [{call: orders}]}
                  long: {share: 10%, steps: [{repeat: {times: 3, steps: [{call: orders}]}}]}
                """);
        assertEquals(120e6, cell.delayNanos(), 1);
    }

    @Test
    void a_pair_is_given_the_rounds_of_the_profile_when_time_allows() {
        Plan plan = Texts.quick(Texts.scenario(PAIR), Duration.ofSeconds(51));
        assertEquals(8, plan.rounds());
        assertEquals(12, plan.roundsMax());
        // a trial: 0.7 + 0.5 + (0.3 + 0.2 + 1.0 + 2 x 0.1) = 2.9 s, a round of two 5.8; 4 + 8 x 5.8
        assertEquals(50.4, plan.estimatedSeconds(), 1e-9);
        assertTrue(plan.verdicts() && plan.warnings().isEmpty());
    }

    @Test
    void rounds_shrink_with_the_budget() {
        // 4 + 7 x 5.8 = 44.6
        Plan plan = Texts.quick(Texts.scenario(PAIR), Duration.ofSeconds(45));
        assertEquals(7, plan.rounds());
        assertTrue(plan.verdicts());
    }

    @Test
    void rounds_never_shrink_below_what_the_comparison_needs_while_verdicts_are_on() {
        // One pair: 2 / 2^6 <= 0.05 < 2 / 2^5, so 6 rounds. They take 38.8 s, within a twentieth of 37.
        Plan plan = Texts.quick(Texts.scenario(PAIR), Duration.ofSeconds(37));
        assertEquals(6, plan.rounds());
        assertTrue(plan.verdicts());
        for (int seconds = 1; seconds <= 60; seconds++) {
            Plan any = Texts.quick(Texts.scenario(PAIR), Duration.ofSeconds(seconds));
            assertTrue(!any.verdicts() || any.rounds() >= 6, "budget " + seconds + " s");
            assertTrue(any.rounds() >= 1);
        }
    }

    @Test
    void without_the_time_for_a_verdict_the_run_is_a_demonstration_and_says_so() {
        // 38.8 s for 6 rounds is more than 34 s and a twentieth; 4 + 5 x 5.8 = 33 fits
        Plan plan = Texts.quick(Texts.scenario(PAIR), Duration.ofSeconds(34));
        assertFalse(plan.verdicts());
        assertEquals(5, plan.rounds());
        assertEquals(5, plan.roundsMax());
        assertEquals(1, plan.warnings().size());
        assertTrue(plan.warnings().getFirst().contains("--budget 39s"), plan.warnings()::toString);
    }

    @Test
    void more_comparisons_need_more_rounds() {
        // Three models, three pairs: 2 x 3 / 2^7 <= 0.05 < 2 x 3 / 2^6
        Scenario three = Texts.scenario(PAIR.replace("b: {use: netty}", "b: {use: netty}, c: {use: coroutine}"));
        Plan plan = Texts.quick(three, Duration.ofSeconds(10));
        assertEquals(3, plan.pairs().size());
        assertTrue(plan.warnings().getFirst().startsWith("7 rounds are needed"), plan.warnings()::toString);
    }

    @Test
    void a_smoke_run_is_one_round_without_a_verdict_or_a_complaint() {
        Plan plan = Planner.plan(Texts.scenario(PAIR), Profile.SMOKE, 1, 2, Duration.ofSeconds(1));
        assertEquals(1, plan.rounds());
        assertEquals(1, plan.roundsMax());
        assertFalse(plan.verdicts());
        assertTrue(plan.warnings().isEmpty());
    }

    @Test
    void a_process_per_cell_is_started_per_cell() {
        String text = """
                backends: {orders: {kind: fast, delay: 5ms, body: 256B}}
                models: {a: {use: event-loop, isolation: %s}}
                load: {closed: {concurrency: "${callers}"}}
                sweep: {callers: [10, 20, 30]}
                task: [{call: orders}]
                """;
        double one = Texts.quick(Texts.scenario(text.formatted("process"))).estimatedSeconds();
        double three = Texts.quick(Texts.scenario(text.formatted("cell"))).estimatedSeconds();
        // two more processes of 0.7 + 0.5 s in each of 8 rounds
        assertEquals(2 * 1.2 * 8, three - one, 1e-9);
    }

    /// 3 turns of 400 ms are 1.2 s, 0.7 s more than the 0.5 s of the profile; with 50 callers on 10 threads a
    /// turn is two delays: 2.4 s, 1.9 s more. At 100 ms three turns are 0.3 s, which 0.5 s hold.
    @Test
    void every_cell_warms_up_for_three_turns_and_the_estimate_knows() {
        String pair = """
                backends: {orders: {kind: fast, delay: %s, body: 256B}}
                models: {loop: {use: event-loop}, pool: {use: platform-threads, threads: 10}}
                load: {closed: {concurrency: 50}}
                task: [{call: orders}]
                measure: {rounds: 8%s}
                """;
        String own = ", warm-up: 500ms";
        for (Map.Entry<String, Double> more :
                Map.of("400ms", 0.7 + 1.9, "100ms", 0.0 + 0.1).entrySet()) {
            Plan plan = roomy(pair.formatted(more.getKey(), ""));
            Plan fixed = roomy(pair.formatted(more.getKey(), own));
            assertEquals(List.of(8, 8), List.of(plan.rounds(), fixed.rounds()));
            assertEquals(8 * more.getValue(), plan.estimatedSeconds() - fixed.estimatedSeconds(), 1e-9);
        }
        Plan plan = roomy(pair.formatted("400ms", ""));
        assertEquals(
                List.of(1_200_000_000L, 2_400_000_000L),
                plan.cells().stream().map(plan.warmUp()::leastNanos).toList());
        // What the file says stands.
        Plan fixed = roomy(pair.formatted("400ms", own));
        assertEquals(
                List.of(0L, 0L),
                fixed.cells().stream().map(fixed.warmUp()::leastNanos).toList());
    }

    /// What computes gives the compiler 1.5 s; a budget takes that back before it costs rounds.
    @Test
    void a_trial_that_computes_warms_up_for_longer_than_one_that_waits() {
        String text = """
                models: {a: {use: event-loop}, b: {use: netty}}
                load: {closed: {concurrency: 10}}
                task: [%s]
                """;
        String computing = text.formatted("{compute: {kernel: primes, from: 100, count: 10}}");
        assertEquals(1_500_000_000L, roomy(computing).warmUp().leastNanos());
        assertEquals(1_500_000_000L, roomy(computing).warmUp().mostNanos());
        assertEquals(
                500_000_000L, roomy(text.formatted("{wait: 10ms}")).warmUp().leastNanos());
        // At the shortest, 6 rounds of 0.4 s and two trials of 0.7 start, 0.5 warm-up, 0.2 settle, 0.6 window and 0.3
        // s:
        // 30 s. A second more warm-up for each would take 42.
        Plan tight = Texts.quick(Texts.scenario(computing), Duration.ofSeconds(34));
        assertTrue(tight.verdicts());
        assertTrue(tight.warmUp().leastNanos() < 1_500_000_000L, tight.warmUp()::toString);
        assertTrue(tight.warmUp().leastNanos() >= 500_000_000L, tight.warmUp()::toString);
    }

    private static Plan roomy(String text) {
        return Texts.quick(Texts.scenario(text), Duration.ofHours(1));
    }

    @Test
    void a_shared_process_is_started_once_but_every_model_in_it_is_warmed_up() {
        String shared = PAIR.replace("a: {use: event-loop}", "a: {use: event-loop, isolation: shared}")
                .replace("b: {use: netty}", "b: {use: netty, isolation: shared}");
        Scenario scenario = Texts.scenario(shared);
        Plan plan = Texts.quick(scenario);
        // no pair is judged, and one start of 0.7 s less in each of 8 rounds
        assertEquals(List.of(), plan.pairs());
        assertEquals(
                -0.7 * 8,
                plan.estimatedSeconds() - Texts.quick(Texts.scenario(PAIR)).estimatedSeconds(),
                1e-9);
        assertEquals(List.of(), plan.warnings());
        Plan asked = Texts.quick(Texts.scenario(shared + "compare: [[a, b]]\n"));
        assertEquals(List.of(), asked.pairs());
        assertTrue(
                asked.warnings().getFirst().startsWith("the pair a and b is not judged: a shares its process"),
                asked.warnings()::toString);
    }

    @Test
    void one_process_has_one_number_of_carriers_and_the_plan_says_so() {
        String text = """
                models:
                  a: {use: virtual-threads, isolation: shared}
                  b: {use: virtual-threads, carriers: 1, isolation: shared}
                load: {closed: {concurrency: 10}}
                task: [{wait: 5ms}]
                """;
        assertTrue(
                Texts.quick(Texts.scenario(text)).warnings().getFirst().contains("ask for cores and 1 carriers"),
                "no warning");
        assertEquals(
                List.of(),
                Texts.quick(Texts.scenario(text.replace("carriers: 1", "carriers: cores")))
                        .warnings());
    }

    /// 0.4 s in each of 8 rounds, and 1 s more to warm up for each of two trials.
    @Test
    void computing_costs_a_look_at_the_reference_rate_and_a_longer_warm_up_each_round() {
        String compute = PAIR.replace("[{call: orders}]", "[{call: orders}, {compute: {kernel: fibonacci, n: 20}}]");
        assertEquals(
                8 * (0.4 + 2 * 1.0),
                Texts.quick(Texts.scenario(compute)).estimatedSeconds()
                        - Texts.quick(Texts.scenario(PAIR)).estimatedSeconds(),
                1e-9);
    }

    @Test
    void a_skipped_cell_keeps_its_reason_and_costs_nothing() {
        Plan plan = Texts.quick(Texts.scenario(PAIR + "sweep: {skip: [{when: {model: b}, because: it is broken}]}\n"));
        assertEquals("it is broken", plan.cells().getLast().skipped());
        assertEquals(List.of(), plan.cellsOf("b"));
        // 4 + 8 x 2.9
        assertEquals(27.2, plan.estimatedSeconds(), 1e-9);
    }

    /// A round of three processes, one of them the twin's: 1 s to see that the machine is quiet, 3 s for the
    /// second look at the backends, and per process 0.7 + (5 + 30) / 2 + (0.3 + 1 + 10 + 2 x 0.1) = 29.7 s, with
    /// the canary before and after it 30.3; before the first, 1.5 s for the canary and 3.4 + 30 s for the backends.
    @Test
    void a_standard_run_measures_the_reference_model_twice() {
        Plan plan = standard(Duration.ofHours(1));
        assertEquals(List.of("a", "b", "a~twin"), names(plan.variants()));
        assertEquals(List.of(new Scenario.Pair("a", "b")), plan.pairs());
        assertEquals(10, plan.rounds());
        assertEquals(30, plan.roundsMax());
        assertEquals(34.9 + 10 * (1 + 3 + 3 * 30.3), plan.estimatedSeconds(), 1e-9);
        Plan.Cell original = plan.cellsOf("a").getFirst();
        Plan.Cell twin = plan.cellsOf("a~twin").getFirst();
        assertEquals(original.parameters(), twin.parameters());
        assertEquals(original.variant().model(), twin.variant().model());
        assertEquals(original.variant().isolation(), twin.variant().isolation());
        assertEquals(original.windowNanos(), twin.windowNanos());
        assertEquals(3, Order.round(plan, 1).trials().size());
        assertEquals(List.of("a", "b"), names(Texts.quick(Texts.scenario(PAIR)).variants()));
    }

    @Test
    void a_file_that_has_a_pair_of_equals_needs_no_twin() {
        Scenario equals = Texts.scenario(PAIR.replace("b: {use: netty}", "b: {use: event-loop}"));
        Plan plan = Planner.plan(equals, Profile.STANDARD, 1, 2, Profile.STANDARD.budget());
        assertEquals(List.of("a", "b"), names(plan.variants()));
    }

    @Test
    void a_budget_shortens_windows_and_warm_up_before_it_costs_rounds() {
        // With nothing shortened ten rounds take 34.9 + 10 x 94.9 = 983.9 s
        Plan plan = standard(Duration.ofSeconds(600));
        assertEquals(10, plan.rounds());
        assertTrue(plan.verdicts());
        assertTrue(plan.estimatedSeconds() <= 600 && plan.estimatedSeconds() > 594, "" + plan.estimatedSeconds());
        long window = plan.cells().getFirst().windowNanos();
        assertTrue(window > 600_000_000L && window < 10_000_000_000L, "" + window);
        assertTrue(plan.warmUp().mostNanos() < 30_000_000_000L);
        assertEquals(1, plan.warnings().size());
        assertTrue(
                plan.warnings().getFirst().startsWith("shortened to fit the budget of 600 s"),
                plan.warnings()::toString);
    }

    @Test
    void at_the_shortest_lengths_rounds_go_down_to_those_a_verdict_needs() {
        // Shortest: 34.9 + n x (4 + 3 x (0.7 + 0.5 + 0.6 + 0.3 + 0.2 + 1 + 0.2)) = 34.9 + n x 14.5; 6 take 121.9
        Plan plan = standard(Duration.ofSeconds(125));
        assertEquals(6, plan.rounds());
        assertTrue(plan.verdicts());
        assertEquals(34.9 + 14.5, Planner.leastSeconds(Texts.scenario(PAIR), Profile.STANDARD, 2), 1e-9);
        // a twentieth more than 115 is less than 121.9; 5 rounds take 107.4
        Plan shown = standard(Duration.ofSeconds(115));
        assertFalse(shown.verdicts());
        assertEquals(5, shown.rounds());
        assertTrue(shown.warnings().getFirst().contains("--budget 122s"), shown.warnings()::toString);
    }

    /// No budget, however odd, gets a plan that takes more than a twentieth longer, unless not even one round fits.
    @Test
    void every_plan_fits_its_budget() {
        for (Profile profile : Profile.ALL) {
            double least = Planner.leastSeconds(Texts.scenario(PAIR), profile, 2);
            for (double seconds = Math.ceil(least); seconds < 2_000; seconds = Math.ceil(seconds * 1.07)) {
                Plan plan = Planner.plan(Texts.scenario(PAIR), profile, 1, 2, Duration.ofSeconds((long) seconds));
                assertTrue(
                        plan.estimatedSeconds() <= 1.05 * seconds,
                        profile.id() + " " + seconds + " s: " + plan.estimatedSeconds());
            }
        }
    }

    private static Plan standard(Duration budget) {
        return Planner.plan(Texts.scenario(PAIR), Profile.STANDARD, 1, 2, budget);
    }

    private static List<String> names(List<Scenario.Variant> variants) {
        return variants.stream().map(Scenario.Variant::name).toList();
    }

    private static int width(String model) {
        return cell(load(1000, model, "[{call: orders}]")).width();
    }

    private static String load(int callers, String model, String task) {
        return """
                backends: {orders: {kind: fast, delay: 100ms, body: 256B}}
                models: {a: {use: %s}}
                load: {closed: {concurrency: %d}}
                task: %s
                """.formatted(model, callers, task);
    }

    private static Plan.Cell cell(String text) {
        return Texts.quick(Texts.scenario(text)).cells().getFirst();
    }
}
