package dev.asynclab.server.verdict;

import static dev.asynclab.server.verdict.LabFixture.about;
import static dev.asynclab.server.verdict.LabFixture.compare;
import static dev.asynclab.server.verdict.LabFixture.operand;
import static dev.asynclab.server.verdict.LabFixture.subject;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.Claim;
import dev.asynclab.api.DelaySpec;
import dev.asynclab.api.Load;
import dev.asynclab.api.Metric;
import dev.asynclab.api.Profile;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.ClaimResult;
import dev.asynclab.api.ResultDocument.PairResult;
import dev.asynclab.api.Scenario;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.FromTrial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final RunFacts FACTS =
            new RunFacts("r1", null, "succeeded", "2020-01-01T00:00:00Z", "2020-01-01T00:01:00Z", "lab run fixture");

    private static final FromTrial.Ready READY = new FromTrial.Ready(300_000_000L, 40_000_000L, Map.of());

    private final LabFixture lab = new LabFixture()
            .variant("virtual-threads", "virtual-threads")
            .variant("pool-50", "platform-threads", "threads", "50")
            .pair("virtual-threads", "pool-50");

    private ResultDocument judge(int rounds, IntFunction<Window> first, IntFunction<Window> second) {
        Plan plan = lab.plan();
        Trials trials = new Trials(plan)
                .add(lab.variants.get(0).name(), rounds, first)
                .add(lab.variants.get(1).name(), rounds, second);
        return judge(plan, trials.records());
    }

    private ResultDocument judge(Plan plan, List<TrialRecord> records) {
        return Judge.judge(plan, records, lab.calibration(), Map.of("cores", 2), FACTS);
    }

    private static Window pool(double throughput) {
        Window window = Window.at(throughput);
        window.backendPeak = 50;
        window.latency = Window.distribution(2e9, 2_000);
        return window;
    }

    /// 9,600/s against 480/s, one percent up and down: a ratio of 20.
    private ResultDocument poolQueueing() {
        return judge(8, r -> Window.at(9_600 * (1 + 0.01 * (r % 2))), r -> pool(480));
    }

    @Test
    void a_pool_of_50_loses_against_virtual_threads_and_the_document_says_why() {
        ResultDocument result = poolQueueing();
        PairResult pair = result.pairs().getFirst();
        assertEquals("a-beats-b", pair.verdict());
        assertEquals(20.1, requireNonNull(pair.ratio()), 0.11);
        assertTrue(requireNonNull(pair.lo()) >= 20 - 1e-9 && requireNonNull(pair.hi()) <= 20.2 + 1e-9, pair.toString());
        assertEquals("pool-50 had 50 of 50 threads busy, 950 callers queued", pair.limitedBy());
        ResultDocument.Cell cell = result.cell("pool-50", Map.of()).orElseThrow();
        assertEquals("measured", cell.state());
        assertEquals(500, requireNonNull(cell.bound()).value(), 1e-9);
        assertEquals("threads / delay", requireNonNull(cell.bound()).binding());
        assertEquals(0.96, requireNonNull(cell.efficiency()), 1e-12);
        assertEquals(List.of("pool-limited", "not-settled"), cell.flags());
        assertEquals(480, requireNonNull(cell.metrics().get("throughput")).median());
        assertEquals(
                8, requireNonNull(cell.metrics().get("throughput")).rounds().size());
        assertEquals("holds", result.outcome());
        assertTrue(result.summary().startsWith("virtual-threads beats pool-50 20.1x in throughput"), result.summary());
        assertTrue(
                result.checks().stream().allMatch(ResultDocument.Check::ok),
                result.checks().toString());
        assertEquals("backend 12 % busy", check(result, "backend-saturated").evidence());
        assertEquals("Little's law within 1 %", check(result, "little").evidence());
        assertEquals("host quiet", check(result, "cpu-contended").evidence());
        assertEquals("200", result.limits().getLast().fallback());
    }

    private static ResultDocument.Check check(ResultDocument result, String code) {
        return result.checks().stream()
                .filter(c -> c.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lower_is_better_for_times() {
        lab.primary = Metric.LATENCY_P99;
        ResultDocument result = poolQueueing();
        // 100 ms against 2 s: ratio 0.05, a still wins.
        assertEquals(0.05, requireNonNull(result.pairs().getFirst().ratio()), 1e-12);
        assertEquals("a-beats-b", result.pairs().getFirst().verdict());
    }

    @Test
    void equal_variants_tie() {
        ResultDocument result = judge(8, r -> Window.at(9_600), r -> Window.at(9_650));
        // pool-50 cannot make that many with 50 threads: the measurement contradicts itself.
        assertEquals("void", result.pairs().getFirst().verdict());
        lab.variants.clear();
        lab.pairs.clear();
        lab.variant("virtual-threads", "virtual-threads").variant("event-loop", "event-loop");
        lab.pair("virtual-threads", "event-loop");
        assertEquals(
                "tie",
                judge(8, r -> Window.at(9_600), r -> Window.at(9_650))
                        .pairs()
                        .getFirst()
                        .verdict());
    }

    @Test
    void a_backend_made_the_bottleneck_voids_the_run() {
        lab.claim(
                Claim.Grade.MUST,
                compare(Metric.THROUGHPUT, "virtual-threads", Claim.Op.AT_LEAST, new Claim.Value(100)));
        lab.backend("orders", new DelaySpec.Fixed(Duration.ofMillis(10)));
        IntFunction<Window> starved = r -> {
            Window window = Window.at(2_000);
            window.residenceNanos = 60e6;
            window.latency = Window.distribution(190e6, 8_000);
            return window;
        };
        ResultDocument result = judge(8, starved, starved);
        assertEquals("void", result.outcome());
        assertEquals("void", result.pairs().getFirst().verdict());
        assertEquals("void", result.claims().getFirst().outcome());
        assertEquals("void", result.cells().getFirst().state());
        assertNull(requireNonNull(result.cells().getFirst().metrics().get("throughput"))
                .median());
        assertEquals(false, check(result, "backend-saturated").ok());
    }

    @Test
    void a_busy_host_leaves_computing_open_but_judges_waiting() {
        IntFunction<Window> busy = r -> {
            Window window = Window.at(9_600);
            window.foreignShare = 0.47;
            window.busyShare = 0.80;
            return window;
        };
        assertEquals(
                "a-beats-b",
                judge(8, busy, r -> {
                            Window window = pool(480);
                            window.foreignShare = 0.47;
                            window.busyShare = 0.80;
                            return window;
                        })
                        .pairs()
                        .getFirst()
                        .verdict());
        lab.task(LabFixture.compute());
        IntFunction<Window> computing = r -> {
            Window window = Window.at(r % 2 == 0 ? 100 : 200);
            window.callsBackend = false;
            window.trialCores = 1;
            window.backendCores = 0;
            window.foreignShare = 0.47;
            window.latency = Window.distribution(100e6, 800);
            return window;
        };
        PairResult pair = judge(8, computing, computing).pairs().getFirst();
        assertEquals("inconclusive", pair.verdict());
        assertEquals("host busy (foreign 47 %)", pair.reason());
        lab.primary = Metric.CPU_PER_TASK;
        // 1 s of CPU over 400 or 800 tasks, alike for both: judged although the host is busy.
        assertEquals("tie", judge(8, computing, computing).pairs().getFirst().verdict());
    }

    @Test
    void a_failing_model_cannot_win() {
        ResultDocument result = judge(
                8,
                r -> {
                    Window window = Window.at(9_600);
                    window.failed = 800;
                    return window;
                },
                r -> pool(480));
        // 800 / (38,400 + 800) = 2.04 %.
        PairResult pair = result.pairs().getFirst();
        assertEquals("inconclusive", pair.verdict());
        assertEquals("virtual-threads cannot win: 2.04 % of its tasks failed", pair.reason());
    }

    @Test
    void a_model_that_does_not_finish_is_a_result() {
        lab.claim(Claim.Grade.MUST, new Claim.Flagged(subject("pool-50"), false, "did-not-finish"));
        lab.claim(Claim.Grade.MUST, new Claim.Flagged(subject("pool-50"), true, "did-not-finish"));
        lab.claim(Claim.Grade.USUALLY, new Claim.Flagged(subject("virtual-threads"), false, "did-not-finish"));
        ResultDocument result = judge(8, r -> Window.at(9_600), r -> {
            Window window = pool(480);
            window.error = "did-not-finish";
            return window;
        });
        assertEquals(List.of("holds", "refuted", "refuted"), outcomes(result));
        assertEquals(List.of("did-not-finish"), result.cells().getLast().flags());
        assertEquals("measured", result.cells().getLast().state());
        assertEquals("inconclusive", result.pairs().getFirst().verdict());
        assertEquals("refuted", result.outcome());
    }

    @Test
    void a_crashed_trial_counts_for_every_cell_of_its_variant() {
        Plan plan = lab.plan();
        Trials trials = new Trials(plan).add("virtual-threads", 1, r -> Window.at(9_600));
        trials.records().add(new TrialRecord(1, 1, 1, "pool-50", "timed-out", "60 s", READY, List.of(), List.of()));
        ResultDocument result = judge(plan, trials.records());
        assertEquals(List.of("did-not-finish"), result.cells().getLast().flags());
    }

    @Test
    void what_is_not_available_here_is_not_run() {
        lab.claim(Claim.Grade.USUALLY, compare(Metric.THROUGHPUT, "pool-50", Claim.Op.AT_LEAST, new Claim.Value(1)));
        Plan plan = lab.plan();
        Trials trials = new Trials(plan).add("virtual-threads", 8, r -> Window.at(9_600));
        for (int round = 1; round <= 8; round++) {
            trials.records()
                    .add(new TrialRecord(
                            round, 1, 1, "pool-50", "failed", "unavailable: no python3", READY, List.of(), List.of()));
        }
        ResultDocument result = judge(plan, trials.records());
        assertEquals("not-run", result.cells().getLast().state());
        assertEquals("unavailable: no python3", result.cells().getLast().reason());
        assertEquals(List.of("not-run"), outcomes(result));
    }

    @Test
    void claims_of_every_form() {
        lab.intervalClaims = 5;
        lab.claim(Claim.Grade.MUST, about(Metric.THROUGHPUT, "pool-50", new Claim.Bound(1), 0.10));
        lab.claim(
                Claim.Grade.MUST,
                compare(
                        Metric.THROUGHPUT,
                        "virtual-threads",
                        Claim.Op.AT_LEAST,
                        new Claim.Other(8, operand(Metric.THROUGHPUT, "pool-50"))));
        lab.claim(Claim.Grade.MUST, compare(Metric.CPU_CORES, "each", Claim.Op.AT_MOST, new Claim.Cores(1)));
        lab.claim(Claim.Grade.MUST, compare(Metric.THREADS_PEAK, "each", Claim.Op.EQUAL, new Claim.Value(12)));
        lab.claim(Claim.Grade.USUALLY, compare(Metric.LATENCY_P99, "each", Claim.Op.BELOW, new Claim.Value(0.5)));
        lab.claim(Claim.Grade.USUALLY, new Claim.CrossoverNone("any"));
        lab.claim(Claim.Grade.EXERCISE, compare(Metric.THROUGHPUT, "pool-500", Claim.Op.AT_LEAST, new Claim.Value(1)));
        lab.claim(
                Claim.Grade.USUALLY,
                compare(Metric.THROUGHPUT, "pool-50", Claim.Op.AT_LEAST, new Claim.Value(1)),
                Map.of(),
                OptionalInt.of(4));
        ResultDocument result = poolQueueing();
        assertEquals(
                List.of("holds", "holds", "holds", "holds", "refuted", "not-run", "not-run", "not-run"),
                outcomes(result));
        ClaimResult bound = result.claims().get(0);
        assertEquals(0.96, requireNonNull(bound.estimate()), 1e-12);
        ClaimResult tail = result.claims().get(4);
        assertEquals("pool-50", tail.reason());
        assertEquals("needs 4 cores; there are 2", result.claims().get(7).reason());
        assertEquals(
                "variant pool-500 is not part of this run",
                result.claims().get(6).reason());
        assertEquals("holds", result.outcome());
    }

    @Test
    void a_claim_without_a_place_means_every_place_and_one_removed_is_not_run() {
        lab.sweep("callers", "10", "1000");
        Claim.Comparison fast = compare(Metric.THROUGHPUT, "pool-50", Claim.Op.AT_LEAST, new Claim.Value(400));
        lab.intervalClaims = 3;
        lab.claim(Claim.Grade.MUST, fast);
        lab.claim(Claim.Grade.MUST, fast, Map.of("callers", "10"), OptionalInt.empty());
        lab.claim(Claim.Grade.MUST, fast, Map.of("callers", "100"), OptionalInt.empty());
        Claim.Subject small = new Claim.Subject("pool-50", Optional.empty(), Map.of("callers", "10"));
        Claim.Subject large = new Claim.Subject("pool-50", Optional.empty(), Map.of("callers", "1000"));
        lab.claim(
                Claim.Grade.MUST,
                new Claim.Comparison(
                        new Claim.Operand(Metric.THROUGHPUT, small),
                        Claim.Op.AT_LEAST,
                        new Claim.Other(2, new Claim.Operand(Metric.THROUGHPUT, large)),
                        Optional.empty()));
        Plan plan = lab.plan();
        Trials trials = new Trials(plan);
        for (int round = 1; round <= 8; round++) {
            trials.records()
                    .add(new TrialRecord(
                            round,
                            0,
                            1,
                            "pool-50",
                            "measured",
                            null,
                            READY,
                            List.of(pool(480).record("pool-5010"), pool(200).record("pool-501000")),
                            List.of()));
        }
        ResultDocument result = judge(plan, trials.records());
        assertEquals(List.of("refuted", "holds", "not-run", "holds"), outcomes(result));
        assertEquals("pool-50 at callers = 1000", result.claims().get(0).reason());
        assertEquals(2.4, requireNonNull(result.claims().get(3).estimate()), 1e-12);
    }

    @Test
    void latency_of_a_kind_is_claimed_by_name() {
        lab.kinds = List.of(
                new Scenario.TaskKind("health", 0.9, List.of(LabFixture.pause(10))),
                new Scenario.TaskKind("hash", 0.1, List.of(LabFixture.pause(500))));
        Claim.Subject health = new Claim.Subject("each", Optional.of("health"), Map.of());
        lab.claim(
                Claim.Grade.MUST,
                new Claim.Comparison(
                        new Claim.Operand(Metric.LATENCY_P99, health),
                        Claim.Op.AT_MOST,
                        new Claim.Value(1),
                        Optional.empty()));
        // No figures of the kind were recorded.
        ResultDocument result = poolQueueing();
        assertEquals(List.of("inconclusive"), outcomes(result));
        assertTrue(
                requireNonNull(result.claims().getFirst().reason()).contains("no round has a value for latency.p99"));
    }

    @Test
    void a_budget_too_short_for_intervals_still_settles_counts_and_flags() {
        lab.verdicts = false;
        lab.claim(Claim.Grade.MUST, compare(Metric.THREADS_PEAK, "each", Claim.Op.EQUAL, new Claim.Value(12)));
        lab.claim(Claim.Grade.MUST, compare(Metric.THREADS_PEAK, "each", Claim.Op.EQUAL, new Claim.Value(13)));
        lab.claim(Claim.Grade.MUST, new Claim.Flagged(subject("pool-50"), true, "did-not-finish"));
        lab.claim(Claim.Grade.MUST, compare(Metric.THROUGHPUT, "pool-50", Claim.Op.AT_LEAST, new Claim.Value(1)));
        ResultDocument result = judge(1, r -> Window.at(9_600), r -> pool(480));
        assertEquals(List.of("holds", "refuted", "holds", "inconclusive"), outcomes(result));
        assertEquals(Pairs.NO_VERDICTS, result.claims().getLast().reason());
    }

    @Test
    void smoke_names_no_winner_and_settles_no_claim() {
        lab.profile = Profile.SMOKE;
        lab.verdicts = false;
        lab.claim(Claim.Grade.MUST, compare(Metric.THREADS_PEAK, "each", Claim.Op.EQUAL, new Claim.Value(12)));
        lab.claim(Claim.Grade.MUST, compare(Metric.THROUGHPUT, "pool-50", Claim.Op.AT_LEAST, new Claim.Value(1)));
        ResultDocument result = judge(1, r -> Window.at(9_600), r -> pool(480));
        assertEquals("inconclusive", result.pairs().getFirst().verdict());
        assertEquals(Pairs.NO_VERDICTS, result.pairs().getFirst().reason());
        assertEquals(List.of("inconclusive", "inconclusive"), outcomes(result));
        assertEquals("inconclusive", result.outcome());
        assertEquals(
                9_600,
                requireNonNull(result.cells().getFirst().metrics().get("throughput"))
                        .median());
    }

    @Test
    void one_model_under_two_names_wins_at_most_one_time_in_twenty() {
        lab.variants.clear();
        lab.pairs.clear();
        lab.variant("a", "virtual-threads").variant("b", "virtual-threads").pair("a", "b");
        lab.load(new Load.Closed(2_000));
        Plan plan = lab.plan();
        var random = new SplittableRandom(99);
        int wins = 0;
        for (int run = 0; run < 400; run++) {
            // Noise of 15 % that both share in a round, and 10 % that they do not.
            double[] round = random.doubles(9).map(u -> 1 + 0.3 * (u - 0.5)).toArray();
            Trials trials = new Trials(plan)
                    .add("a", 8, r -> Window.at(9_000 * round[r] * StrictMath.exp(0.1 * random.nextGaussian())))
                    .add("b", 8, r -> Window.at(9_000 * round[r] * StrictMath.exp(0.1 * random.nextGaussian())));
            Judgement judgement = Judgement.of(plan, trials.records(), lab.calibration());
            wins += new Pairs(judgement).judge().getFirst().verdict().contains("beats") ? 1 : 0;
        }
        assertTrue(wins <= 20, wins + " of 400");
    }

    @Test
    void an_adaptive_run_stops_when_the_intervals_are_narrow() {
        Plan plan = lab.plan();
        Trials narrow = new Trials(plan)
                .add("virtual-threads", 8, r -> Window.at(9_600))
                .add("pool-50", 8, r -> pool(480));
        assertTrue(Precision.satisfied(plan, narrow.records(), lab.calibration()));
        Trials early = new Trials(plan)
                .add("virtual-threads", 5, r -> Window.at(9_600))
                .add("pool-50", 5, r -> pool(480));
        assertEquals(false, Precision.satisfied(plan, early.records(), lab.calibration()));
    }

    @Test
    void the_same_records_give_the_same_document() {
        assertEquals(poolQueueing(), poolQueueing());
    }

    private static List<String> outcomes(ResultDocument result) {
        return result.claims().stream().map(ClaimResult::outcome).toList();
    }
}
