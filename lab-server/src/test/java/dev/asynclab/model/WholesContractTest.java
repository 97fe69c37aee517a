package dev.asynclab.model;

import static dev.asynclab.model.Tasks.compute;
import static dev.asynclab.model.Tasks.run;
import static dev.asynclab.model.Tasks.startMany;
import static dev.asynclab.model.Variants.CONNECTIONS;
import static dev.asynclab.model.Variants.NO_SHARED_MEMORY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.asynclab.api.Catalogue;
import dev.asynclab.kernel.Primes;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Before;
import dev.asynclab.workload.Step.Codec;
import dev.asynclab.workload.Step.Distribute;
import dev.asynclab.workload.Step.Node;
import dev.asynclab.workload.Step.Reduce;
import dev.asynclab.workload.Step.Shape;
import dev.asynclab.workload.Step.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every concurrency model owes to the steps that move and divide: messages, jobs and graphs.
@org.junit.jupiter.api.Timeout(value = 60, threadMode = org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD)
class WholesContractTest {
    private static final long MOMENT = Duration.ofMillis(20).toNanos();

    static Stream<Variant> variants() {
        return Variants.all();
    }

    /// Those whose tasks run beside each other, the processes with three children.
    static Stream<Variant> togetherThree() {
        return Variants.three().filter(Variants::runsTogether);
    }

    private ScriptedBackend backend;
    private SharedState shared;

    @BeforeEach
    void start_backend() {
        backend = new ScriptedBackend();
        shared = new SharedState();
    }

    @AfterEach
    void stop_backend() {
        backend.close();
        shared.close();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void what_is_sent_arrives_in_every_code(Variant variant) throws Exception {
        try (var model = create(variant)) {
            for (Codec codec : Codec.values()) {
                // 0 + 1 + ... + 99; and of ten rows: ids 45, amounts 45, and names of 16 characters each.
                assertEquals("succeeded 4950", run(model, new Step.Send(800, Shape.DOUBLES, codec)));
                assertEquals("succeeded 250", run(model, new Step.Send(320, Shape.RECORDS, codec)));
            }
            shared.reset();
            assertEquals("succeeded 4950", run(model, new Step.Send(800, Shape.DOUBLES, Codec.BINARY)));
            assertEquals(1_600, shared.counts().get("bytes.moved")); // there and back
            shared.reset();
            assertEquals("succeeded 4950", run(model, new Step.Send(800, Shape.DOUBLES, Codec.RAW)));
            long raw = NO_SHARED_MEMORY.contains(variant.id()) ? 1_600 : 0;
            assertEquals(raw, shared.counts().getOrDefault("bytes.moved", 0L));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void many_send_at_the_same_time(Variant variant) throws Exception {
        try (var model = create(variant)) {
            Step both = new Step.Parallel(
                    List.of(
                            List.of(new Step.Send(800, Shape.DOUBLES, Codec.BINARY)),
                            List.of(new Step.Send(320, Shape.RECORDS, Codec.JAVA))),
                    0);
            for (var outcome : startMany(model, 50, both)) {
                assertEquals("succeeded 5200", outcome.await());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_job_has_one_result_however_it_is_cut_and_put_together(Variant variant) throws Exception {
        try (var model = create(variant)) {
            for (Distribute distribute : Distribute.values()) {
                for (Reduce reduce : Reduce.values()) {
                    for (Transport transport : transports(variant)) {
                        Step job = new Step.Job(new Primes(2, 998), 70, distribute, reduce, transport);
                        // There are 168 primes below 1,000.
                        assertEquals(
                                "succeeded 168", run(model, job), () -> distribute + " " + reduce + " " + transport);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_job_of_one_item_and_of_chunks_larger_than_it_works(Variant variant) throws Exception {
        try (var model = create(variant)) {
            for (Reduce reduce : Reduce.values()) {
                assertEquals(
                        "succeeded 1",
                        run(model, new Step.Job(new Primes(2, 1), 9, Distribute.GUIDED, reduce, Transport.BINARY)));
                assertEquals(
                        "succeeded 4",
                        run(model, new Step.Job(new Primes(2, 8), 1, Distribute.STATIC, reduce, Transport.BINARY)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void with_reduction_by_the_caller_every_chunk_travels(Variant variant) throws Exception {
        try (var model = create(variant)) {
            Step job = new Step.Job(new Primes(2, 1_000), 100, Distribute.DYNAMIC, Reduce.CALLER, Transport.BINARY);
            assertEquals("succeeded 168", run(model, job)); // 1,000 and 1,001 = 7 x 143 are none
        }
        assertEquals(10 * Long.BYTES, shared.counts().get("bytes.moved"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_timeout_stops_a_job_between_chunks(Variant variant) throws Exception {
        assumeFalse(variant.id().equals("processes"), "its children take part in jobs that are whole tasks");
        try (var model = create(variant)) {
            for (Reduce reduce : Reduce.values()) {
                assertEquals("TIMEOUT", run(model, new Step.Timeout(MOMENT, List.of(endless(reduce)))));
            }
            assertEquals("succeeded 5", run(model, call("/ok")));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void the_value_of_a_graph_is_that_of_its_target_and_each_node_runs_once(Variant variant) throws Exception {
        // a = 55, b = 89 + 55, c = 144 + 55, d = 5 + 144 + 199.
        try (var model = create(variant)) {
            assertEquals("succeeded 348", run(model, diamond(false, Before.NOTHING)));
            assertEquals(4, shared.counts().get("nodes.run"));
            assertEquals("succeeded 348", run(model, diamond(false, Before.NOTHING)));
            assertEquals(8, shared.counts().get("nodes.run"));
        }
        assertEquals(2, backend.seen().size());
    }

    @ParameterizedTest
    @MethodSource("togetherThree")
    void nodes_that_do_not_need_each_other_run_side_by_side(Variant variant) throws Exception {
        var nodes = new ArrayList<Node>();
        IntStream.range(0, 3).forEach(i -> nodes.add(new Node("n" + i, List.of(), List.of(call("/together/3")))));
        nodes.add(new Node("target", List.of("n0", "n1", "n2"), List.of()));
        try (var model = create(variant)) {
            assertEquals("succeeded 15", run(model, new Step.Graph(nodes, false, Before.NOTHING)));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_chain_of_a_thousand_nodes_works(Variant variant) throws Exception {
        var nodes = new ArrayList<Node>();
        for (int i = 0; i < 1_000; i++) {
            nodes.add(new Node("n" + i, i == 0 ? List.of() : List.of("n" + (i - 1)), List.of(compute(1))));
        }
        try (var model = create(variant)) {
            assertEquals("succeeded 1000", run(model, new Step.Graph(nodes, false, Before.NOTHING)));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_failing_node_fails_the_graph_and_none_that_needs_it_runs(Variant variant) throws Exception {
        var graph = new Step.Graph(
                List.of(
                        new Node("a", List.of(), List.of(call("/status/500"))),
                        new Node("b", List.of("a"), List.of(call("/never")))),
                false,
                Before.NOTHING);
        try (var model = create(variant)) {
            assertEquals("STATUS", run(model, graph));
        }
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_persistent_graph_runs_what_is_missing_and_what_has_changed(Variant variant) throws Exception {
        try (var model = create(variant)) {
            Step unfinished = diamond(true, new Before(2, List.of()));
            shared.prepare(List.of(unfinished));
            assertEquals("succeeded 348", run(model, unfinished));
            assertEquals(2, shared.counts().get("nodes.run")); // c and d
            assertEquals("succeeded 348", run(model, unfinished));
            assertEquals(2, shared.counts().get("nodes.run")); // found again
            shared.reset();
            assertEquals("succeeded 348", run(model, unfinished));
            assertEquals(2, shared.counts().get("nodes.run"));
            shared.reset();
            assertEquals("succeeded 348", run(model, diamond(true, new Before(-1, List.of("b")))));
            assertEquals(2, shared.counts().get("nodes.run")); // b, and d, which needs it
            shared.reset();
            assertEquals("succeeded 348", run(model, diamond(true, Before.NOTHING)));
            assertEquals(4, shared.counts().get("nodes.run"));
        }
    }

    private Step diamond(boolean persist, Before before) {
        return new Step.Graph(
                List.of(
                        new Node("a", List.of(), List.of(compute(10))),
                        new Node("b", List.of("a"), List.of(compute(11))),
                        new Node("c", List.of("a"), List.of(compute(12))),
                        new Node("d", List.of("b", "c"), persist ? List.of(compute(5)) : List.of(call("/ok")))),
                persist,
                before);
    }

    /// Hours of work in chunks of less than a millisecond.
    private static Step endless(Reduce reduce) {
        return new Step.Job(
                new Primes(1_000_000_000_000L, 10_000_000), 1, Distribute.DYNAMIC, reduce, Transport.BINARY);
    }

    private static List<Transport> transports(Variant variant) {
        Map<String, String> refused =
                Catalogue.model(variant.id()).orElseThrow().refuses();
        return Stream.of(Transport.values())
                .filter(t -> t != Transport.HEAP || !refused.containsKey("job: heap"))
                .toList();
    }

    private ConcurrencyModel create(Variant variant) {
        return variant.create(CONNECTIONS, shared);
    }

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }
}
