package dev.asynclab.server.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.asynclab.api.Profile;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.PredictionResult;
import dev.asynclab.api.Sentences;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Planner;
import dev.asynclab.server.record.Calibration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictionsTest {

    private static final String TEXT = """
            format: lab/v1
            title: predictions
            lesson:
              predict:
                - {id: first, ask: Which is first?, answer: rank, of: throughput}
                - {id: pool-rate, ask: How many by hand?, answer: number, of: throughput of pool-50, within: 15%}
                - {id: time, ask: How long does a task take?, answer: number, of: latency.mean of pool-50, within: 15%}
                - id: who
                  ask: Who is first?
                  answer: choice
                  options:
                    - {say: The pool, when: throughput of pool-50 > throughput of event-loop}
                    - {say: The loop, when: throughput of event-loop > throughput of pool-50}
                    - {say: Nobody}
            backends: {orders: {kind: fast, delay: 100ms}}
            task: [{call: orders}]
            models:
              event-loop: {}
              virtual-threads: {}
              pool-50: {use: platform-threads, threads: 50}
            load: {closed: {concurrency: 1000}}
            """;

    /// Event loop and virtual threads alike at 9,600/s within one percent, the pool at 480/s.
    private static ResultDocument judge(Map<String, String> answers) {
        var scenario = ((Reading.Valid) ScenarioReader.read("p.yaml", TEXT, Settings.NONE)).scenario();
        Plan plan = Planner.plan(scenario, Profile.QUICK, 7, 2, Profile.QUICK.budget());
        Trials trials = new Trials(plan)
                .add("event-loop", 8, r -> Window.at(9_600 * (1 + 0.01 * (r % 2))))
                .add("virtual-threads", 8, r -> Window.at(9_600 * (1 + 0.01 * (r % 3 == 0 ? 1 : 0))))
                .add("pool-50", 8, _ -> pool());
        var capacity = new Calibration.BackendCapacity(300_000, 80_000, 25_000);
        var facts = new RunFacts("r", null, "succeeded", "a", "b", "lab run p.yaml", answers);
        return Judge.judge(
                plan, trials.records(), new Calibration(Map.of("orders", capacity)), Map.of("cores", 2), facts);
    }

    private static Window pool() {
        Window window = Window.at(480);
        window.backendPeak = 50;
        window.latency = Window.distribution(2.1e9, 2_000);
        return window;
    }

    private static PredictionResult result(String id, Map<String, String> answers) {
        return judge(answers).predictions().stream()
                .filter(p -> p.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_number_stands_beside_what_was_measured_and_the_computation_by_hand() {
        PredictionResult result = result("pool-rate", Map.of("pool-rate", "50/s"));
        assertEquals("50/s", result.answer());
        assertEquals("480/s", result.measured());
        // by hand nobody knows the overhead of 0.3 ms that calibration found
        assertEquals("50 threads / 100 ms = 500/s; min(callers, threads) / delay", result.byHand());
        assertEquals(
                "you said 50/s for pool-50; it is 480/s: 50 threads, each free again every 100 ms",
                Sentences.prediction(result));
    }

    @Test
    void a_question_nobody_answered_is_not_scored_but_worked_out() {
        PredictionResult result = result("pool-rate", Map.of());
        assertNull(result.answer());
        assertNull(result.score());
        assertEquals("480/s", result.measured());
        assertEquals("50 threads / 100 ms = 500/s; min(callers, threads) / delay", result.byHand());
    }

    @Test
    void a_time_follows_from_the_rate_by_littles_law() {
        // 1,000 callers / 500/s = 2 s
        assertEquals(
                "1,000 callers / (500/s) = 2 s; callers / throughput",
                result("time", Map.of()).byHand());
    }

    @ParameterizedTest
    @CsvSource({
        // inside 15 %: 100 x 1.15
        "100, 100, 0.15, 1",
        "115, 100, 0.15, 1",
        // a factor of ten and more, either way
        "1000, 100, 0.15, 0",
        "10, 100, 0.15, 0",
        "1, 100, 0.15, 0",
        // half way on the logarithmic scale: the root of ten
        "316.22776601683796, 100, 0, 0.5",
        "0, 0, 0.15, 1",
        "1, 0, 0.15, 0"
    })
    void a_number_loses_with_the_logarithm_of_the_factor_it_is_off(
            double said, double measured, double within, double expected) {
        assertEquals(expected, Predictions.score(said, measured, within), 1e-12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event-loop, virtual-threads, pool-50  | 1",
                "virtual-threads, event-loop, pool-50  | 1",
                "virtual-threads = event-loop, pool-50 | 1",
                // of the two pairs whose order is decided one is wrong
                "event-loop, pool-50, virtual-threads  | 0.5",
                "pool-50, event-loop, virtual-threads  | 0",
                // a half for the pair said to tie, one for the other: 1 - 1.5 / 2
                "event-loop = pool-50, virtual-threads | 0.25"
            })
    void a_ranking_is_scored_over_the_pairs_that_do_not_tie(String answer, double expected) {
        PredictionResult result = result("first", Map.of("first", answer));
        assertEquals(expected, result.score());
        assertEquals("event-loop = virtual-threads, pool-50", sorted(result.measured()));
    }

    /// The two that tie may stand in either order.
    private static String sorted(@Nullable Object measured) {
        return String.valueOf(measured).replace("virtual-threads = event-loop", "event-loop = virtual-threads");
    }

    @Test
    void a_choice_is_right_when_its_claim_holds() {
        PredictionResult right = result("who", Map.of("who", "2"));
        assertEquals("The loop", right.answer());
        assertEquals("The loop", right.measured());
        assertEquals(1.0, right.score());
        assertEquals(0.0, result("who", Map.of("who", "nobody")).score());
        assertNull(result("who", Map.of()).score());
    }
}
