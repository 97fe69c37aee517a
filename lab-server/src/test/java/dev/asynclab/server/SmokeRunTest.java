package dev.asynclab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.Profile;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Scenario;
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
import dev.asynclab.wire.Measurement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run with real backends, real trial processes and every model, judged. Nothing here depends on speed: what is
/// asserted are counts, and limits that arithmetic sets.
@Tag("slow")
class SmokeRunTest {

    private static final String TEXT = """
            format: lab/v1
            title: every model makes a call and computes
            backends: {orders: {kind: fast, delay: 20ms, body: 100B}}
            task: [{call: orders}, {compute: {kernel: fibonacci, n: 10}}]
            models:
              sequential: {}
              event-loop: {}
              coroutine: {}
              reactor: {}
              netty: {}
              virtual-threads: {}
              pool-4: {use: platform-threads, threads: 4}
              processes: {}
              gil-threads: {}
            load: {closed: {concurrency: 8}}
            """;

    @TempDir
    Path folder;

    @Test
    void every_model_gives_the_right_answers_within_the_bounds_of_arithmetic() throws Exception {
        Scenario scenario = ((Reading.Valid) ScenarioReader.read("smoke.yaml", TEXT, Settings.NONE)).scenario();
        Plan plan = Planner.plan(scenario, Profile.SMOKE, 7, 2, Profile.SMOKE.budget());
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

        assertEquals(9, told.size());
        assertEquals(told, outcome.records());
        for (TrialRecord trial : told) {
            assertEquals("measured", trial.outcome(), () -> trial.variant() + ": " + trial.detail());
            Measurement m = trial.cells().getFirst().measurement();
            assertNotNull(m, trial.variant());
            assertEquals(0, m.failed(), () -> trial.variant() + " " + m.errors());
            assertEquals(0, m.wrong(), trial.variant());
            assertTrue(m.completed() > 0, trial.variant());
        }
        // 8 callers / 20 ms = 400 per second; nobody can be faster, on any machine.
        told.forEach(t -> assertTrue(rate(t) <= 400 * 1.02, () -> t.variant() + " " + rate(t)));
        // 4 threads / 20 ms = 200; 1 task at a time / 20 ms = 50.
        assertTrue(rate(trial(told, "pool-4")) <= 200 * 1.02);
        assertTrue(rate(trial(told, "sequential")) <= 50 * 1.02);
        // What the backend saw at once is what the model let through.
        assertTrue(peak(trial(told, "pool-4")) <= 4);
        assertEquals(1, peak(trial(told, "sequential")));
        assertTrue(ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive), "processes are left");

        ResultDocument result = Judge.judge(
                plan,
                outcome.records(),
                outcome.calibration(),
                Map.of(),
                new RunFacts("r", null, "succeeded", "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z", "lab run"));
        assertEquals(9, result.cells().size());
        assertTrue(result.pairs().stream()
                .noneMatch(p -> p.verdict().endsWith("-beats-a") || p.verdict().endsWith("-beats-b")));
    }

    private static TrialRecord trial(List<TrialRecord> trials, String variant) {
        return trials.stream()
                .filter(t -> t.variant().equals(variant))
                .findFirst()
                .orElseThrow();
    }

    private static double rate(TrialRecord trial) {
        Measurement m = trial.cells().getFirst().measurement();
        return m == null ? Double.NaN : m.throughput();
    }

    private static int peak(TrialRecord trial) {
        return trial.cells().getFirst().backends().getFirst().inFlightPeak();
    }
}
