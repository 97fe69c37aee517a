package dev.asynclab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.SearchRequest;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.fork.JavaCommand;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Search;
import dev.asynclab.server.plan.SearchPlanner;
import dev.asynclab.server.plan.SearchRounds;
import dev.asynclab.server.plan.Searches;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.run.Experiment;
import dev.asynclab.server.verdict.Judge;
import dev.asynclab.server.verdict.RunFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first round of a search with real processes. It says nothing about speed: only what was measured
/// is asserted.
@Tag("slow")
class CrossoverRunTest {

    private static final String TEXT = """
            format: lab/v1
            title: a pool of 4
            backends: {orders: {kind: fast, delay: "${delay}ms"}}
            task: [{call: orders}]
            models: {virtual-threads: {}, pool-4: {use: platform-threads, threads: 4}}
            load: {closed: {concurrency: "${callers}"}}
            sweep: {callers: [2, 16], delay: [10]}
            """;

    /// The same tasks, with nothing to bring up and to calibrate before.
    private static final String WAITING = TEXT.replace("backends: {orders: {kind: fast, delay: \"${delay}ms\"}}\n", "")
            .replace("{call: orders}", "{wait: \"${delay}ms\"}");

    @TempDir
    Path folder;

    @Test
    void a_search_measures_values_the_file_does_not_list() throws Exception {
        List<TrialRecord> told = run(WAITING, "callers", Map.of(), 14);

        Set<String> cells = new HashSet<>();
        told.forEach(t -> t.cells().forEach(c -> cells.add(c.cell())));
        // Four whole numbers evenly spread on the logarithm between 2 and 16: 2, 4, 8, 16. What follows depends
        // on them and on how much of the budget the machine leaves.
        assertTrue(
                cells.containsAll(Set.of(
                        "virtual-threads@callers=2@delay=10",
                        "virtual-threads@callers=4@delay=10",
                        "virtual-threads@callers=8@delay=10",
                        "virtual-threads@callers=16@delay=10",
                        "pool-4@callers=2@delay=10",
                        "pool-4@callers=4@delay=10",
                        "pool-4@callers=8@delay=10",
                        "pool-4@callers=16@delay=10")),
                () -> "measured " + cells);
    }

    @Test
    void a_search_along_an_axis_that_changes_the_backend_brings_up_one_that_answers_so() throws Exception {
        List<TrialRecord> told = run(TEXT, "delay", Map.of("callers", "2"), 24);

        assertFalse(told.isEmpty());
        told.forEach(t -> assertEquals("measured", t.outcome(), () -> t.variant() + ": " + t.detail()));
    }

    private List<TrialRecord> run(String text, String axis, Map<String, String> at, int budgetSeconds)
            throws Exception {
        Scenario file = ((Reading.Valid) ScenarioReader.read("pools.yaml", text, Settings.NONE)).scenario();
        Searches searches = new Searches(file, Settings.NONE, Brief.PROFILE, 7, 2);
        Search search = searches.of(new SearchRequest(
                        List.of(new SearchRequest.Range(axis, Optional.of(2L), Optional.of(16L))),
                        List.of("virtual-threads", "pool-4"),
                        Optional.empty(),
                        at))
                .orElseThrow(() -> new AssertionError(searches.problems().toString()));
        Plan plan = SearchPlanner.plan(search, Duration.ofSeconds(budgetSeconds));
        List<TrialRecord> told = new ArrayList<>();
        Experiment.Outcome outcome =
                Experiment.run(plan, List.of(), JavaCommand.ofThisJvm(folder), folder, new Experiment.Listener() {
                    @Override
                    public void event(String type, Map<String, Object> data) {}

                    @Override
                    public void trial(TrialRecord record) {
                        told.add(record);
                    }
                });
        told.forEach(t -> assertEquals("measured", t.outcome(), () -> t.variant() + ": " + t.detail()));
        assertTrue(told.stream().allMatch(t -> SearchRounds.isSearch(t.round())));
        assertEquals(told, outcome.records());
        assertTrue(ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive), "processes are left");
        ResultDocument result = Judge.judge(
                plan,
                outcome.records(),
                outcome.calibration(),
                Map.of(),
                new RunFacts("r", null, "succeeded", "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z", "lab crossover"));
        assertEquals(1, result.crossovers().size());
        assertFalse(result.crossovers().getFirst().probes().isEmpty());
        return told;
    }
}
