package dev.asynclab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.BrokenModels;
import dev.asynclab.api.Catalogue;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes for what only they show: the lab refuses every broken model, and a process can be shared.
@Tag("slow")
class BrokenModelsRunTest {

    private static final String WORK = """
            format: lab/v1
            title: a call and some work
            backends: {orders: {kind: fast, delay: 5ms, body: 100B}}
            task: [{call: orders}, {compute: {kernel: fibonacci, n: 10}}]
            load: {closed: {concurrency: 8}}
            models:
            """;

    /// Nothing to bring up and to calibrate before.
    private static final String ALONE = WORK.replace("backends: {orders: {kind: fast, delay: 5ms, body: 100B}}\n", "")
            .replace("{call: orders}", "{wait: 5ms}");

    @TempDir
    Path folder;

    @Test
    void every_model_that_answers_wrongly_is_flagged_and_none_completes_a_task() throws Exception {
        List<Catalogue.Model> liars = BrokenModels.all().stream()
                .filter(m -> !Set.of("broken-nested-pool", "broken-timeout-without-cancel")
                        .contains(m.id()))
                .toList();
        String models = liars.stream()
                .map(m -> "  a-" + m.id() + ": {use: " + m.id() + "}\n")
                .collect(Collectors.joining());
        Plan plan = plan(WORK + models);
        Experiment.Outcome outcome = run(plan);

        ResultDocument result = Judge.judge(
                plan,
                outcome.records(),
                outcome.calibration(),
                Map.of(),
                new RunFacts("r", null, "succeeded", "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z", "lab run"));
        assertEquals(liars.size(), result.cells().size());
        for (ResultDocument.Cell cell : result.cells()) {
            assertTrue(cell.flags().contains("wrong-result"), cell::toString);
            assertNotNull(cell.reason(), cell.model());
        }
        for (TrialRecord trial : outcome.records()) {
            var measurement = trial.cells().getFirst().measurement();
            assertNotNull(measurement, trial.variant());
            assertEquals(0, measurement.completed(), trial.variant());
        }
    }

    /// 16 callers for 8 threads: as soon as 8 tasks have a thread each, none gets one for its branches.
    @Test
    void a_pool_that_waits_for_itself_did_not_finish_and_the_record_shows_where_its_threads_stand() throws Exception {
        Plan plan = plan("""
                format: lab/v1
                title: tasks with branches
                task: [{parallel: [{compute: {kernel: fibonacci, n: 20}}, {wait: 1ms}]}]
                load: {closed: {concurrency: 16}}
                models:
                  nested: {use: broken-nested-pool}
                """);
        for (TrialRecord trial : run(plan).records()) {
            String error = trial.cells().getFirst().error();
            assertNotNull(error, trial::toString);
            assertTrue(error.startsWith("did-not-finish: 16 tasks in flight"), error);
            assertTrue(
                    error.lines()
                            .findFirst()
                            .orElseThrow()
                            .endsWith(
                                    "8 threads nested-pool-0 to nested-pool-7 WAITING for java.util.concurrent.FutureTask"),
                    error);
            assertTrue(error.contains("at dev.asynclab.model.broken.NestedPoolModel.joined("), error);
            assertTrue(error.lines().count() <= 41, error);
        }
    }

    /// The second model finds a process that is up: it does not pay for the start of the virtual machine, and
    /// both measure as models do.
    @Test
    void models_that_share_a_process_are_measured_one_after_the_other_in_file_order() throws Exception {
        Plan plan = plan(ALONE + """
                  one: {use: virtual-threads, isolation: shared}
                  two: {use: event-loop, isolation: shared}
                """);
        List<TrialRecord> records = run(plan).records();

        assertEquals(
                List.of("one", "two"),
                records.stream().map(TrialRecord::variant).toList());
        for (TrialRecord trial : records) {
            assertEquals("measured", trial.outcome(), () -> trial.variant() + ": " + trial.detail());
            var measurement = trial.cells().getFirst().measurement();
            assertNotNull(measurement);
            assertTrue(measurement.completed() > 0);
            assertEquals(0, measurement.failed());
        }
        // Both logs would be there if there had been two processes.
        try (var logs = java.nio.file.Files.list(folder)) {
            assertEquals(
                    1,
                    logs.map(p -> p.getFileName().toString())
                            .filter(name -> name.matches("\\d+-(one|two)\\.log"))
                            .count());
        }
        assertTrue(ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive), "processes are left");
    }

    private static Plan plan(String text) {
        Reading reading = ScenarioReader.read("t.yaml", text, Settings.NONE);
        Scenario scenario = ((Reading.Valid) reading).scenario();
        return Planner.plan(scenario, Brief.PROFILE, 7, 2, Brief.PROFILE.budget());
    }

    private Experiment.Outcome run(Plan plan) throws Exception {
        return Experiment.run(plan, List.of(), JavaCommand.ofThisJvm(folder), folder, new Experiment.Listener() {
            @Override
            public void event(String type, Map<String, Object> data) {}

            @Override
            public void trial(TrialRecord record) {}
        });
    }
}
