package dev.asynclab.server.verdict;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.DelaySpec;
import dev.asynclab.api.Load;
import dev.asynclab.api.Metric;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.PairResult;
import dev.asynclab.server.plan.Order;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.wire.FromTrial;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// Mistakes that published comparisons of concurrency models made while judging, and what this lab does
/// instead. Those of measuring are in `trial`, those of writing the models in `model`, each in a class of
/// this name.
class PublishedMistakesTest {

    private static final RunFacts FACTS =
            new RunFacts("r1", null, "succeeded", "2020-01-01T00:00:00Z", "2020-01-01T00:01:00Z", "lab run fixture");

    private final LabFixture lab = new LabFixture()
            .variant("one", "virtual-threads")
            .variant("two", "event-loop")
            .pair("one", "two");

    private ResultDocument judge(IntFunction<Window> one, IntFunction<Window> two) {
        Plan plan = lab.plan();
        Trials trials = new Trials(plan).add("one", 8, one).add("two", 8, two);
        return Judge.judge(plan, trials.records(), lab.calibration(), Map.of("cores", 2), FACTS);
    }

    private PairResult pair(IntFunction<Window> one, IntFunction<Window> two) {
        return judge(one, two).pairs().getFirst();
    }

    private static ResultDocument.Cell cell(ResultDocument result) {
        return result.cell("one", Map.of()).orElseThrow();
    }

    /// CPU work as a spin of 100 ms of wall time: 90.7 tasks a second on four cores that can do 40. Work here
    /// has a result; time has none to show. 10 ms of CPU on two cores are 200/s, so 450/s is also 2.25 of
    /// what is possible.
    @Test
    void work_measured_by_the_wall_clock_is_a_wrong_result_beyond_its_bound_and_cannot_win() {
        lab.task(LabFixture.compute());
        lab.load(new Load.Closed(16));
        Plan plan = lab.plan();
        var rates = List.of(new FromTrial.ReferenceRate(plan.cells().getFirst().id(), 200, 10e6));
        Trials trials = new Trials(plan);
        for (int round = 1; round <= 8; round++) {
            Window spinning = computing(450);
            spinning.wrong = 1_800;
            spinning.failed = 1_800;
            trials.add("one", round, spinning, rates);
            trials.add("two", round, computing(190), rates);
        }
        ResultDocument result = Judge.judge(plan, trials.records(), lab.calibration(), Map.of("cores", 2), FACTS);

        assertTrue(cell(result).flags().contains("wrong-result"), cell(result)::toString);
        assertEquals(2.25, requireNonNull(cell(result).efficiency()), 1e-9);
        assertEquals("inconclusive", result.pairs().getFirst().verdict());
        assertTrue(
                requireNonNull(result.pairs().getFirst().reason()).startsWith("one cannot win: "),
                result.pairs().getFirst()::toString);
    }

    private static Window computing(double throughput) {
        Window window = Window.at(throughput);
        window.callsBackend = false;
        window.trialCores = 1.95;
        window.backendCores = 0;
        window.cpuNanos = (long) (1.95 * window.nanos);
        return window;
    }

    /// Two comparisons ran all models in one process in one order, the cold one first. Here every trial
    /// starts and ends a process, and over 40 rounds each of the two comes first: the chance that one never
    /// does is 2 in 2^40.
    @Test
    void no_model_runs_in_the_process_of_another_nor_always_first() {
        Plan plan = lab.plan();
        Set<String> first = new HashSet<>();
        for (int round = 1; round <= 40; round++) {
            List<Plan.Trial> trials = Order.round(plan, round).trials();
            assertTrue(trials.stream().allMatch(t -> t.first() && t.last()));
            first.add(trials.getFirst().variant().name());
        }
        assertEquals(Set.of("one", "two"), first);
    }

    /// Two percent of a CPU, 70 requests a second, and a winner by half a percent. Ten callers at 100 ms are
    /// 100/s; 99.0 against 99.5 is a tie, and the summary names no winner.
    @Test
    void models_that_nothing_stresses_tie() {
        lab.load(new Load.Closed(10));
        IntFunction<Window> idle = r -> idle(99.0 + 0.1 * (r % 3));
        ResultDocument result = judge(idle, r -> idle(99.5 - 0.1 * (r % 3)));

        assertEquals("tie", result.pairs().getFirst().verdict());
        assertFalse(result.summary().contains("beats"), result.summary());
    }

    private static Window idle(double throughput) {
        Window window = Window.at(throughput);
        window.inFlight = 10;
        window.backendPeak = 10;
        return window;
    }

    /// 2,138 requests a second, of which 121 in 1,000 failed, called the fastest. Here 9,600/s beat 8,000/s
    /// until one in eight fails; then nobody wins.
    @Test
    void a_model_with_failures_cannot_win() {
        IntFunction<Window> slower = r -> Window.at(8_000 + 10.0 * (r % 3));
        assertEquals("a-beats-b", pair(r -> Window.at(9_600), slower).verdict());
        PairResult failing = pair(
                r -> {
                    Window window = Window.at(9_600);
                    // 38,400 in 4 s went well, 5,300 did not: 12.1 %
                    window.failed = 5_300;
                    return window;
                },
                slower);
        assertEquals("inconclusive", failing.verdict());
        assertTrue(requireNonNull(failing.reason()).startsWith("one cannot win: 12"), failing.toString());
    }

    /// An average over 3,300/s cold and 7,800/s warm. A window in which the compiler still took a fifth of
    /// the CPU says so: 1.56 s of 7.8 s.
    @Test
    void a_window_that_still_warms_up_is_marked() {
        lab.task(LabFixture.compute());
        lab.load(new Load.Closed(16));
        IntFunction<Window> warming = r -> {
            Window window = computing(150);
            window.jitNanos = 1_560_000_000;
            return window;
        };
        assertTrue(cell(judge(warming, r -> computing(150))).flags().contains("not-steady"));
        assertFalse(
                cell(judge(r -> computing(150), r -> computing(150))).flags().contains("not-steady"));
    }

    /// A client with 256 connections, a mock with one timer thread: what was compared were those. A backend
    /// that answers 9,000/s of the 12,000 it can, and keeps each call four times as long as declared, voids
    /// the cell.
    @Test
    void a_backend_that_was_the_limit_voids_the_comparison() {
        lab.capacities.put("orders", new Calibration.BackendCapacity(0, 12_000, 100_000));
        lab.backend("orders", new DelaySpec.Fixed(Duration.ofMillis(10)));
        IntFunction<Window> starved = r -> {
            Window window = Window.at(9_000);
            window.residenceNanos = 40e6;
            window.backendPeak = 360;
            window.latency = Window.distribution(110e6, 36_000);
            return window;
        };
        PairResult pair = pair(starved, starved);
        assertEquals("void", pair.verdict());
        assertTrue(requireNonNull(pair.reason()).startsWith("backend-saturated"), pair.toString());
    }

    /// The same for a generator that starts one arrival in a hundred 30 ms late, where 5 % of 100 ms are
    /// allowed.
    @Test
    void a_load_generator_behind_its_schedule_voids_the_comparison() {
        lab.load(new Load.Open(1_000, Load.Arrivals.EVEN, 10_000));
        IntFunction<Window> late = r -> {
            Window window = Window.at(1_000);
            window.inFlight = 100;
            window.backendPeak = 100;
            window.lateness99Nanos = 30_000_000;
            return window;
        };
        PairResult pair = pair(late, late);
        assertEquals("void", pair.verdict());
        assertTrue(requireNonNull(pair.reason()).startsWith("generator-late"), pair.toString());
    }

    /// The best of three runs of five seconds. One round in eight in which `one` is a fifth faster makes it
    /// the best, and no winner: the middle of the ratios stays at 1.
    @Test
    void one_lucky_round_wins_nothing() {
        PairResult pair = pair(r -> Window.at(r == 3 ? 9_600 : 8_000 + 5.0 * r), r -> Window.at(8_000 + 5.0 * (8 - r)));
        assertFalse(pair.verdict().endsWith("-b") || pair.verdict().endsWith("-a"), pair.toString());
        assertEquals(1, requireNonNull(pair.ratio()), 0.01);
    }

    /// CPU of the whole host, load generator included, stood for that of a server. Other programs and the
    /// backend may double theirs: the model's cores and its CPU per task stay what its own process used.
    @Test
    void the_cpu_of_a_model_is_that_of_its_own_process() {
        assertEquals(0.25, cores(0.1, 0.01), 1e-9);
        assertEquals(0.25, cores(0.8, 0.04), 1e-9);
    }

    /// 1 s of CPU in a window of 4 s.
    private double cores(double backendCores, double foreignShare) {
        IntFunction<Window> beside = r -> {
            Window window = Window.at(9_600);
            window.backendCores = backendCores;
            window.foreignShare = foreignShare;
            return window;
        };
        Plan plan = lab.plan();
        Trials trials = new Trials(plan).add("one", 1, beside);
        Judgement judgement = Judgement.of(plan, trials.records(), lab.calibration());
        return requireNonNull(judgement
                .samples()
                .raw(Metric.CPU_CORES, Optional.empty(), plan.cells().getFirst(), 1));
    }

    /// One framework started with 8,192 accepted connections, the other with none declared. What every trial
    /// process reports as its limits stands in the result beside the model's default.
    @Test
    void every_effective_limit_is_in_the_result() {
        ResultDocument result = judge(r -> Window.at(9_600), r -> Window.at(9_600));
        assertEquals(
                List.of("one threads=50", "two threads=50"),
                result.limits().stream()
                        .map(l -> l.model() + " " + l.name() + "=" + l.value())
                        .toList());
    }
}
