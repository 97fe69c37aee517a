package dev.asynclab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.asynclab.api.Profile;
import dev.asynclab.api.PythonModels;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Scenario;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.fork.JavaCommand;
import dev.asynclab.server.fork.PythonProbe;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Planner;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.run.Experiment;
import dev.asynclab.server.verdict.Judge;
import dev.asynclab.server.verdict.RunFacts;
import dev.asynclab.wire.Measurement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run with real CPython beside the JVM, judged: the cells of `two-by-two`, with fewer callers.
@Tag("slow")
class PythonRunTest {

    private static final String TEXT = """
            format: lab/v1
            title: CPython waits and computes
            backends: {service: {kind: fast, delay: 20ms, body: 100B}}
            task:
              - {call: service, when: {work: wait}}
              - {compute: {kernel: primes, from: 100000000, count: 20}, when: {work: compute}}
            models:
              event-loop: {}
              python-asyncio: {}
              python-uvloop: {}
              pool-4: {use: python-threads, threads: 4}
              python-processes: {}
              python-subinterpreters: {}
            load: {closed: {concurrency: 8}}
            sweep: {work: [wait, compute]}
            """;

    private final PythonProbe probe = PythonProbe.ofThisMachine();

    @TempDir
    Path folder;

    @Test
    void every_model_that_is_here_gives_the_right_answers_and_the_others_are_not_run() throws Exception {
        assumeTrue(!probe.found().isEmpty(), probe.whyNot("python-asyncio"));
        Scenario scenario = ((Reading.Valid) ScenarioReader.read("python.yaml", TEXT, Settings.NONE)).scenario();
        Plan plan = Planner.plan(scenario, Profile.SMOKE, 7, 2, Profile.SMOKE.budget());
        Experiment.Outcome outcome =
                Experiment.run(plan, List.of(), JavaCommand.ofThisJvm(folder), folder, new Experiment.Listener() {
                    @Override
                    public void event(String type, Map<String, Object> data) {}

                    @Override
                    public void trial(TrialRecord record) {}
                });

        assertEquals(6, outcome.records().size());
        for (TrialRecord trial : outcome.records()) {
            if (isHere(plan, trial)) {
                assertAnswers(trial);
            } else {
                assertEquals("failed", trial.outcome());
                assertTrue(String.valueOf(trial.detail()).startsWith("unavailable: "), trial.detail());
            }
        }
        // One rate of the kernel in each language, from the first trial of each.
        assertEquals(
                2,
                outcome.records().stream().mapToInt(t -> t.references().size()).sum());
        assertTrue(ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive), "processes are left");

        ResultDocument result = Judge.judge(
                plan,
                outcome.records(),
                outcome.calibration(),
                Map.of(),
                new RunFacts("r", null, "succeeded", "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z", "lab run"));
        for (TrialRecord trial : outcome.records()) {
            boolean here = isHere(plan, trial);
            result.cells().stream()
                    .filter(c -> c.model().equals(trial.variant()))
                    .forEach(c -> assertEquals(!here, c.state().equals("not-run"), c.id() + " " + c.reason()));
        }
    }

    private boolean isHere(Plan plan, TrialRecord trial) {
        String model = plan.cells().stream()
                .map(Plan.Cell::variant)
                .filter(v -> v.name().equals(trial.variant()))
                .findFirst()
                .orElseThrow()
                .model();
        return !PythonModels.isPython(model) || probe.forModel(model).isPresent();
    }

    private static void assertAnswers(TrialRecord trial) {
        assertEquals("measured", trial.outcome(), () -> trial.variant() + ": " + trial.detail());
        assertEquals(2, trial.cells().size());
        for (TrialRecord.CellRecord cell : trial.cells()) {
            Measurement m = cell.measurement();
            assertNotNull(m, () -> cell.cell() + ": " + cell.error());
            assertEquals(0, m.failed(), () -> cell.cell() + " " + m.errors());
            assertTrue(m.completed() > 0, cell.cell());
            if (!cell.backends().isEmpty() && cell.backends().getFirst().arrivals() > 0) {
                // 8 callers / 20 ms = 400 per second; nobody can be faster, on any machine.
                assertTrue(m.throughput() <= 400 * 1.02, () -> cell.cell() + " " + m.throughput());
            }
        }
    }
}
