package dev.asynclab.server.verdict;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.ComparisonDocument;
import dev.asynclab.api.ComparisonDocument.CellRatio;
import dev.asynclab.api.Profile;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Planner;
import dev.asynclab.server.record.Calibration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunComparisonTest {

    private static final String TEXT = """
            format: lab/v1
            title: compared
            backends: {orders: {kind: fast, delay: 100ms}}
            task: [{call: orders}]
            models:
              event-loop: {}
              pool: {use: platform-threads, threads: 50}
            load: {closed: {concurrency: 1000}}
            """;

    private static final Map<String, Object> HERE = Map.of("cores", 2, "jdk", "25", "cpu", "one");

    private static RunComparison.Side run(String text, double loop, double pool, Map<String, Object> environment) {
        var scenario = ((Reading.Valid) ScenarioReader.read("compared.yaml", text, Settings.NONE)).scenario();
        Plan plan = Planner.plan(scenario, Profile.QUICK, 7, 2, Profile.QUICK.budget());
        // one percent up and down around the rate
        Trials trials = new Trials(plan)
                .add("event-loop", 8, r -> Window.at(loop * (1 + 0.01 * (r % 3 - 1))))
                .add("pool", 8, r -> Window.at(pool * (1 + 0.01 * (r % 3 - 1))));
        var calibration = new Calibration(Map.of("orders", new Calibration.BackendCapacity(0, 80_000, 25_000)));
        var facts = new RunFacts("r-" + loop, null, "succeeded", "a", "b", "lab run");
        return new RunComparison.Side(
                Judge.judge(plan, trials.records(), calibration, environment, facts), Optional.of(plan));
    }

    private static CellRatio cell(ComparisonDocument comparison, String id) {
        return comparison.cells().stream()
                .filter(c -> c.cell().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_rate_that_fell_by_a_tenth_is_worse_and_one_that_stayed_is_the_same() {
        var comparison = RunComparison.of(run(TEXT, 9_600, 480, HERE), run(TEXT, 8_640, 480, HERE), false, List.of());
        assertTrue(comparison.comparable());
        assertNull(comparison.banner());
        assertEquals(List.of(), comparison.differences());
        CellRatio loop = cell(comparison, "event-loop");
        // 8,640 / 9,600 = 0.9; both samples have the same three values, so the middle difference is none of them
        assertEquals(0.9, requireNonNull(loop.ratio()), 1e-9);
        assertEquals("worse", loop.verdict());
        // each lies at most one percent up or down
        assertTrue(assertedLow(loop) >= 0.9 * 0.99 / 1.01 - 1e-9);
        assertEquals("same", cell(comparison, "pool").verdict());
        assertEquals(1, requireNonNull(cell(comparison, "pool").ratio()), 1e-9);
    }

    private static double assertedLow(CellRatio cell) {
        assertNotNull(cell.lo());
        return cell.lo();
    }

    @Test
    void another_number_of_cores_or_jdk_is_refused_and_told_first() {
        var there = run(TEXT, 9_600, 480, Map.of("cores", 4, "jdk", "25", "cpu", "two"));
        var comparison = RunComparison.of(run(TEXT, 9_600, 480, HERE), there, false, List.of());
        assertFalse(comparison.comparable());
        assertEquals(List.of("cores not the same (2 and 4)"), comparison.problems());
        assertEquals("cores", comparison.differences().getFirst().fact());
        assertEquals(2, comparison.differences().size());
        assertEquals(List.of(), comparison.cells());
        var anyway = RunComparison.of(run(TEXT, 9_600, 480, HERE), there, true, List.of());
        assertFalse(anyway.comparable());
        assertEquals("NOT COMPARABLE: cores not the same (2 and 4)", anyway.banner());
        assertEquals(2, anyway.cells().size());
    }

    @Test
    void of_another_text_only_the_cells_that_did_not_change_are_compared_anyway() {
        String other = TEXT.replace("threads: 50", "threads: 60");
        var comparison =
                RunComparison.of(run(TEXT, 9_600, 480, HERE), run(other, 9_600, 575, HERE), true, List.of("+x"));
        assertFalse(comparison.comparable());
        assertTrue(comparison.problems().getFirst().startsWith("scenario revision not the same"));
        assertEquals(1, comparison.cells().size());
        assertEquals("event-loop", comparison.cells().getFirst().cell());
        assertEquals(List.of(new ComparisonDocument.Unpaired("pool", "its definition changed")), comparison.unpaired());
        assertEquals(List.of("+x"), comparison.changes());
    }

    @Test
    void a_run_that_does_not_tell_its_cores_cannot_be_compared() {
        var silent = run(TEXT, 9_600, 480, Map.of("jdk", "25"));
        var comparison = RunComparison.of(silent, silent, false, List.of());
        assertEquals(List.of("cores cannot be compared (unknown and unknown)"), comparison.problems());
    }
}
