package dev.asynclab.server.fork;

import static dev.asynclab.server.fork.PythonConversation.cell;
import static dev.asynclab.server.fork.PythonConversation.prepare;
import static dev.asynclab.wire.EveryForm.FIVE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.api.Catalogue;
import dev.asynclab.kernel.Kernels;
import dev.asynclab.server.fork.PythonConversation.Variant;
import dev.asynclab.wire.EveryForm;
import dev.asynclab.wire.EveryForm.Work;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import dev.asynclab.wire.ToTrial;
import dev.asynclab.workload.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the models in CPython owe as those in Java do: the same results, the same requests, each task one end.
@Tag("slow")
@Timeout(120)
class PythonContractTest {
    private static final String VARIANTS = "dev.asynclab.server.fork.PythonConversation#variants";

    private final PythonConversation python = new PythonConversation();

    @AfterEach
    void end() {
        python.close();
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void every_kernel_and_step_has_the_results_of_java(Variant variant) throws Exception {
        Map<String, String> refuses =
                Catalogue.model(variant.model()).orElseThrow().refuses();
        List<ToTrial.Cell> cells = new ArrayList<>();
        EveryForm.steps().forEach((name, steps) -> {
            if (!refuses.containsKey(name)) {
                cells.add(cell(variant, name, steps, new ToTrial.Batch(6)));
            }
        });
        FromTrial.Hello hello = python.start(variant);
        kernels(hello).forEach((id, kernel) -> cells.add(cell(variant, "kernel " + id, kernel, new ToTrial.Batch(2))));
        python.send(prepare(variant, cells));
        assertNotNull(python.next(FromTrial.Ready.class));
        for (ToTrial.Cell cell : cells) {
            Measurement m = python.measure(cell.id(), 1_000_000);
            assertEquals(Map.of(), m.errors(), cell.id());
            assertTrue(m.completed() > 0, cell.id());
            assertEquals(m.started(), m.completed(), cell.id() + ": each task ends once");
        }
        python.shutdown();
    }

    /// Every kernel the process says it has, small, against Java's own result.
    private static Map<String, Work> kernels(FromTrial.Hello hello) {
        Map<String, Map<String, Long>> parameters = new HashMap<>();
        parameters.put("primes", Map.of("from", 100_000_000L, "count", 100L));
        parameters.put("mandelbrot", Map.of("size", 16L, "iterations", 64L));
        parameters.put("pi", Map.of("steps", 1_000L));
        parameters.put("fibonacci", Map.of("n", 12L));
        parameters.put("sha-256", Map.of("bytes", 20L, "rounds", 3L));
        parameters.put("julia", Map.of("size", 16L, "iterations", 64L));
        parameters.put("pi-sum", Map.of("steps", 1_000L));
        parameters.put("pi-monte-carlo", Map.of("points", 1_000L, "seed", 7L));
        parameters.put("word-count", Map.of("documents", 3L, "words", 50L, "vocabulary", 100L, "seed", 7L));
        parameters.put("sort", Map.of("n", 1_000L, "seed", 7L));
        parameters.put("fibonacci-memo", Map.of("n", 90L));
        Map<String, Work> all = new HashMap<>();
        for (String id : hello.capabilities().getOrDefault("kernels", "").split(" ", -1)) {
            var kernel = Kernels.create(id, parameters.getOrDefault(id, Map.of()));
            all.put(id, new Work(kernel.run(), List.of(new Step.Compute(kernel, false))));
        }
        assertTrue(all.keySet().containsAll(parameters.keySet()), all.keySet().toString());
        return all;
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void every_form_of_load_gives_each_task_one_end_and_the_right_answer(Variant variant) throws Exception {
        Work work = new Work(10, List.of(FIVE, new Step.Wait(1_000_000), FIVE));
        List<ToTrial.Cell> cells = EveryForm.loads().stream()
                .map(load -> cell(variant, load.toString(), work, load))
                .toList();
        python.start(variant);
        python.send(prepare(variant, cells));
        python.next(FromTrial.Ready.class);
        for (ToTrial.Cell cell : cells) {
            Measurement m = python.measure(cell.id(), 200_000_000);
            assertEquals(Map.of(), m.errors(), cell.id());
            assertEquals(0, m.dropped(), cell.id());
            // Those in flight at the edges of the window began before it, or end after it.
            long edges = cell.load() instanceof ToTrial.Batch ? 0 : m.inFlightPeak();
            assertTrue(Math.abs(m.started() - m.completed()) <= edges, m::toString);
            assertTrue(m.completed() > 0, m::toString);
        }
        python.shutdown();
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void an_edited_node_runs_again_with_exactly_those_that_need_it(Variant variant) throws Exception {
        Map<String, Double> expected = new HashMap<>();
        List<ToTrial.Cell> cells = new ArrayList<>();
        EveryForm.edited().forEach((graph, runs) -> {
            String id = graph.before().toString();
            cells.add(cell(variant, id, new Work(20, List.of(graph)), new ToTrial.Batch(1)));
            expected.put(id, (double) runs);
        });
        python.start(variant);
        python.send(prepare(variant, cells));
        python.next(FromTrial.Ready.class);
        Map<String, Double> ran = new HashMap<>();
        for (ToTrial.Cell cell : cells) {
            Measurement m = python.measure(cell.id(), 1_000_000);
            assertEquals(Map.of(), m.errors(), cell.id());
            Map<String, Double> counts = m.counts();
            ran.put(cell.id(), counts == null ? Double.NaN : counts.getOrDefault("nodes.run", 0.0));
        }
        assertEquals(expected, ran);
        python.shutdown();
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_backend_sees_the_same_requests_on_kept_alive_connections(Variant variant) throws Exception {
        try (RequestLog backend = new RequestLog()) {
            python.start(variant);
            List<Step> calls = List.of(
                    new Step.Call("127.0.0.1", backend.port(), "/a", 0, 0, 0),
                    new Step.Call("127.0.0.1", backend.port(), "/b", 1, 60_000_000_000L, 3));
            python.send(prepare(variant, List.of(cell(variant, "c", new Work(14, calls), new ToTrial.Batch(10)))));
            python.next(FromTrial.Ready.class);

            Measurement m = python.measure("c", 1_000_000);

            assertEquals(Map.of(), m.errors());
            // Two of the first task of the process, and two of each of at least ten tasks.
            assertTrue(backend.requests().size() >= 22, () -> backend.requests().size() + " requests");
            assertTrue(backend.connections() <= 4, () -> backend.connections() + " connections");
            String host = " HTTP/1.1\r\nhost: 127.0.0.1:" + backend.port() + "\r\n";
            for (int id = 0; id < 10; id++) {
                String get = "GET /a?id=" + id + "-0" + host + "\r\n";
                String post = "POST /b?id=" + id + "-1" + host + "content-length: 3\r\n\r\n\0\0\0";
                assertTrue(backend.requests().contains(get), get);
                assertTrue(backend.requests().contains(post), post);
            }
            python.shutdown();
        }
    }
}
