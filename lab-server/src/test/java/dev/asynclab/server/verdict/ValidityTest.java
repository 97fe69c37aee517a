package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.DelaySpec;
import dev.asynclab.api.Load;
import dev.asynclab.api.Metric;
import dev.asynclab.api.Profile;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.TraceRound;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ProcessFigures;
import dev.asynclab.wire.ProcessFigures.Drift;
import dev.asynclab.wire.ProcessFigures.Pauses;
import dev.asynclab.wire.ProcessFigures.Pinned;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValidityTest {

    private final LabFixture lab = new LabFixture().variant("virtual-threads", "virtual-threads");

    private Judgement judgement(Window... windows) {
        Plan plan = lab.plan();
        Trials trials = new Trials(plan);
        for (int i = 0; i < windows.length; i++) {
            for (var variant : lab.variants) {
                trials.add(variant.name(), i + 1, windows[i], List.of());
            }
        }
        return Judgement.of(plan, trials.records(), lab.calibration());
    }

    private Set<String> codes(Window window) {
        Set<String> codes = new TreeSet<>();
        judgement(window).validity().findings().forEach(f -> codes.add(f.code()));
        return codes;
    }

    @Test
    void a_clean_window_raises_nothing() {
        // 9,800/s of 10,000; 4 s are 40 residences of 100 ms; 12 % of the backend's 80,000/s.
        assertEquals(Set.of(), codes(Window.at(9_800)));
    }

    record Fault(String code, java.util.function.Consumer<Window> change) {
        @Override
        public String toString() {
            return code;
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault("throttled", w -> w.throttledNanos = 50_000_000),
                new Fault("swap", w -> w.swappedPages = 1_000),
                new Fault("clock", w -> w.skewMillis = -80),
                // Six percent fewer calls in flight than rate x residence.
                new Fault("little", w -> w.inFlightFactor = 0.94),
                new Fault("errors", w -> w.failed = 100),
                new Fault("wrong-result", w -> w.wrong = 1),
                new Fault("gc-thrash", w -> w.gcNanos = 300_000_000),
                // 250 ms per task: 4 s are only 16 of them.
                new Fault("not-settled", w -> w.latency = Window.distribution(250e6, 10_000)),
                new Fault("backend-saturated", w -> {
                    w.throughput = 6_000;
                    w.residenceNanos = 160e6;
                }),
                // 15,000 of 28,232 ports are more than half.
                new Fault("ports", w -> w.ports = new TrialRecord.Ports(15_000, 28_232)),
                // 10,002 new connections in 4 s, of which half wait, are 150,030 a minute; the cell has 10,000.
                new Fault("ports", w -> {
                    w.ports = new TrialRecord.Ports(5_001, 28_232);
                    w.newConnections = 10_002;
                }),
                new Fault("fd", w -> w.process = Figures.of(f -> f.openFiles = 16_001L)),
                new Fault("protocol", w -> w.protocols = Map.of("HTTP/1.1", 900L, "HTTP/2.0", 1L)),
                new Fault("loop-count", w -> w.limits = Map.of("loops", "4", "loops-seen", "1")),
                new Fault("gc-thrash", w -> w.process = Figures.of(f -> f.pauses = new Pauses(9, 201_000_000, 1))),
                // 21 % of 1 s of CPU.
                new Fault("gc-thrash", w -> w.process = Figures.of(f -> f.gcCpuNanos = 210_000_000L)),
                new Fault("gc-thrash", w -> w.process = Figures.of(f -> f.heapAfterGcBytes = 81L)),
                // 1 % of 2 carriers x 4 s are 80 ms.
                new Fault("pinned", w -> w.process = Figures.of(f -> f.pinned = new Pinned(3, 81_000_000))),
                new Fault("not-ended", w -> w.counts = Map.of("cancel.begun", 4.0, "cancel.ended", 3.0)),
                new Fault("did-not-finish", w -> w.error = "out-of-memory"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void each_fault_raises_its_own_flag_and_no_other(Fault fault) {
        Window window = Window.at(9_800);
        fault.change().accept(window);
        assertEquals(Set.of(fault.code()), codes(window));
    }

    @Test
    void figures_at_their_limits_raise_nothing() {
        Window window = Window.at(9_800);
        window.process = Figures.of(f -> {
            f.openFiles = 16_000L;
            f.pauses = new Pauses(9, 200_000_000, 1);
            f.gcCpuNanos = 200_000_000L;
            f.heapAfterGcBytes = 80L;
            f.pinned = new Pinned(3, 80_000_000);
        });
        // A pool of 10,000 connections that fills up inside the window is no rate; neither are resets, which leave no
        // port behind.
        window.newConnections = 10_000;
        window.ports = new TrialRecord.Ports(9_000, 28_232);
        window.limits = Map.of("loops", "2, 4", "loops-seen", "2, 4");
        assertEquals(Set.of(), codes(window));
        window.newConnections = 12_000;
        window.ports = new TrialRecord.Ports(5_900, 28_232);
        window.counts = Map.of("cancel.begun", 4.0, "cancel.ended", 4.0);
        assertEquals(Set.of(), codes(window));
    }

    /// Three quarters of four milliseconds are one small collection.
    @Test
    void one_collection_in_a_short_batch_is_not_thrashing() {
        Window window = Window.at(9_800);
        window.nanos = 4_000_000;
        window.gcNanos = 3_000_000;
        window.process = Figures.of(f -> f.pauses = new Pauses(1, 3_000_000, 1));
        assertFalse(codes(window).contains("gc-thrash"));
    }

    @Test
    void what_was_not_recorded_raises_nothing() {
        Window window = Window.at(9_800);
        window.process = ProcessFigures.NONE;
        window.protocols = null;
        window.limits = Map.of("loops", "4");
        assertEquals(Set.of(), codes(window));
    }

    /// The latencies' 99th percentile is 100 ms, of which a hiccup may make up 5 ms; the probes' is 50 us, and
    /// there
    /// the hiccup may be 2 ms.
    @Test
    void a_stuttering_host_spoils_tails_it_could_have_made() {
        lab.primary = Metric.LATENCY_P99;
        Window window = Window.at(9_800);
        window.process = Figures.of(f -> f.hiccup = Window.distribution(2.1e6, 1_000));
        assertEquals(Set.of(), codes(window));
        window.process = Figures.of(f -> f.hiccup = Window.distribution(5.1e6, 1_000));
        Judgement judgement = judgement(window);
        Contention contention = judgement.validity().contention();
        assertEquals(
                "idle threads woke up to 5.1 ms late",
                contention.stutters(Metric.LATENCY_P99, first(judgement), 1).orElseThrow());
        window.process = Figures.of(f -> f.hiccup = Window.distribution(2.1e6, 1_000));
        Judgement fine = judgement(window);
        assertTrue(fine.validity()
                .contention()
                .stutters(Metric.DISPATCH_P99, first(fine), 1)
                .isPresent());
        assertTrue(fine.validity()
                .contention()
                .stutters(Metric.THROUGHPUT, first(fine), 1)
                .isEmpty());
        // Too few samples for a 99th percentile: nothing is known.
        window.process = Figures.of(f -> f.hiccup = new Measurement.Distribution(9, 9e9, 9L, null, null, null, 9L, ""));
        Judgement unknown = judgement(window);
        assertTrue(unknown.validity()
                .contention()
                .stutters(Metric.DISPATCH_P99, first(unknown), 1)
                .isEmpty());
    }

    @Test
    void a_fault_of_the_environment_voids_and_a_result_of_the_model_does_not() {
        Set<String> voiding = Set.of(
                "backend-saturated",
                "generator-late",
                "little",
                "throttled",
                "clock",
                "swap",
                "ports",
                "fd",
                "protocol",
                "loop-count");
        faults().forEach(fault -> {
            Window window = Window.at(9_800);
            fault.change().accept(window);
            Judgement judgement = judgement(window);
            assertEquals(
                    voiding.contains(fault.code()), judgement.validity().isVoid(first(judgement), 1), fault.code());
        });
    }

    @Test
    void a_drift_within_the_window_is_not_steady_where_computing_decides() {
        Window window = Window.at(9_800);
        window.process = Figures.of(f -> f.drift = new Drift(100e3, 94e3));
        assertEquals(Set.of(), codes(window));
        lab.task(LabFixture.compute());
        Window computing = Window.at(200);
        computing.callsBackend = false;
        computing.trialCores = 1.9;
        computing.backendCores = 0;
        computing.process = Figures.of(f -> f.drift = new Drift(100e3, 96e3));
        assertEquals(Set.of(), codes(computing));
        computing.process = Figures.of(f -> f.drift = new Drift(100e3, 94e3));
        assertEquals(Set.of("not-steady"), codes(computing));
    }

    @Test
    void a_trace_trial_tells_of_pins_and_of_nothing_else() {
        Plan plan = lab.plan();
        Trials trials = new Trials(plan);
        String variant = lab.variants.getFirst().name();
        trials.add(variant, 1, Window.at(9_800), List.of()).add(variant, 2, Window.at(9_800), List.of());
        // Three times what the bound allows, which would be `little` in a round; and pinned for 81 ms of
        // 4 s x 2 carriers, which is above 1 %.
        Window traced = Window.at(30_000);
        traced.process = Figures.of(f -> f.pinned = new Pinned(3, 81_000_000));
        trials.add(variant, TraceRound.NUMBER, traced, List.of());
        Judgement judgement = Judgement.of(plan, trials.records(), lab.calibration());
        Validity validity = judgement.validity();
        assertEquals(
                Set.of("pinned"),
                validity.findings().stream().map(Validity.Finding::code).collect(Collectors.toSet()));
        assertEquals(List.of("pinned"), validity.flags(first(judgement)));
    }

    @Test
    void more_than_the_callers_can_make_is_a_fault_of_the_measurement() {
        // 10,300/s where 1,000 callers at 100 ms make 10,000.
        assertEquals(Set.of("little"), codes(Window.at(10_300)));
    }

    @Test
    void random_delays_are_allowed_their_chance() {
        // Uniform 50 to 150 ms: deviation 28.9 ms; over 41,200 tasks 3 x 0.289 / sqrt(41200) = 0.4 %: 10,210 is inside
        // 1.02 + 0.004, 10,300 is not.
        lab.backend("orders", new DelaySpec.Uniform(Duration.ofMillis(50), Duration.ofMillis(150)));
        assertEquals(Set.of(), codes(Window.at(10_210)));
        assertEquals(Set.of("little"), codes(Window.at(10_300)));
    }

    @Test
    void thousand_callers_at_100_ms_never_void_even_beside_a_slow_calibration() {
        // 9,800/s are 39 % of a backend calibrated at 25,000/s, but also 98 % of what the callers can make.
        lab.capacities.put("orders", new Calibration.BackendCapacity(0, 25_000, 60_000));
        assertEquals(Set.of(), codes(Window.at(9_800)));
        // With strangers on 30 % of the CPU it reaches 85 %: contention at most, never the backend.
        Window disturbed = Window.at(8_500);
        disturbed.foreignShare = 0.30;
        disturbed.busyShare = 0.99;
        disturbed.residenceNanos = 115e6;
        assertEquals(Set.of("cpu-contended"), codes(disturbed));
    }

    @Test
    void an_undeclared_slow_backend_voids() {
        // 9,000 of the 12,000 calls/s it can answer, and it burns more CPU than the model.
        lab.capacities.put("orders", new Calibration.BackendCapacity(0, 12_000, 100_000));
        lab.backend("orders", new DelaySpec.Fixed(Duration.ofMillis(10)));
        Window window = Window.at(9_000);
        window.residenceNanos = 10.4e6;
        window.latency = Window.distribution(110e6, 36_000);
        window.trialCores = 0.5;
        window.backendCores = 1.4;
        Judgement judgement = judgement(window, window, window);
        assertEquals(
                Set.of("backend-saturated"), Set.copyOf(judgement.validity().flags(first(judgement))));
        assertTrue(judgement
                .validity()
                .voidReason(first(judgement))
                .orElseThrow()
                .contains("75 % of its calibrated rate"));
    }

    @Test
    void the_same_rate_is_a_result_when_the_models_own_cpu_is_the_limit() {
        lab.capacities.put("orders", new Calibration.BackendCapacity(0, 60_000, 20_000));
        lab.backend("orders", new DelaySpec.Fixed(Duration.ZERO));
        Window window = Window.at(45_000);
        window.residenceNanos = 3e6;
        window.latency = Window.distribution(22e6, 100_000);
        window.trialCores = 1.5;
        window.backendCores = 0.45;
        assertEquals(Set.of(), codes(window));
    }

    @Test
    void a_single_loop_is_its_own_limit_on_a_machine_with_cores_to_spare() {
        lab.variants.clear();
        lab.variant("event-loop", "event-loop", "loops", "1", "offload", "false");
        lab.backend("orders", new DelaySpec.Fixed(Duration.ZERO));
        Window window = Window.at(40_000);
        window.residenceNanos = 0.2e6;
        window.latency = Window.distribution(25e6, 100_000);
        window.trialCores = 0.97;
        window.backendCores = 0.4;
        assertEquals(Set.of(), codes(window));
        window.trialCores = 0.5;
        assertEquals(Set.of("backend-saturated"), codes(window));
    }

    @Test
    void a_declared_limit_of_a_backend_never_voids() {
        lab.backend("orders", new DelaySpec.Fixed(Duration.ofMillis(100)), OptionalInt.of(30));
        Window window = Window.at(290);
        window.residenceNanos = 180e6;
        window.latency = Window.distribution(180e6, 1_100);
        window.backendPeak = 300;
        assertEquals(Set.of(), codes(window));
    }

    @Test
    void a_late_generator_voids_open_load_unless_the_model_filled_every_place() {
        lab.load(new Load.Open(500, Load.Arrivals.EVEN, 10_000));
        Window window = Window.at(500);
        assertEquals(Set.of(), codes(window));
        // 5 % of a response of 100 ms are 5 ms.
        window.lateness99Nanos = 6_000_000;
        assertEquals(Set.of("generator-late"), codes(window));
        window.inFlight = 10_000;
        assertEquals(Set.of(), codes(window));
        Window short1 = Window.at(500);
        short1.started = 1_950L;
        // 500/s x 4 s = 2,000 planned, 1,980 demanded.
        assertEquals(Set.of("generator-late"), codes(short1));
    }

    @Test
    void in_cpython_the_generator_is_judged_by_its_own_process_and_starts_are_the_models() {
        lab.load(new Load.Open(500, Load.Arrivals.EVEN, 10_000));
        lab.variants.clear();
        lab.variant("snakes", "python-threads", "threads", "50");
        Window window = Window.at(500);
        window.lateness99Nanos = 6_000_000;
        // Of a record from before there was such a process.
        assertEquals(Set.of(), codes(window));
        window.limits = Map.of("threads", "50", "generator", "a process of its own");
        assertEquals(Set.of("generator-late"), codes(window));
        window.lateness99Nanos = 4_000_000;
        window.started = 1_000L;
        assertEquals(Set.of(), codes(window));
    }

    @Test
    void a_full_pool_is_the_models_result() {
        lab.variants.clear();
        lab.variant("pool-50", "platform-threads", "threads", "50");
        Window window = Window.at(496);
        window.backendPeak = 50;
        window.latency = Window.distribution(150e6, 2_000);
        Judgement judgement = judgement(window);
        assertEquals(List.of("pool-limited"), judgement.validity().flags(first(judgement)));
        assertTrue(judgement.validity().voidReason(first(judgement)).isEmpty());
        assertEquals(
                "pool-50 had 50 of 50 threads busy, 950 callers queued",
                new LimitedBy(judgement.runs(), judgement.bounds()).sentence(first(judgement)));
    }

    @Test
    void a_held_loop_shows_in_the_probe() {
        lab.variants.clear();
        lab.variant("event-loop", "event-loop", "loops", "1", "offload", "false")
                .task(LabFixture.block(200));
        Window window = Window.at(4.9);
        window.callsBackend = false;
        window.latency = Window.distribution(150e6, 20);
        window.dispatch = Window.distribution(180e6, 1_000);
        assertEquals(Set.of("loop-blocked"), codes(window));
    }

    @Test
    void an_unsteady_window_matters_only_where_computing_decides() {
        Window window = Window.at(9_800);
        window.jitNanos = 200_000_000;
        assertEquals(Set.of(), codes(window));
        lab.task(LabFixture.compute());
        Window computing = Window.at(200);
        computing.callsBackend = false;
        computing.trialCores = 1.9;
        computing.backendCores = 0;
        computing.jitNanos = 200_000_000;
        assertEquals(Set.of("not-steady"), codes(computing));
        // 0.2 s of compiling in 1 s of a parent are 20 %; beside 1.5 s of its children 8 %.
        computing.childrenCpuNanos = 1_500_000_000;
        assertEquals(Set.of(), codes(computing));
    }

    /// Of a window of 4 s in which 10 ms of CPU were used, 0.3 x 4 s count: 10 % of that are 120 ms.
    @Test
    void milliseconds_of_compiling_are_no_storm_in_a_process_that_waits() {
        lab.profile = Profile.STANDARD;
        Window window = Window.at(9_800);
        window.cpuNanos = 10_000_000L;
        window.jitNanos = 119_000_000;
        assertFalse(codes(window).contains("not-steady"));
        window.jitNanos = 121_000_000;
        assertTrue(codes(window).contains("not-steady"));
    }

    @Test
    void the_contention_gate_depends_on_the_metric() {
        lab.task(LabFixture.compute());
        Window computing = Window.at(200);
        computing.callsBackend = false;
        computing.trialCores = 1.0;
        computing.backendCores = 0;
        computing.foreignShare = 0.47;
        Judgement judgement = judgement(computing);
        Contention contention = judgement.validity().contention();
        assertTrue(contention.spoils(Metric.THROUGHPUT, first(judgement), 1).isPresent());
        assertTrue(contention.spoils(Metric.LATENCY_P99, first(judgement), 1).isPresent());
        assertTrue(contention.spoils(Metric.CPU_PER_TASK, first(judgement), 1).isEmpty());
        assertTrue(
                contention.spoils(Metric.MEMORY_PER_TASK, first(judgement), 1).isEmpty());
    }

    @Test
    void waiting_is_not_held_up_by_strangers_at_its_bound_or_beside_idle_cpu() {
        Window atBound = Window.at(9_600);
        atBound.foreignShare = 0.60;
        atBound.busyShare = 1.0;
        assertEquals(Set.of(), codes(atBound));
        Window idle = Window.at(9_000);
        idle.foreignShare = 0.60;
        idle.busyShare = 0.85;
        assertEquals(Set.of(), codes(idle));
        Window heldUp = Window.at(9_000);
        heldUp.foreignShare = 0.60;
        heldUp.busyShare = 0.95;
        assertEquals(Set.of("cpu-contended"), codes(heldUp));
    }

    @Test
    void a_fault_of_the_environment_voids_the_round_for_all_models() {
        lab.variant("pool-50", "platform-threads", "threads", "50");
        Plan plan = lab.plan();
        Window swapped = Window.at(9_800);
        swapped.swappedPages = 5_000;
        Trials trials = new Trials(plan);
        trials.add("virtual-threads", 1, swapped, List.of());
        trials.add("pool-50", 1, Window.at(496), List.of());
        trials.add("virtual-threads", 2, Window.at(9_800), List.of());
        trials.add("pool-50", 2, Window.at(496), List.of());
        Validity validity =
                Judgement.of(plan, trials.records(), lab.calibration()).validity();
        Plan.Cell pool = plan.cellsOf("pool-50").getFirst();
        assertTrue(validity.isVoid(pool, 1));
        assertFalse(validity.isVoid(pool, 2));
        assertEquals(List.of(1), repeats(trials.records(), Map.of()));
        // Round 3 stands in for round 1: done. Void again, it may be tried once more, as round 4, and then no more.
        assertEquals(List.of(), repeats(trials.records(), Map.of(3, 1)));
        trials.add("virtual-threads", 3, swapped, List.of());
        assertEquals(List.of(3), repeats(trials.records(), Map.of(3, 1)));
        trials.add("virtual-threads", 4, swapped, List.of());
        assertEquals(List.of(), repeats(trials.records(), Map.of(3, 1, 4, 3)));
    }

    @Test
    void a_fault_of_every_round_is_not_worth_repeating() {
        Window swapped = Window.at(9_800);
        swapped.swappedPages = 5_000;
        Trials trials = new Trials(lab.plan()).add("virtual-threads", 3, r -> swapped);
        assertEquals(List.of(), repeats(trials.records(), Map.of()));
    }

    @Test
    void three_void_rounds_of_ten_are_left_out_and_four_void_the_cell() {
        for (int bad = 3; bad <= 4; bad++) {
            Window[] windows = new Window[10];
            for (int i = 0; i < 10; i++) {
                windows[i] = Window.at(9_800);
                windows[i].skewMillis = i < bad ? 100 : 0;
            }
            Judgement judgement = judgement(windows);
            assertEquals(
                    bad == 4, judgement.validity().voidReason(first(judgement)).isPresent());
        }
    }

    private List<Integer> repeats(List<TrialRecord> records, Map<Integer, Integer> done) {
        return Validity.roundsToRepeat(lab.plan(), records, lab.calibration(), done);
    }

    private static Plan.Cell first(Judgement judgement) {
        return judgement.plan().cells().getFirst();
    }
}
