package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.asynclab.api.DelaySpec;
import dev.asynclab.api.Load;
import dev.asynclab.api.Scenario;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement.Distribution;
import dev.asynclab.wire.ProcessFigures;
import dev.asynclab.wire.TimeSplit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Each mechanism with figures just like its name says, with figures that are not, and where it cannot be looked for.
///
/// Unless changed: two cores, a window of 4 s with 1 s of CPU, so 0.25 cores or 12.5 % of both.
class MechanismRulesTest {
    private static final String SEEN = "seen";
    private static final String NOT_SEEN = "not seen";
    private static final String NO_EVIDENCE = "no evidence";

    private final LabFixture lab = new LabFixture();
    private double throughput = 9_600;
    private List<FromTrial.ReferenceRate> references = List.of();

    private String look(String mechanism, Consumer<Window> change) {
        Plan plan = lab.plan();
        Window window = Window.at(throughput);
        change.accept(window);
        Trials trials = new Trials(plan).add(lab.variants.getFirst().name(), 1, window, references);
        return new Mechanisms(Judgement.of(plan, trials.records(), lab.calibration()))
                .look(mechanism, plan.cells().getFirst())
                .map(e -> e.seen() ? SEEN : NOT_SEEN)
                .orElse(NO_EVIDENCE);
    }

    /// Milliseconds a task spent queueing, waiting and running.
    private static TimeSplit split(double queue, double wait, double run) {
        return new TimeSplit(100, queue * 1e6, wait * 1e6, run * 1e6, (queue + wait + run) * 1e6);
    }

    /// A distribution with a median and a tail, in milliseconds.
    private static Distribution tail(double median, double p99) {
        return new Distribution(
                10_000, median * 1e6, (long) (median * 1e6), null, (long) (p99 * 1e6), null, (long) (p99 * 1e6), "");
    }

    @Test
    void a_cell_without_a_measurement_has_no_evidence_for_anything() {
        lab.variant("virtual", "virtual-threads");
        assertEquals(NO_EVIDENCE, look("waiting-is-cheap", w -> w.error = "did-not-finish"));
        assertEquals(NO_EVIDENCE, look("gc-pressure", w -> w.error = "did-not-finish"));
    }

    @Test
    void waiting_is_cheap_where_tasks_wait_and_the_cores_idle() {
        lab.variant("virtual", "virtual-threads");
        // 95 of 100 ms waiting, 12.5 % busy.
        assertEquals(SEEN, look("waiting-is-cheap", w -> w.split = split(1, 95, 4)));
        assertEquals(NOT_SEEN, look("waiting-is-cheap", w -> w.split = split(20, 76, 4)));
        assertEquals(NOT_SEEN, look("waiting-is-cheap", w -> {
            w.split = split(1, 95, 4);
            // 3 s of 8: 37.5 % busy.
            w.cpuNanos = 3_000_000_000L;
        }));
        assertEquals(NO_EVIDENCE, look("waiting-is-cheap", _ -> {}));
        assertEquals(NO_EVIDENCE, look("waiting-is-cheap", w -> {
            w.split = split(1, 95, 4);
            w.cpuNanos = null;
        }));
    }

    @Test
    void tasks_queue_for_a_thread_where_the_pool_is_full_and_more_than_half_of_the_time_is_queueing() {
        lab.variant("pool-50", "platform-threads", "threads", "50");
        throughput = 480;
        // 1,900 of 2,000 ms in the queue.
        Consumer<Window> full = w -> {
            w.split = split(1_900, 99, 1);
            w.backendPeak = 50;
        };
        assertEquals(SEEN, look("pool-queueing", full));
        // 10 of 50 threads had a call.
        assertEquals(NOT_SEEN, look("pool-queueing", full.andThen(w -> w.backendPeak = 10)));
        assertEquals(NOT_SEEN, look("pool-queueing", full.andThen(w -> w.split = split(40, 59, 1))));
        assertEquals(NO_EVIDENCE, look("pool-queueing", w -> w.split = null));
    }

    @Test
    void a_model_without_a_pool_cannot_queue_for_one() {
        lab.variant("virtual", "virtual-threads");
        assertEquals(NO_EVIDENCE, look("pool-queueing", w -> w.split = split(1_900, 99, 1)));
    }

    @Test
    void a_loop_is_blocked_where_it_was_held_and_the_others_were_late_by_as_much() {
        lab.variant("event-loop", "event-loop", "loops", "1");
        // Held for 300 ms; the tail of 310 ms is 300 ms beyond the median of 10 ms, more than half of it.
        Consumer<Window> held = w -> {
            w.dispatch = Window.distribution(300e6, 1_000);
            w.latency = tail(10, 310);
        };
        assertEquals(SEEN, look("loop-blocked", held));
        assertEquals(NOT_SEEN, look("loop-blocked", held.andThen(w -> w.dispatch = Window.distribution(90e6, 1_000))));
        // 100 ms late are less than half of 300.
        assertEquals(NOT_SEEN, look("loop-blocked", held.andThen(w -> w.latency = tail(10, 110))));
        lab.variants.clear();
        lab.variant("virtual", "virtual-threads");
        assertEquals(NO_EVIDENCE, look("loop-blocked", held));
    }

    @Test
    void one_loop_is_one_core_where_about_one_core_was_used() {
        lab.variant("event-loop", "event-loop", "loops", "1");
        // 3.8 s of CPU in 4 s: 0.95 cores.
        assertEquals(SEEN, look("single-core-loop", w -> w.cpuNanos = 3_800_000_000L));
        assertEquals(NOT_SEEN, look("single-core-loop", _ -> {}));
        assertEquals(NOT_SEEN, look("single-core-loop", w -> w.cpuNanos = 6_000_000_000L));
        lab.cores = 1;
        assertEquals(NO_EVIDENCE, look("single-core-loop", w -> w.cpuNanos = 3_800_000_000L));
    }

    @Test
    void two_loops_are_not_one() {
        lab.variant("event-loop", "event-loop", "loops", "2");
        assertEquals(NO_EVIDENCE, look("single-core-loop", w -> w.cpuNanos = 3_800_000_000L));
    }

    @Test
    void carriers_are_shared_where_more_can_run_than_there_are_and_all_are_busy() {
        lab.variant("virtual", "virtual-threads", "carriers", "cores");
        // All the time queueing or running: 1,000 runnable on 2 carriers; 7.2 s of 8: 90 % busy.
        Consumer<Window> busy = w -> {
            w.split = split(900, 0, 100);
            w.cpuNanos = 7_200_000_000L;
        };
        assertEquals(SEEN, look("carriers-equal-cores", busy));
        assertEquals(NOT_SEEN, look("carriers-equal-cores", busy.andThen(w -> w.cpuNanos = 1_000_000_000L)));
        // 0.1 % of 1,000 in flight: one runnable.
        assertEquals(NOT_SEEN, look("carriers-equal-cores", busy.andThen(w -> w.split = split(0, 999, 1))));
        assertEquals(NO_EVIDENCE, look("carriers-equal-cores", w -> w.cpuNanos = 7_200_000_000L));
    }

    @Test
    void a_single_carrier_is_busy_with_one_core() {
        lab.variant("virtual", "virtual-threads", "carriers", "1");
        // 3.8 s in 4 s: 95 % of one carrier, 48 % of the machine.
        assertEquals(SEEN, look("carriers-equal-cores", w -> {
            w.split = split(900, 0, 100);
            w.cpuNanos = 3_800_000_000L;
        }));
    }

    @Test
    void short_tasks_starve_where_their_tail_is_as_long_as_a_long_task() {
        lab.variant("virtual", "virtual-threads");
        Consumer<Window> starved = w -> {
            w.kinds = Map.of("short", tail(10, 410), "long", tail(500, 600));
            w.cpuNanos = 7_000_000_000L;
        };
        assertEquals(NO_EVIDENCE, look("carrier-starved", starved), "one kind of task only");
        lab.kinds = List.of(
                new Scenario.TaskKind("short", 0.9, List.of(LabFixture.pause(10))),
                new Scenario.TaskKind("long", 0.1, List.of(LabFixture.compute())));
        // 400 ms late, more than half of 500; 87.5 % busy.
        assertEquals(SEEN, look("carrier-starved", starved));
        // 40 ms late.
        assertEquals(
                NOT_SEEN,
                look(
                        "carrier-starved",
                        starved.andThen(w -> w.kinds = Map.of("short", tail(10, 50), "long", tail(500, 600)))));
        assertEquals(NOT_SEEN, look("carrier-starved", starved.andThen(w -> w.cpuNanos = 1_000_000_000L)));
    }

    @Test
    void carriers_are_pinned_where_a_recording_says_so() {
        lab.variant("virtual", "virtual-threads");
        // 400 ms of 2 carriers x 4 s: 5 %; 40 ms: 0.5 %.
        assertEquals(
                SEEN,
                look(
                        "carrier-pinned",
                        w -> w.process = Figures.of(f -> f.pinned = new ProcessFigures.Pinned(10, 400_000_000L))));
        assertEquals(
                NOT_SEEN,
                look(
                        "carrier-pinned",
                        w -> w.process = Figures.of(f -> f.pinned = new ProcessFigures.Pinned(1, 40_000_000L))));
        assertEquals(NO_EVIDENCE, look("carrier-pinned", w -> w.process = Figures.of(_ -> {})));
    }

    @Test
    void threads_cost_memory_where_there_is_one_for_every_second_task_and_each_task_takes_much() {
        lab.variant("per-task", "platform-threads", "threads", "per-task");
        // 1,010 threads for 1,000 tasks in flight; 20 KiB a task.
        Consumer<Window> heavy = w -> {
            w.threadsPeak = 1_010;
            w.memoryPerTaskBytes = 20_480.0;
        };
        assertEquals(SEEN, look("thread-memory", heavy));
        assertEquals(NOT_SEEN, look("thread-memory", heavy.andThen(w -> w.threadsPeak = 12)));
        assertEquals(NOT_SEEN, look("thread-memory", heavy.andThen(w -> w.memoryPerTaskBytes = 2_000.0)));
        assertEquals(NO_EVIDENCE, look("thread-memory", heavy.andThen(w -> w.memoryPerTaskBytes = null)));
    }

    @Test
    void switching_costs_where_many_threads_are_preempted_on_busy_cores() {
        lab.variant("pool-50", "platform-threads", "threads", "50");
        throughput = 480;
        // 1,920 tasks in 4 s, preempted once each; 50 threads on 2 cores; 7 s of 8: 87.5 % busy.
        Consumer<Window> crowded = w -> {
            w.involuntarySwitches = 1_920L;
            w.threadsPeak = 50;
            w.cpuNanos = 7_000_000_000L;
        };
        assertEquals(SEEN, look("switch-overhead", crowded));
        assertEquals(NOT_SEEN, look("switch-overhead", crowded.andThen(w -> w.involuntarySwitches = 192L)));
        assertEquals(NOT_SEEN, look("switch-overhead", crowded.andThen(w -> w.threadsPeak = 3)));
        assertEquals(NOT_SEEN, look("switch-overhead", crowded.andThen(w -> w.cpuNanos = 1_000_000_000L)));
        assertEquals(NO_EVIDENCE, look("switch-overhead", crowded.andThen(w -> w.involuntarySwitches = null)));
    }

    @Test
    void a_lock_serialises_where_tasks_wait_for_it_and_one_core_is_busy() {
        lab.variant("gil", "gil-threads", "threads", "8").task(LabFixture.compute());
        throughput = 900;
        references = List.of(new FromTrial.ReferenceRate("gil", 2_000, 1e6));
        // 6 of 10 ms waiting, 3.6 s of CPU in 4 s: 0.9 cores.
        Consumer<Window> locked = w -> {
            w.callsBackend = false;
            w.split = split(1, 6, 3);
            w.cpuNanos = 3_600_000_000L;
        };
        assertEquals(SEEN, look("global-lock", locked));
        assertEquals(NOT_SEEN, look("global-lock", locked.andThen(w -> w.split = split(1, 1, 8))));
        assertEquals(NOT_SEEN, look("global-lock", locked.andThen(w -> w.cpuNanos = 6_000_000_000L)));
        assertEquals(NO_EVIDENCE, look("global-lock", locked.andThen(w -> w.split = null)));
    }

    @Test
    void without_a_lock_nothing_waits_for_one() {
        lab.variant("virtual", "virtual-threads");
        assertEquals(NO_EVIDENCE, look("global-lock", w -> w.split = split(1, 6, 3)));
    }

    @Test
    void handing_over_costs_where_it_takes_more_than_half_of_the_kernel() {
        lab.variant("processes", "processes", "workers", "2").task(LabFixture.compute());
        assertEquals(NO_EVIDENCE, look("hand-over-cost", w -> w.split = handedOver(0.8)), "no kernel time");
        references = List.of(new FromTrial.ReferenceRate("processes", 2_000, 1e6));
        // 0.8 and 0.4 ms beside a kernel of 1 ms.
        assertEquals(SEEN, look("hand-over-cost", w -> w.split = handedOver(0.8)));
        assertEquals(NOT_SEEN, look("hand-over-cost", w -> w.split = handedOver(0.4)));
    }

    private static TimeSplit handedOver(double millis) {
        return new TimeSplit(100, 5e6, 0, 1e6, 6e6, millis * 1e6);
    }

    @Test
    void records_without_a_hand_over_show_it_by_what_is_left_of_the_task_outside_its_child() {
        lab.variant("processes", "processes", "workers", "2").task(LabFixture.compute());
        references = List.of(new FromTrial.ReferenceRate("processes", 2_000, 1e6));
        // 1.9 ms since it was taken, 1 ms of it in the child: 0.9 ms.
        assertEquals(SEEN, look("hand-over-cost", w -> {
            w.service = Window.distribution(1.9e6, 10_000);
            w.split = new TimeSplit(100, 5e6, 0, 1e6, 6e6, null);
        }));
        lab.variants.clear();
        lab.variant("virtual", "virtual-threads");
        assertEquals(NO_EVIDENCE, look("hand-over-cost", w -> w.split = handedOver(0.8)), "no process is crossed");
    }

    @Test
    void starting_dominates_where_it_takes_longer_than_the_work() {
        lab.variant("processes", "processes", "workers", "2");
        assertEquals(NO_EVIDENCE, look("startup-cost", _ -> {}), "a closed load has no wall time");
        lab.load(new Load.Batch(10));
        // Started in 300 ms: 75 % with 100 ms of work, 25 % with 900 ms.
        assertEquals(SEEN, look("startup-cost", w -> w.wallNanos = List.of(100_000_000L)));
        assertEquals(NOT_SEEN, look("startup-cost", w -> w.wallNanos = List.of(900_000_000L)));
    }

    @Test
    void the_collector_works_where_collections_take_more_than_a_tenth_of_the_window() {
        lab.variant("virtual", "virtual-threads");
        // 0.8 and 0.2 s of 4 s: 20 % and 5 %.
        assertEquals(SEEN, look("gc-pressure", w -> w.gcNanos = 800_000_000L));
        assertEquals(NOT_SEEN, look("gc-pressure", w -> w.gcNanos = 200_000_000L));
    }

    @Test
    void connections_decide_where_they_bind_and_are_used_up() {
        lab.variant("virtual", "virtual-threads");
        throughput = 960;
        assertEquals(NO_EVIDENCE, look("connection-limit", _ -> {}), "10,000 connections do not bind 1,000 callers");
        lab.connections.put("virtual", 100);
        // 100 / 100 ms: 1,000/s, of which 96 % and 50 %.
        assertEquals(SEEN, look("connection-limit", _ -> {}));
        throughput = 500;
        assertEquals(NOT_SEEN, look("connection-limit", _ -> {}));
    }

    @Test
    void the_generator_is_the_limit_where_it_was_late() {
        lab.variant("virtual", "virtual-threads").load(new Load.Open(500, Load.Arrivals.EVEN, 10_000));
        throughput = 500;
        // 6 ms are more than 5 % of a response of 100 ms.
        assertEquals(SEEN, look("generator-limit", w -> w.lateness99Nanos = 6_000_000));
        assertEquals(NOT_SEEN, look("generator-limit", _ -> {}));
    }

    @Test
    void the_backend_is_the_limit_where_calls_stay_in_it_for_too_long() {
        lab.variant("virtual", "virtual-threads").backend("orders", new DelaySpec.Fixed(Duration.ofMillis(10)));
        throughput = 2_000;
        // Declared 10 ms, there for 60 ms.
        assertEquals(SEEN, look("backend-limit", w -> {
            w.residenceNanos = 60e6;
            w.latency = Window.distribution(190e6, 8_000);
        }));
        assertEquals(NOT_SEEN, look("backend-limit", w -> {
            w.residenceNanos = 10.2e6;
            w.latency = Window.distribution(500e6, 8_000);
        }));
    }

    @Test
    void the_host_is_noisy_where_others_took_the_cpu_from_computing_tasks() {
        lab.variant("virtual", "virtual-threads").task(LabFixture.compute());
        throughput = 100;
        Consumer<Window> computing = w -> {
            w.callsBackend = false;
            w.trialCores = 1;
            w.backendCores = 0;
            w.latency = Window.distribution(100e6, 400);
        };
        assertEquals(SEEN, look("host-noise", computing.andThen(w -> w.foreignShare = 0.47)));
        assertEquals(NOT_SEEN, look("host-noise", computing));
    }
}
