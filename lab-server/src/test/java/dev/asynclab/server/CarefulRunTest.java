package dev.asynclab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.Profile;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.WarmUp;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.fork.JavaCommand;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Planner;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.run.Experiment;
import dev.asynclab.server.verdict.Judge;
import dev.asynclab.server.verdict.RunFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the longer profiles do besides measuring, with real processes, in seconds instead of minutes.
@Timeout(120)
class CarefulRunTest {

    /// The care of a standard run at a tenth of its length: one round.
    private static final Profile CAREFUL = new Profile(
            "careful",
            1,
            1,
            2,
            Duration.ofMillis(500),
            Duration.ofMillis(1_500),
            Duration.ofMillis(100),
            Duration.ofMillis(300),
            Duration.ofSeconds(60),
            false,
            0.03,
            new Profile.Care(true, Duration.ofSeconds(1), Duration.ofMillis(600), Duration.ofMillis(300), true, 4));

    private static final String TEXT = """
            format: lab/v1
            title: A pool
            backends: {service: {kind: fast, delay: 5ms, body: 64B}}
            models: {pool-4: {use: platform-threads, threads: 4}}
            load: {closed: {concurrency: 8}}
            task: [{call: service}]
            """;

    private final List<String> told = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void the_twin_is_measured_beside_its_original_and_both_warm_ups_are_kept() throws Exception {
        Plan plan = Planner.plan(scenario(), CAREFUL, 7, 2, CAREFUL.budget());
        Experiment.Outcome outcome = run(plan);

        assertEquals(
                Set.of("pool-4", "pool-4~twin"),
                outcome.records().stream().map(TrialRecord::variant).collect(Collectors.toSet()));
        outcome.records().forEach(t -> assertEquals("measured", t.outcome(), () -> t.variant() + ": " + t.detail()));
        outcome.records().forEach(t -> assertNotNull(t.canary(), t.variant()));
        ResultDocument result = Judge.judge(
                plan,
                outcome.records(),
                outcome.calibration(),
                Map.of(),
                new RunFacts("r", null, "succeeded", "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z", "lab run"));
        assertEquals(List.of("pool-4"), result.models());
        assertEquals(List.of(), result.pairs());
        List<WarmUp> warmUps = result.warmUps();
        assertNotNull(warmUps);
        assertEquals(2, warmUps.size());
        for (WarmUp warmUp : warmUps) {
            // Steady after five windows of 0.2 s at the soonest; else it went on for 1.5 s, and is said not to be.
            assertTrue(warmUp.windows().size() >= 5, warmUp::toString);
            assertNotNull(warmUp.steady());
            boolean flagged = result.cells().stream()
                    .anyMatch(c -> c.id().equals(warmUp.cell()) && c.flags().contains("not-steady"));
            assertEquals(!warmUp.steady(), flagged, warmUp::toString);
            assertTrue(warmUp.steady() || warmUp.seconds() >= 1.5, warmUp::toString);
        }
        // Once after the first round, and once at the end.
        assertEquals(2, told.stream().filter("plan"::equals).count());
        assertTrue(ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive), "processes are left");
    }

    /// Calibration alone takes 0.6 s of warming up and two cells of half a second: more than 1.08 s. The first
    /// trial
    /// is therefore cut short, which is no failure of its model and leaves no record.
    @Test
    void a_trial_that_the_end_of_the_budget_cuts_short_is_no_result() throws Exception {
        Plan plan = withBudget(Planner.plan(scenario(), CAREFUL, 7, 2, CAREFUL.budget()), 1);
        Experiment.Outcome outcome = run(plan);

        assertEquals(List.of(), outcome.records());
        assertEquals(List.of("the budget of 1 s was spent after 0 of 1 rounds"), outcome.warnings());
        assertTrue(ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive), "processes are left");
    }

    private Experiment.Outcome run(Plan plan) throws Exception {
        return Experiment.run(plan, List.of(), JavaCommand.ofThisJvm(folder), folder, new Experiment.Listener() {
            @Override
            public void event(String type, Map<String, Object> data) {
                told.add(type);
            }

            @Override
            public void trial(TrialRecord record) {}
        });
    }

    private static Scenario scenario() {
        return ((Reading.Valid) ScenarioReader.read("careful.yaml", TEXT, Settings.NONE)).scenario();
    }

    private static Plan withBudget(Plan p, double seconds) {
        return new Plan(
                p.scenario(),
                p.profile(),
                p.seed(),
                p.cores(),
                p.rounds(),
                p.roundsMax(),
                p.verdicts(),
                p.pairs(),
                p.intervalClaims(),
                p.cells(),
                p.estimatedSeconds(),
                seconds,
                p.warnings(),
                p.warmUp(),
                p.roundsNeeded(),
                p.searches(),
                p.trace());
    }
}
