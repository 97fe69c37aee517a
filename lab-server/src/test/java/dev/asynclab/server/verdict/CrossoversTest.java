package dev.asynclab.server.verdict;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.CrossoverResult;
import dev.asynclab.api.MapResult;
import dev.asynclab.api.Problem;
import dev.asynclab.api.Profile;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.SearchRequest;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Planner;
import dev.asynclab.server.plan.Search;
import dev.asynclab.server.plan.SearchPlanner;
import dev.asynclab.server.plan.SearchRound;
import dev.asynclab.server.plan.Searches;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.FromTrial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

/// Searches judged from stored trials, as after a run and as long after it.
final class CrossoversTest {

    private static final String TEXT = """
            format: lab/v1
            title: a pool of 50
            backends: {orders: {kind: fast, delay: 100ms}}
            task: [{call: orders}]
            models: {virtual-threads: {}, pool-50: {use: platform-threads, threads: 50}}
            load: {closed: {concurrency: "${callers}"}}
            sweep: {callers: [10, 1000]}
            crossover: {id: pool-full, axis: callers, from: 10, to: 1000, metric: throughput, between: [virtual-threads, pool-50]}
            expect:
              - {id: near, that: crossover pool-full in 40 .. 70, grade: must}
              - {id: far, that: crossover pool-full in 200 .. 700, grade: usually}
              - {id: nowhere, that: crossover pool-full is none, grade: usually}
            """;

    private static final RunFacts FACTS =
            new RunFacts("r1", null, "succeeded", "2020-01-01T00:00:00Z", "2020-01-01T00:01:00Z", "lab run fixture");
    private static final Calibration CALIBRATION =
            new Calibration(Map.of("orders", new Calibration.BackendCapacity(0, 80_000, 25_000)));

    /// C callers bring C / 100 ms; a pool of 50 serves 500/s at most. Half a percent up and down from
    /// round to round.
    private static double rate(String variant, long callers) {
        return 10 * (variant.equals("pool-50") ? Math.min(50, callers) : callers);
    }

    private static Scenario file() {
        Reading reading = ScenarioReader.read("pools.yaml", TEXT, Settings.NONE);
        return assertInstanceOf(Reading.Valid.class, reading, reading::toString).scenario();
    }

    private static Plan plan() {
        return Planner.plan(file(), Profile.QUICK, 1, 2, Duration.ofSeconds(600));
    }

    private static Searches searches() {
        return new Searches(file(), Settings.NONE, Profile.QUICK, 1, 2);
    }

    private static SearchRequest request(String axis, String first, String second) {
        return new SearchRequest(
                List.of(new SearchRequest.Range(axis, Optional.empty(), Optional.empty())),
                List.of(first, second),
                Optional.empty(),
                Map.of());
    }

    /// Plays a search: what it asks for is measured at once.
    private static List<TrialRecord> measured(Search search, ToDoubleBiFunction<String, Long> rate) {
        List<TrialRecord> records = new ArrayList<>();
        Optional<SearchRound> next = Crossovers.next(search, 0, records, CALIBRATION);
        while (next.isPresent()) {
            SearchRound round = next.get();
            assertTrue(records.size() < 100, "no end");
            Plan probes = search.plan(round.points()).orElseThrow();
            for (Scenario.Variant variant : probes.scenario().variants()) {
                double wave = 1 + 0.005 * ((round.number() + variant.name().length()) % 2);
                List<TrialRecord.CellRecord> cells = probes.cellsOf(variant.name()).stream()
                        .map(c -> window(rate.applyAsDouble(variant.name(), callers(c)) * wave, callers(c))
                                .record(c.id()))
                        .toList();
                var ready = new FromTrial.Ready(300_000_000L, 40_000_000L, Map.of());
                records.add(new TrialRecord(
                        round.number(),
                        records.size() % 2,
                        1,
                        variant.name(),
                        "measured",
                        null,
                        ready,
                        cells,
                        List.of()));
            }
            next = Crossovers.next(search, 0, records, CALIBRATION);
        }
        return records;
    }

    private static long callers(Plan.Cell cell) {
        return Long.parseLong(requireNonNull(cell.point().at().get("callers")));
    }

    private static Window window(double throughput, long callers) {
        Window window = Window.at(throughput);
        window.backendPeak = (int) callers;
        return window;
    }

    private static ResultDocument judge(Plan plan, List<TrialRecord> records) {
        return Judge.judge(plan, records, CALIBRATION, Map.of(), FACTS);
    }

    private static Map<String, String> outcomes(ResultDocument result) {
        Map<String, String> outcomes = new java.util.TreeMap<>();
        result.claims().forEach(c -> outcomes.put(c.id(), c.outcome()));
        return outcomes;
    }

    @Test
    void a_full_pool_departs_where_the_bounds_say_and_the_claims_are_settled_by_the_interval() {
        Plan plan = plan();
        ResultDocument result = judge(plan, measured(plan.searches().getFirst(), CrossoversTest::rate));

        CrossoverResult found = result.crossovers().getFirst();
        assertEquals("departure", found.kind(), found::toString);
        // C / 50 passes 1.05 at 52.5.
        assertEquals(52.5, requireNonNull(found.value()), 1.5);
        assertEquals(52.5, requireNonNull(found.byHand()), 0.1);
        assertTrue(requireNonNull(found.byHandFormula()).contains("50 threads"), found.byHandFormula());
        assertEquals(Map.of("near", "holds", "far", "refuted", "nowhere", "refuted"), outcomes(result));
        assertTrue(
                result.cells().stream().allMatch(c -> c.state().equals("not-run")), "its own cells were not measured");
    }

    @Test
    void equal_models_have_no_crossover_and_the_claim_of_none_holds() {
        Plan plan = plan();
        ResultDocument result = judge(plan, measured(plan.searches().getFirst(), (variant, callers) -> 10.0 * callers));

        assertEquals("none", result.crossovers().getFirst().kind());
        assertEquals(Map.of("near", "refuted", "far", "refuted", "nowhere", "holds"), outcomes(result));
    }

    @Test
    void a_search_that_was_not_run_leaves_its_claims_open() {
        ResultDocument result = judge(plan(), List.of());

        assertEquals("inconclusive", result.crossovers().getFirst().kind());
        assertEquals(Map.of("near", "not-run", "far", "not-run", "nowhere", "not-run"), outcomes(result));
    }

    @Test
    void a_search_asked_for_beside_the_file_reports_every_value_it_tried() {
        Search search =
                searches().of(request("callers", "virtual-threads", "pool-50")).orElseThrow();
        Plan plan = SearchPlanner.plan(search, Duration.ofSeconds(600));
        ResultDocument result = judge(plan, measured(search, CrossoversTest::rate));

        assertEquals("departure", result.crossovers().getFirst().kind());
        assertEquals(
                2 * result.crossovers().getFirst().probes().size(),
                result.cells().size());
        assertTrue(result.summary().contains("part at callers"), result.summary());
    }

    @Test
    void a_wrong_axis_or_model_is_refused_with_the_right_name() {
        Searches axis = searches();
        assertTrue(axis.of(request("caller", "virtual-threads", "pool-50")).isEmpty());
        Problem first = axis.problems().getFirst();
        assertEquals("unknown-axis", first.code());
        assertEquals(Optional.of("callers"), first.suggestion());

        Searches model = searches();
        assertTrue(model.of(request("callers", "virtual-threads", "pool-5")).isEmpty());
        assertEquals(Optional.of("pool-50"), model.problems().getFirst().suggestion());
    }

    @Test
    void a_map_is_refined_where_neighbours_differ() {
        String text = TEXT.substring(0, TEXT.indexOf("crossover:"))
                .replace("threads: 50}", "threads: \"${threads}\"}")
                .replace("sweep: {callers: [10, 1000]}", "sweep: {callers: [10, 1000], threads: [20, 200]}");
        Reading reading = ScenarioReader.read("pools.yaml", text, Settings.NONE);
        Scenario file = assertInstanceOf(Reading.Valid.class, reading, reading::toString)
                .scenario();
        Searches searches = new Searches(file, Settings.NONE, Profile.QUICK, 1, 2);
        SearchRequest request = new SearchRequest(
                List.of(
                        new SearchRequest.Range("callers", Optional.empty(), Optional.empty()),
                        new SearchRequest.Range("threads", Optional.empty(), Optional.empty())),
                List.of("virtual-threads", "pool-50"),
                Optional.empty(),
                Map.of());
        Search search = searches.of(request).orElseThrow();
        List<TrialRecord> records = new ArrayList<>();
        Optional<SearchRound> next = Crossovers.next(search, 0, records, CALIBRATION);
        assertEquals(16, next.orElseThrow().points().size());
        while (next.isPresent()) {
            play(search, next.get(), records);
            next = Crossovers.next(search, 0, records, CALIBRATION);
        }
        MapResult map = requireNonNull(judge(SearchPlanner.plan(search, Duration.ofSeconds(600)), records)
                .map());

        assertTrue(map.cells().size() > 16, "refined");
        // Callers within the pool's threads tie; far more callers than threads lose the pool.
        map.cells().stream()
                .filter(c -> c.x() <= c.y() || c.x() > 1.2 * c.y())
                .forEach(c -> assertEquals(c.x() <= c.y() ? "tie" : "a-beats-b", c.verdict(), c::toString));
    }

    private static void play(Search search, SearchRound round, List<TrialRecord> records) {
        Plan probes = search.plan(round.points()).orElseThrow();
        for (Scenario.Variant variant : probes.scenario().variants()) {
            List<TrialRecord.CellRecord> cells = new ArrayList<>();
            for (Plan.Cell cell : probes.cellsOf(variant.name())) {
                long callers = callers(cell);
                long threads = Long.parseLong(requireNonNull(cell.point().at().get("threads")));
                boolean pool = variant.name().equals("pool-50");
                cells.add(window(10.0 * (pool ? Math.min(threads, callers) : callers), callers)
                        .record(cell.id()));
            }
            var ready = new FromTrial.Ready(300_000_000L, 40_000_000L, Map.of());
            records.add(new TrialRecord(
                    round.number(), records.size() % 2, 1, variant.name(), "measured", null, ready, cells, List.of()));
        }
    }
}
