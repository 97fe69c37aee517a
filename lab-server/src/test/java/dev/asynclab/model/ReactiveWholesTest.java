package dev.asynclab.model;

import static dev.asynclab.model.ReactiveVariants.rejected;
import static dev.asynclab.model.Tasks.compute;
import static dev.asynclab.model.Tasks.race;
import static dev.asynclab.model.Tasks.start;
import static dev.asynclab.model.Tasks.startMany;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.model.TestKernels.Numbers;
import dev.asynclab.model.TestKernels.Stumbling;
import dev.asynclab.workload.Keys;
import dev.asynclab.workload.Payload;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Before;
import dev.asynclab.workload.Step.Codec;
import dev.asynclab.workload.Step.Distribute;
import dev.asynclab.workload.Step.How;
import dev.asynclab.workload.Step.LockKind;
import dev.asynclab.workload.Step.Node;
import dev.asynclab.workload.Step.Policy;
import dev.asynclab.workload.Step.Reduce;
import dev.asynclab.workload.Step.Shape;
import dev.asynclab.workload.Step.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Messages, jobs and graphs on the models that are all callbacks and operators, and the end of all their steps.
class ReactiveWholesTest {
    private static final String VARIANTS = "dev.asynclab.model.ReactiveVariants#all";
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long MOMENT = Duration.ofMillis(20).toNanos();
    private static final Keys ONE_KEY = new Keys(1, 0, 1);

    private ScriptedBackend backend;
    private SharedState shared;

    @BeforeEach
    void start_backend() {
        backend = new ScriptedBackend();
        shared = new SharedState();
    }

    @AfterEach
    void stop_backend() {
        shared.close();
        backend.close();
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void what_is_sent_arrives_in_every_shape_by_every_codec(Variant variant) throws Exception {
        try (var model = create(variant)) {
            for (Shape shape : Shape.values()) {
                for (Codec codec : Codec.values()) {
                    shared.reset();
                    var outcome = start(model, 0, new Step.Send(3_200, shape, codec));
                    assertEquals("succeeded " + Payload.of(3_200, shape).sum(), outcome.await());
                    long moved = count("bytes.moved");
                    switch (codec) {
                        case RAW -> assertEquals(0, moved);
                        case BINARY -> assertEquals(6_400, moved); // there and back
                        case JAVA, JSON -> assertTrue(moved > 6_400 / 4, () -> codec + " moved " + moved);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_job_has_the_same_result_however_it_is_cut_added_up_and_moved(Variant variant) throws Exception {
        // Sum of 0 to 99 is 4950; 100 items twice: 5150.
        try (var model = create(variant)) {
            for (Distribute distribute : Distribute.values()) {
                for (Reduce reduce : Reduce.values()) {
                    for (Transport transport : Transport.values()) {
                        var job = new Step.Job(new Numbers(100), 7, distribute, reduce, transport);
                        assertEquals("succeeded 5150", start(model, 0, job).await(), job::toString);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_job_moves_a_vector_per_chunk_or_per_lane(Variant variant) throws Exception {
        long lanes = Integer.parseInt(variant.parameters().getOrDefault("loops", "1"));
        try (var model = create(variant)) {
            // 15 chunks of 7, the last of 2; a vector is 2 numbers of 8 bytes.
            for (Reduce reduce : Reduce.values()) {
                shared.reset();
                start(model, 0, new Step.Job(new Numbers(100), 7, Distribute.STATIC, reduce, Transport.BINARY))
                        .await();
                assertEquals(16 * (reduce == Reduce.CALLER ? 15 : lanes), count("bytes.moved"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_job_that_fails_or_is_cancelled_fails_its_task_only(Variant variant) throws Exception {
        try (var model = create(variant)) {
            for (Reduce reduce : Reduce.values()) {
                var failing = new Step.Job(new Stumbling(100), 7, Distribute.DYNAMIC, reduce, Transport.SHARED_MEMORY);
                assertEquals("OTHER", start(model, 0, failing).await());
                // So many chunks that the end is out of reach: every one is a turn of a loop.
                var endless = new Step.Job(
                        new Numbers(Long.MAX_VALUE / 2), 1, Distribute.DYNAMIC, reduce, Transport.SHARED_MEMORY);
                assertEquals(
                        "TIMEOUT",
                        start(model, 1, new Step.Timeout(MOMENT, List.of(endless)))
                                .await());
            }
            assertEquals("succeeded 5", start(model, 2, call("/ok")).await());
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_shared_node_of_a_graph_runs_once(Variant variant) throws Exception {
        // a = 55, b = c = 55 + 5, d = 60 + 60 + 55.
        var graph = graph(
                false,
                new Node("a", List.of(), List.of(compute(10))),
                new Node("b", List.of("a"), List.of(call("/together/2"))),
                new Node("c", List.of("a"), List.of(call("/together/2"), new Step.Wait(1))),
                new Node("d", List.of("b", "c"), List.of(compute(10))));
        assertEquals("succeeded 175", runOne(variant, graph));
        assertEquals(4, count("nodes.run"));
        assertEquals(2, backend.peak("/together/2"));
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_graph_may_be_a_long_chain(Variant variant) throws Exception {
        int length = 2_000;
        var nodes = new ArrayList<Node>();
        nodes.add(new Node("n0", List.of(), List.of(call("/ok"))));
        for (int i = 1; i < length; i++) {
            nodes.add(new Node("n" + i, List.of("n" + (i - 1)), List.of(compute(2))));
        }
        // 5 and 1,999 times fib(2) = 1.
        assertEquals("succeeded 2004", runOne(variant, graph(false, nodes.toArray(Node[]::new))));
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_persistent_graph_finds_what_it_kept(Variant variant) throws Exception {
        var graph = graph(
                true,
                new Node("a", List.of(), List.of(call("/ok"))),
                new Node("b", List.of("a"), List.of(compute(10))));
        try (var model = create(variant)) {
            assertEquals("succeeded 60", start(model, 0, graph).await());
            assertEquals("succeeded 60", start(model, 1, graph).await());
        }
        assertEquals(2, count("nodes.run"));
        assertEquals(1, backend.seen().size());
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_failing_node_ends_its_graph_and_cancellation_reaches_every_node(Variant variant) throws Exception {
        var hanging = new Node("h", List.of(), List.of(call("/hang")));
        var failing = new Node("f", List.of(), List.of(call("/fail-after-hangs/1")));
        var never = new Node("n", List.of("h", "f"), List.of(call("/never")));
        try (var model = create(variant)) {
            for (boolean persist : new boolean[] {false, true}) {
                assertEquals(
                        "STATUS",
                        start(model, 0, graph(persist, hanging, failing, never)).await());
                assertTrue(backend.awaitAbandoned(1));
                var endless = new Node("h", List.of(), List.of(new Step.Wait(HOUR)));
                assertEquals(
                        "TIMEOUT",
                        start(
                                        model,
                                        1,
                                        new Step.Timeout(
                                                MOMENT,
                                                List.of(graph(
                                                        persist,
                                                        endless,
                                                        new Node("n", List.of("h"), List.of(call("/never")))))))
                                .await());
            }
            assertEquals("succeeded 5", start(model, 2, call("/ok")).await());
        }
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void close_ends_every_kind_of_step_and_leaves_no_thread(Variant variant) throws Exception {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        var outcomes = new ArrayList<Outcome>();
        try (var model = create(variant)) {
            var wait = List.<Step>of(new Step.Wait(HOUR));
            var steps = List.of(
                    race(0, wait, wait),
                    race(HOUR, wait, wait),
                    new Step.Retry(List.of(List.of(rejected()), wait), HOUR),
                    new Step.Lock("l", LockKind.MONITOR, false, wait),
                    cache("c", true, new Step.Wait(HOUR)),
                    // Every chunk is a turn of a loop, and there are more of them than can be run.
                    new Step.Job(
                            new Numbers(Long.MAX_VALUE / 2),
                            1,
                            Distribute.DYNAMIC,
                            Reduce.TREE,
                            Transport.SHARED_MEMORY),
                    graph(true, new Node("a", List.of(), wait)));
            for (Step step : steps) {
                outcomes.addAll(startMany(model, 3, step));
            }
            outcomes.addAll(startMany(model, 3, new Step.Update("u", How.CONFINED), new Step.Wait(HOUR)));
            outcomes.addAll(startMany(model, 3, new Step.Send(100, Shape.RECORDS, Codec.JSON), new Step.Wait(HOUR)));
        }
        for (var outcome : outcomes) {
            assertEquals("CANCELLED", outcome.await());
            assertEquals(1, outcome.ends());
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            boolean own = thread.getName().startsWith("event-loop")
                    || thread.getName().startsWith("aside");
            if (!before.contains(thread) && own) {
                assertTrue(thread.join(Duration.ofSeconds(10)), () -> "still alive: " + thread);
            }
        }
        assertFalse(outcomes.isEmpty());
    }

    private ConcurrencyModel create(Variant variant) {
        return ReactiveVariants.create(variant, shared);
    }

    private long count(String metric) {
        return shared.counts().getOrDefault(metric, 0L);
    }

    private String runOne(Variant variant, Step step) throws InterruptedException {
        try (var model = create(variant)) {
            return start(model, 1, step).await();
        }
    }

    private static Step cache(String name, boolean singleFlight, Step... steps) {
        return new Step.Cache(name, ONE_KEY, 10, Policy.LRU, 0, singleFlight, List.of(steps));
    }

    private static Step graph(boolean persist, Node... nodes) {
        return new Step.Graph(List.of(nodes), persist, Before.NOTHING);
    }

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }
}
