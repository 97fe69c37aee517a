package dev.asynclab.server.verdict;

import static dev.asynclab.server.verdict.LabFixture.block;
import static dev.asynclab.server.verdict.LabFixture.call;
import static dev.asynclab.server.verdict.LabFixture.compute;
import static dev.asynclab.server.verdict.LabFixture.parallel;
import static dev.asynclab.server.verdict.LabFixture.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.DelaySpec;
import dev.asynclab.api.Load;
import dev.asynclab.api.Metric;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.StepSpec;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.wire.FromTrial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BoundsTest {

    private final LabFixture lab = new LabFixture();

    private Bounds.Bound bound(Metric metric, Window... windows) {
        Plan plan = lab.plan();
        Trials trials = new Trials(plan);
        String name = lab.variants.getFirst().name();
        for (int i = 0; i < windows.length; i++) {
            trials.add(name, i + 1, windows[i], List.of());
        }
        Bounds bounds = new Bounds(new Observations(plan, trials.records()), lab.calibration());
        return bounds.of(plan.cells().getFirst(), metric, Optional.empty()).orElseThrow();
    }

    private Bounds.Bound bound() {
        return bound(Metric.THROUGHPUT);
    }

    private void assertBound(double value, String binding) {
        Bounds.Bound bound = bound();
        assertEquals(value, bound.value(), value * 1e-9, bound.formula());
        assertEquals(binding, bound.binding().name(), bound.formula());
    }

    @Test
    void thousand_callers_at_100_ms_make_10_000_per_second() {
        lab.variant("virtual-threads", "virtual-threads");
        assertBound(10_000, "callers / delay");
        // 25 us per call from the calibration, until a trial tells: 2 cores / 25 us = 80,000/s.
        assertTrue(bound().formula().contains("1,000 callers / 100 ms"), bound().formula());
        assertTrue(bound().formula().contains("2 cores / 25 us"), bound().formula());
    }

    @Test
    void fifty_threads_at_100_ms_make_500_per_second() {
        lab.variant("pool-50", "platform-threads", "threads", "50");
        assertBound(500, "threads / delay");
    }

    @Test
    void two_children_make_20_per_second() {
        lab.variant("processes", "processes", "workers", "cores");
        assertBound(20, "children / delay");
    }

    @Test
    void overhead_of_a_call_counts_but_is_not_part_of_the_ceiling() {
        lab.variant("pool-50", "platform-threads", "threads", "50");
        lab.capacities.put("orders", new Calibration.BackendCapacity(25e6, 80_000, 25_000));
        // 50 / 125 ms = 400; with the declared delay alone 500.
        assertBound(400, "threads / delay");
        assertEquals(500, bound().binding().ceilingPerSecond(), 1e-9);
    }

    @Test
    void calls_in_order_add_and_branches_take_the_longest() {
        lab.variant("virtual-threads", "virtual-threads");
        lab.task(pause(100), parallel(3, 0, call("orders")), new StepSpec.Repeat(2, List.of(pause(150))));
        // 100 + 100 + 2 x 150 = 500 ms: 1,000 / 0.5 s.
        assertBound(2_000, "callers / delay");
    }

    @Test
    void gather_with_a_limit_goes_in_turns() {
        lab.variant("virtual-threads", "virtual-threads");
        lab.task(parallel(5, 2, call("orders")));
        // ceil(5 / 2) = 3 turns of 100 ms.
        assertBound(1_000 / 0.3, "callers / delay");
    }

    @Test
    void unequal_branches_under_a_limit_share_the_places() {
        lab.variant("virtual-threads", "virtual-threads");
        lab.task(new StepSpec.Parallel(
                List.of(List.of(pause(300)), List.of(pause(100)), List.of(pause(200))), OptionalInt.of(2)));
        // max(300, 600 / 2) = 300 ms: 300 beside 100 + 200.
        assertBound(1_000 / 0.3, "callers / delay");
    }

    @Test
    void sequential_does_one_task_at_a_time_and_branches_one_by_one() {
        lab.variant("sequential", "sequential").task(parallel(5, 0, call("orders")));
        assertBound(2, "one task / (delay + CPU)");
    }

    @Test
    void a_timeout_caps_the_delay() {
        lab.variant("virtual-threads", "virtual-threads");
        lab.task(new StepSpec.Timeout(Duration.ofMillis(50), List.of(call("orders"))));
        assertBound(20_000, "callers / delay");
    }

    @Test
    void a_timeout_over_a_drawn_delay_caps_every_draw_and_not_its_mean() {
        lab.variant("virtual-threads", "virtual-threads");
        lab.backend("orders", new DelaySpec.Mixture(Duration.ofMillis(5), 0.2, Duration.ofMillis(100)));
        lab.task(new StepSpec.Timeout(Duration.ofMillis(20), List.of(call("orders"))));
        // 0.8 x 5 + 0.2 x 20 = 8 ms, where min(24, 20) would say 20; and no connection is held for 24.
        Map<String, Double> terms = bound().terms().stream().collect(Collectors.toMap(Term::name, Term::perSecond));
        assertEquals(125_000, terms.getOrDefault("callers / delay", 0.0), 1e-3);
        assertFalse(terms.containsKey("connections / hold"));
    }

    @Test
    void the_mean_of_a_uniform_delay_cut_short() {
        var delay = new DelaySpec.Uniform(Duration.ofNanos(10), Duration.ofNanos(30));
        // Half of the draws are below 20, 15 on average; the others are cut at 20.
        assertEquals(17.5, DelayMoments.meanWithin(delay, 20), 1e-9);
        assertEquals(5, DelayMoments.meanWithin(delay, 5), 1e-9);
        assertEquals(20, DelayMoments.meanWithin(delay, 40), 1e-9);
    }

    private static StepSpec cached(StepSpec step) {
        return new StepSpec.Cache("prices", 100, 1, 100, "lru", Optional.empty(), true, List.of(step));
    }

    /// All could be hits.
    @Test
    void calls_behind_a_cache_bound_nothing() {
        lab.variant("virtual-threads", "virtual-threads");
        lab.task(pause(100), cached(call("orders")));
        assertEquals(
                List.of("callers / delay"),
                bound().terms().stream().map(Term::name).toList());
    }

    @Test
    void connections_are_held_for_the_call_only() {
        lab.variant("virtual-threads", "virtual-threads").task(pause(400), call("orders"));
        lab.connections.put("virtual-threads", 20);
        // 20 / 100 ms = 200; callers: 1,000 / 500 ms = 2,000.
        assertBound(200, "connections / hold");
    }

    @Test
    void permits_of_a_bulkhead_are_held_inside_it() {
        lab.variant("virtual-threads", "virtual-threads");
        lab.task(pause(900), new StepSpec.Limit("gate", 10, OptionalInt.empty(), List.of(call("orders"))));
        assertBound(100, "permits / delay");
    }

    @Test
    void a_declared_max_concurrent_enters() {
        lab.variant("virtual-threads", "virtual-threads");
        lab.backend("orders", new DelaySpec.Fixed(Duration.ofMillis(100)), OptionalInt.of(30));
        assertBound(300, "max-concurrent / call delay");
    }

    @Test
    void backend_capacity_is_shared_by_the_calls_of_a_task() {
        lab.variant("virtual-threads", "virtual-threads").task(parallel(10, 0, call("orders")));
        lab.capacities.put("orders", new Calibration.BackendCapacity(0, 30_000, 5_000));
        assertBound(3_000, "backend capacity");
    }

    @Test
    void measured_cpu_of_model_and_backend_bounds_by_the_cores() {
        lab.variant("netty", "netty", "loops", "2");
        lab.backend("orders", new DelaySpec.Fixed(Duration.ZERO));
        Window window = Window.at(40_000);
        window.trialCores = 1.2;
        window.backendCores = 0.6;
        // 1.8 cores / 40,000 = 45 us; 2 cores / 45 us = 44,444/s.
        Bounds.Bound bound = bound(Metric.THROUGHPUT, window);
        assertEquals("cores / CPU per task", bound.binding().name(), bound.formula());
        assertEquals(44_444, bound.value(), 1);
    }

    @Test
    void computing_is_bounded_by_the_kernels_rate_of_the_round() {
        lab.variant("virtual-threads", "virtual-threads").task(compute());
        Plan plan = lab.plan();
        Plan.Cell cell = plan.cells().getFirst();
        Trials trials = new Trials(plan);
        trials.add("virtual-threads", 1, cpuBound(190), List.of(new FromTrial.ReferenceRate(cell.id(), 200, 10e6)));
        trials.add("virtual-threads", 2, cpuBound(95), List.of(new FromTrial.ReferenceRate(cell.id(), 100, 10e6)));
        Bounds bounds = new Bounds(new Observations(plan, trials.records()), lab.calibration());
        assertEquals(
                200,
                bounds.of(cell, Metric.THROUGHPUT, Optional.of(1)).orElseThrow().value(),
                1e-9);
        assertEquals(
                100,
                bounds.of(cell, Metric.THROUGHPUT, Optional.of(2)).orElseThrow().value(),
                1e-9);
        assertEquals(
                "kernel rate on all cores",
                bounds.of(cell).orElseThrow().binding().name());
        assertEquals(0.95, bounds.efficiency(cell, 2), 1e-9);
    }

    /// 9 ms of CPU per task, so that the cores alone would allow 222/s.
    private static Window cpuBound(double rate) {
        Window window = Window.at(rate);
        window.trialCores = rate * 0.009;
        window.backendCores = 0;
        window.callsBackend = false;
        return window;
    }

    @Test
    void one_loop_that_blocks_20_ms_makes_50_per_second() {
        lab.variant("event-loop", "event-loop", "loops", "1", "offload", "false")
                .task(block(20));
        assertBound(50, "loops / time on the loop");
        lab.variants.clear();
        lab.variant("offloaded", "event-loop", "loops", "1", "offload", "true");
        assertBound(50_000, "callers / delay");
    }

    @Test
    void an_offered_rate_binds_and_says_how_busy_it_keeps_the_next_limit() {
        lab.variant("pool-50", "platform-threads", "threads", "50");
        lab.load(new Load.Open(400, Load.Arrivals.EVEN, 10_000));
        assertBound(400, "offered rate");
        assertTrue(bound().formula().endsWith("utilisation 80 % of threads / delay"), bound().formula());
        lab.load(new Load.Open(600, Load.Arrivals.EVEN, 10_000));
        assertBound(500, "threads / delay");
    }

    @Test
    void a_batch_takes_whole_turns_of_its_pool() {
        lab.variant("pool-50", "platform-threads", "threads", "50").load(new Load.Batch(120));
        // ceil(120 / 50) = 3 turns of 100 ms.
        Bounds.Bound bound = bound(Metric.WALL);
        assertEquals(0.3, bound.value(), 1e-12);
        assertEquals("threads / delay", bound.binding().name());
        assertEquals(0.75, bound.efficiency(0.4), 1e-12);
        assertEquals(400, bound(Metric.THROUGHPUT).value(), 1e-9);
    }

    @Test
    void a_batch_without_a_pool_takes_one_delay() {
        lab.variant("virtual-threads", "virtual-threads").load(new Load.Batch(1_000));
        assertEquals(0.1, bound(Metric.WALL).value(), 1e-12);
    }

    @Test
    void slow_share_grows_with_the_fan_out() {
        lab.variant("virtual-threads", "virtual-threads").task(parallel(10, 0, call("orders")));
        lab.backend("orders", new DelaySpec.Mixture(Duration.ofMillis(10), 0.01, Duration.ofSeconds(1)));
        // 1 - 0.99^10 = 0.0956.
        assertEquals(0.0956, bound(Metric.SLOW_SHARE).value(), 5e-5);
    }

    @Test
    void a_mix_is_weighted_by_its_shares() {
        lab.variant("virtual-threads", "virtual-threads");
        lab.kinds = List.of(
                new Scenario.TaskKind("short", 0.9, List.of(pause(10))),
                new Scenario.TaskKind("long", 0.1, List.of(pause(310))));
        // 0.9 x 10 + 0.1 x 310 = 40 ms.
        assertBound(25_000, "callers / delay");
        // Deviation: 300 ms x sqrt(0.9 x 0.1) = 90 ms.
        assertEquals(
                90e6,
                Delays.declared(lab.plan().cells().getFirst().point(), false).deviationNanos(),
                1);
    }
}
