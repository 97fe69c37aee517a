package dev.asynclab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.asynclab.api.Load;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.StepSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadsTest {
    private static final String HEAD = "format: lab/v1\ntitle: t\nmodels: {event-loop: {}}\n";

    @Test
    void a_job_is_cut_into_chunks_of_equal_size_rounded_up() {
        // 100 numbers in 8 chunks: 12.5 each, so 13
        var job = (StepSpec.Job) only("job: {kernel: primes, from: 100, count: 100, chunks: 8, reduce: tree}\n");
        assertEquals(
                new StepSpec.Job(
                        "primes", Map.of("from", 100L, "count", 100L), 13, "dynamic", "tree", Optional.empty()),
                job);
    }

    @Test
    void a_job_is_one_piece_of_work() {
        assertEquals(
                new Load.Batch(1),
                read("job: {kernel: primes, from: 100, count: 100}\n")
                        .points()
                        .getFirst()
                        .load());
    }

    @Test
    void a_graph_keeps_what_the_target_needs_and_its_order_is_that_of_the_file() {
        var graph = (StepSpec.Graph) only("""
                graph:
                  target: report
                  nodes:
                    report: {needs: [join, stats], steps: [{wait: 1ms}]}
                    audit: {needs: [load], steps: [{wait: 1ms}]}
                    join: {needs: [load], steps: [{wait: 1ms}]}
                    load: {steps: [{wait: 1ms}]}
                    stats: {needs: [load], steps: [{wait: 1ms}]}
                """);
        assertEquals(
                List.of("load", "stats", "join", "report"),
                graph.nodes().stream().map(StepSpec.Node::name).toList());
    }

    @Test
    void what_an_earlier_run_left_is_a_number_of_nodes_or_all_of_them() {
        String nodes = "  persist: true\n  nodes: {a: {steps: [{wait: 1ms}]}}\n";
        var killed = (StepSpec.Graph) only("graph:\n  target: a\n  before: {finished: 1}\n" + nodes);
        var edited = (StepSpec.Graph) only("graph:\n  target: a\n  before: {changed: [a]}\n" + nodes);
        assertEquals(new StepSpec.Before(1, List.of()), killed.before());
        assertEquals(new StepSpec.Before(-1, List.of("a")), edited.before());
    }

    @Test
    void steps_about_what_tasks_share_have_the_defaults_of_the_reference() {
        var steps = read("""
                load: {closed: {concurrency: 5}}
                task:
                  - lock: {steps: [{wait: 1ms}]}
                  - cache: {keys: {zipf: {keys: 1k}}, size: 100, steps: [{wait: 1ms}]}
                  - update: {how: adder}
                  - hold: {bytes: 64KiB}
                  - send: {bytes: 1KiB}
                  - race: {after: 20ms, steps: [{wait: 1ms}]}
                  - retry: {times: 3, steps: [{wait: 1ms}]}
                """).points().getFirst().kinds().getFirst().steps();
        List<StepSpec> body = List.of(new StepSpec.Wait(Duration.ofMillis(1)));
        assertEquals(
                List.of(
                        new StepSpec.Lock("lock", "monitor", false, body),
                        new StepSpec.Cache("cache", 1000, 1, 100, "lru", Optional.empty(), false, body),
                        new StepSpec.Update("counter", "adder"),
                        new StepSpec.Hold(65_536, false),
                        new StepSpec.Send(1024, "doubles", "binary"),
                        new StepSpec.Race(List.of(body, body), Optional.of(Duration.ofMillis(20))),
                        new StepSpec.Retry(3, Duration.ZERO, body)),
                steps);
    }

    private static StepSpec only(String work) {
        return read(work).points().getFirst().kinds().getFirst().steps().getFirst();
    }

    private static Scenario read(String work) {
        return switch (ScenarioReader.read("t.yaml", HEAD + work, Settings.NONE)) {
            case Reading.Valid(Scenario scenario, var _) -> scenario;
            case Reading.Invalid(var problems) -> throw new AssertionError(problems);
        };
    }
}
