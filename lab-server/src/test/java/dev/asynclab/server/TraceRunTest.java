package dev.asynclab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Scenario;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.scenario.Settings;
import dev.asynclab.server.fork.JavaCommand;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Planner;
import dev.asynclab.server.plan.TraceRound;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.run.Experiment;
import dev.asynclab.server.verdict.Judge;
import dev.asynclab.server.verdict.RunFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Traces of real processes: the lanes show which model it was, and the verdict does not know of them.
@Tag("slow")
class TraceRunTest {

    private static final String TEXT = """
            format: lab/v1
            title: one loop and four threads
            backends: {orders: {kind: fast, delay: 20ms}}
            task: [{call: orders}]
            models:
              loop: {use: event-loop, loops: 1}
              pool-4: {use: platform-threads, threads: 4}
            load: {closed: {concurrency: 8}}
            """;

    @TempDir
    Path folder = Path.of("");

    private final List<TrialRecord> told = new ArrayList<>();

    @Test
    void the_lanes_tell_the_models_apart_and_the_verdict_is_that_of_the_rounds() throws Exception {
        Scenario scenario = ((Reading.Valid) ScenarioReader.read("trace.yaml", TEXT, Settings.NONE)).scenario();
        Plan plan = Planner.plan(scenario, Brief.PROFILE, 7, 2, Brief.PROFILE.budget())
                .tracing(true);
        Experiment.Outcome outcome =
                Experiment.run(plan, List.of(), JavaCommand.ofThisJvm(folder), folder, new Experiment.Listener() {
                    @Override
                    public void event(String type, Map<String, Object> data) {}

                    @Override
                    public void trial(TrialRecord record) {
                        told.add(record);
                    }
                });

        assertEquals(List.of(), outcome.warnings());
        // One round of two, then one trace of each.
        assertEquals(
                List.of(false, false, true, true),
                told.stream().map(TraceRound::isTrace).toList());
        assertEquals(1, lanes("loop").size(), () -> "lanes " + lanes("loop"));
        TreeSet<String> pool = lanes("pool-4");
        assertTrue(pool.size() > 1 && pool.size() <= 4, () -> "lanes " + pool);
        assertTrue(pool.stream().allMatch(l -> l.startsWith("pool-")), pool::toString);
        assertTrue(tasks("loop") > 4 && tasks("loop") <= 200, () -> "tasks " + tasks("loop"));
        for (String cell : List.of("loop", "pool-4")) {
            assertTrue(
                    RecordingFile.readAllEvents(folder.resolve("traces").resolve(cell + ".jfr")).stream()
                            .anyMatch(e -> e.getEventType().getName().equals("lab.Anchor")),
                    "the recording of " + cell);
        }
        assertTrue(ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive), "processes are left");

        List<TrialRecord> rounds =
                told.stream().filter(t -> !TraceRound.isTrace(t)).toList();
        assertEquals(judged(plan, outcome, rounds), judged(plan, outcome, told));
    }

    private static ResultDocument judged(Plan plan, Experiment.Outcome outcome, List<TrialRecord> records) {
        return Judge.judge(
                plan,
                records,
                outcome.calibration(),
                Map.of(),
                new RunFacts("r", null, "succeeded", "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z", "lab run"));
    }

    /// Names of the lanes of the model's process on which a task ran.
    private TreeSet<String> lanes(String cell) {
        Map<Integer, String> names = new HashMap<>();
        TreeSet<String> used = new TreeSet<>();
        for (JsonNode event : events(cell)) {
            boolean thread = event.path("pid").asInt() == 1;
            if (thread && event.path("name").asString().equals("thread_name")) {
                names.put(
                        event.path("tid").asInt(),
                        event.path("args").path("name").asString());
            }
        }
        for (JsonNode event : events(cell)) {
            if (event.path("pid").asInt() == 1 && event.path("cat").asString("").equals("running")) {
                used.add(names.getOrDefault(event.path("tid").asInt(), "no name"));
            }
        }
        return used;
    }

    private long tasks(String cell) {
        long tasks = 0;
        for (JsonNode event : events(cell)) {
            tasks += event.path("cat").asString("").equals("task") ? 1 : 0;
        }
        return tasks;
    }

    private JsonNode events(String cell) {
        try {
            Path file = folder.resolve("traces").resolve(cell + ".trace.json");
            return new JsonMapper().readTree(Files.readString(file)).path("traceEvents");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
