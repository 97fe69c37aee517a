package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.asynclab.api.Catalogue;
import dev.asynclab.kernel.Fibonacci;
import dev.asynclab.kernel.Kernel;
import dev.asynclab.kernel.KernelKind;
import dev.asynclab.kernel.Primes;
import dev.asynclab.model.ConcurrencyModelContractTest.Variant;
import dev.asynclab.workload.Keys;
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
import dev.asynclab.workload.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every concurrency model owes to the steps that choose, share, move and divide.
@org.junit.jupiter.api.Timeout(value = 60, threadMode = org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD)
class StepsContractTest {

    private static final int CONNECTIONS = 64;
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long MOMENT = Duration.ofMillis(20).toNanos();
    private static final Set<String> ONE_AT_A_TIME = Set.of("sequential");
    private static final Set<String> NO_SHARED_MEMORY = Set.of("processes");

    static Stream<Variant> variants() {
        return ConcurrencyModelContractTest.variants();
    }

    static Stream<Variant> sharing() {
        return variants().filter(v -> !NO_SHARED_MEMORY.contains(v.id()));
    }

    static Stream<Variant> together() {
        return variants().filter(v -> !ONE_AT_A_TIME.contains(v.id()));
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
    @MethodSource("together")
    void a_race_ends_with_its_first_success_and_no_loser_goes_on(Variant variant) throws Exception {
        var loser = List.<Step>of(call("/hang"), call("/never"));
        var winner = List.<Step>of(retry(0, List.of(call("/fail-after-hangs/1")), List.of(call("/size/7"))));
        try (var model = create(variant)) {
            assertEquals("succeeded 7", run(model, race(0, loser, winner)));
            assertTrue(backend.awaitAbandoned(1));
        }
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_race_starts_its_next_branch_when_all_before_it_have_failed(Variant variant) throws Exception {
        try (var model = create(variant)) {
            var failing = List.of(call("/status/500"));
            assertEquals("succeeded 3", run(model, race(HOUR, failing, failing, List.of(call("/size/3")))));
            assertEquals("STATUS", run(model, race(HOUR, failing, failing)));
            assertEquals("STATUS", run(model, race(0, failing, failing)));
        }
        assertEquals(7, backend.seen().size());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_race_nobody_won_fails_like_the_branch_that_stands_first(Variant variant) throws Exception {
        List<Step> soon = List.of(call("/status/500"));
        List<Step> later = List.of(new Step.Timeout(MOMENT, List.of(new Step.Wait(HOUR))));
        try (var model = create(variant)) {
            for (long stagger : List.of(0L, 1L, HOUR)) {
                assertEquals("STATUS", run(model, race(stagger, soon, later, later)));
                assertEquals("TIMEOUT", run(model, race(stagger, later, soon, soon)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_branch_of_a_race_whose_turn_does_not_come_is_never_started(Variant variant) throws Exception {
        try (var model = create(variant)) {
            assertEquals("succeeded 3", run(model, race(HOUR, List.of(call("/size/3")), List.of(call("/never")))));
        }
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_failure_inside_a_branch_of_a_race_stays_there(Variant variant) throws Exception {
        var failing = List.<Step>of(new Step.Parallel(List.of(List.of(call("/status/500")), List.of(fib(5))), 0));
        try (var model = create(variant)) {
            assertEquals("succeeded 4", run(model, race(HOUR, failing, List.of(call("/size/4")))));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_timeout_stops_a_race(Variant variant) throws Exception {
        try (var model = create(variant)) {
            Step race = race(0, List.of(call("/hang")), List.of(new Step.Wait(HOUR)));
            assertEquals("TIMEOUT", run(model, new Step.Timeout(MOMENT, List.of(race))));
            assertEquals("succeeded 5", run(model, call("/ok")));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void what_is_cancelled_is_counted_and_has_ended_when_its_task_has(Variant variant) throws Exception {
        List<Step> hour = List.of(new Step.Wait(HOUR));
        boolean together = !ONE_AT_A_TIME.contains(variant.id());
        try (var model = create(variant)) {
            assertEquals("TIMEOUT", run(model, new Step.Timeout(MOMENT, hour)));
            assertEquals(List.of(1L, 1L), cancelled());
            assertEquals("TIMEOUT", run(model, new Step.Call("127.0.0.1", backend.port(), "/hang", 0, MOMENT, 0)));
            assertEquals(List.of(1L, 1L), cancelled());
            assertEquals("succeeded 5", run(model, new Step.Timeout(HOUR, List.of(call("/ok")))));
            assertEquals(List.of(0L, 0L), cancelled());
            // One timeout, however much it covers.
            assertEquals(
                    "TIMEOUT",
                    run(model, new Step.Timeout(MOMENT, List.of(new Step.Parallel(List.of(hour, hour, hour), 0)))));
            assertEquals(List.of(1L, 1L), cancelled());
            if (together) {
                assertEquals("succeeded 5", run(model, race(0, hour, List.of(call("/ok")), hour)));
                assertEquals(List.of(1L, 1L), cancelled());
                assertEquals(
                        "STATUS", run(model, new Step.Parallel(List.of(hour, List.of(call("/status/500")), hour), 0)));
                assertEquals(List.of(1L, 1L), cancelled());
            }
            // Nobody is left when the only one to start has won.
            assertEquals("succeeded 5", run(model, race(HOUR, List.of(call("/ok")), hour)));
            assertEquals(List.of(0L, 0L), cancelled());
        }
    }

    /// How many were cancelled since the last question, and how many of those have ended.
    private List<Long> cancelled() {
        var stretch = shared.cancellations().next();
        return List.of(stretch.begun(), stretch.ended());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void cancelled_work_that_cannot_be_stopped_is_timed_to_its_own_end(Variant variant) throws Exception {
        assumeFalse(variant.id().equals("processes"), "its children build kernels by name");
        var stubborn = new Stubborn(3 * MOMENT);
        try (var model = create(variant)) {
            Step covered = new Step.Timeout(MOMENT, List.of(new Step.Compute(stubborn, false), new Step.Wait(HOUR)));
            assertEquals("TIMEOUT", run(model, covered));
            var stretch = shared.cancellations().next();
            while (stretch.ended() == 0) { // beside a loop it goes on after its task
                Thread.onSpinWait();
            }
            // It begins after the timeout has, and takes three times as long.
            assertTrue(stretch.nanos() >= 2 * MOMENT, () -> stretch.nanos() + " ns");
        }
    }

    /// Computes for a time, whoever interrupts it.
    record Stubborn(long nanos) implements Kernel {
        @Override
        public KernelKind kind() {
            return new KernelKind("stubborn", "", List.of(), "", v -> new Stubborn(v.get("nanos")));
        }

        @Override
        public Map<String, Long> parameters() {
            return Map.of("nanos", nanos);
        }

        @Override
        public long run() {
            long until = System.nanoTime() + nanos;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            return 0;
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void retry_goes_on_until_an_attempt_succeeds_or_none_is_left(Variant variant) throws Exception {
        var failing = List.of(call("/status/500"));
        try (var model = create(variant)) {
            assertEquals("succeeded 6", run(model, retry(1_000, failing, failing, List.of(call("/size/6")))));
            assertEquals("STATUS", run(model, retry(1_000, failing, failing)));
            assertEquals("succeeded 8", run(model, retry(HOUR, List.of(call("/size/8")), failing)));
        }
        assertEquals(6, backend.seen().size());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void an_attempt_that_timed_out_is_followed_by_another(Variant variant) throws Exception {
        var hanging = List.<Step>of(new Step.Timeout(MOMENT, List.of(call("/hang"))));
        var waiting = List.<Step>of(new Step.Timeout(MOMENT, List.of(new Step.Wait(HOUR), call("/never"))));
        try (var model = create(variant)) {
            assertEquals("succeeded 5", run(model, retry(1, hanging, waiting, List.of(call("/ok")))));
        }
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_pause_before_the_next_attempt_can_be_stopped(Variant variant) throws Exception {
        try (var model = create(variant)) {
            Step retry = retry(HOUR, List.of(call("/status/500")), List.of(call("/never")));
            assertEquals("TIMEOUT", run(model, new Step.Timeout(MOMENT, List.of(retry))));
        }
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_lock_lets_one_task_in_at_a_time(Variant variant) throws Exception {
        try (var model = create(variant)) {
            for (LockKind kind : List.of(LockKind.MONITOR, LockKind.REENTRANT)) {
                var path = "/size/" + (10 + kind.ordinal());
                var outcomes = startMany(model, 12, new Step.Lock("l", kind, false, List.of(call(path), fib(5))));
                for (var outcome : outcomes) {
                    assertEquals("succeeded " + (15 + kind.ordinal()), outcome.await()); // the body and fib(5) = 5
                }
                assertEquals(1, backend.peak(path));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("together")
    void a_lock_of_the_tasks_own_and_no_lock_exclude_nobody(Variant variant) throws Exception {
        try (var model = create(variant)) {
            for (Step open : List.of(
                    new Step.Lock("l", LockKind.NONE, false, List.of(call("/together/3"))),
                    new Step.Lock("l", LockKind.MONITOR, true, List.of(call("/together/3"))),
                    new Step.Lock("l", LockKind.REENTRANT, true, List.of(call("/together/3"))))) {
                for (var outcome : startMany(model, 3, open)) {
                    assertEquals("succeeded 5", outcome.await());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_failing_step_gives_its_lock_back(Variant variant) throws Exception {
        try (var model = create(variant)) {
            for (LockKind kind : LockKind.values()) {
                Step failing = new Step.Lock("l" + kind, kind, false, List.of(call("/status/500")));
                assertEquals("STATUS", run(model, failing));
                assertEquals("STATUS", run(model, failing));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("together")
    void who_gives_up_waiting_for_a_lock_leaves_the_line(Variant variant) throws Exception {
        try (var model = create(variant)) {
            Step locked = new Step.Lock("l", LockKind.REENTRANT, false, List.of(call("/gate")));
            var holder = start(model, 0, locked);
            assertTrue(backend.awaitArrivals("/gate", 1));
            assertEquals("TIMEOUT", run(model, new Step.Timeout(MOMENT, List.of(locked))));
            var next = start(model, 2, locked);
            backend.openGate();
            assertEquals("succeeded 5", holder.await());
            assertEquals("succeeded 5", next.await());
        }
    }

    @ParameterizedTest
    @MethodSource("sharing")
    void a_cache_answers_what_was_worked_out_before(Variant variant) throws Exception {
        try (var model = create(variant)) {
            Step cache = cache(false, call("/size/3"), fib(10));
            for (int i = 0; i < 10; i++) {
                assertEquals("succeeded 58", run(model, cache)); // 3 + fib(10)
            }
        }
        assertEquals(1, backend.seen().size());
        assertEquals(9, shared.counts().get("cache.hits"));
        assertEquals(10, shared.counts().get("cache.look-ups"));
    }

    @ParameterizedTest
    @MethodSource("sharing")
    void with_single_flight_a_key_is_worked_out_once_however_many_ask(Variant variant) throws Exception {
        assumeFalse(ONE_AT_A_TIME.contains(variant.id()), "nobody asks meanwhile");
        try (var model = create(variant)) {
            Step cache = cache(true, call("/gate"));
            var first = start(model, 0, cache);
            assertTrue(backend.awaitArrivals("/gate", 1));
            assertEquals("TIMEOUT", run(model, new Step.Timeout(MOMENT, List.of(cache))));
            var others = List.of(start(model, 1, cache), start(model, 2, cache));
            backend.openGate();
            assertEquals("succeeded 5", first.await());
            for (var other : others) {
                assertEquals("succeeded 5", other.await());
            }
        }
        assertEquals(1, backend.seen().size());
    }

    @ParameterizedTest
    @MethodSource("sharing")
    void a_failure_is_not_kept_and_fails_those_who_waited_for_it_only(Variant variant) throws Exception {
        try (var model = create(variant)) {
            for (boolean singleFlight : List.of(true, false)) {
                Step failing = cache(singleFlight, call("/status/500"));
                assertEquals("STATUS", run(model, failing));
                assertEquals("STATUS", run(model, failing));
            }
        }
        assertEquals(4, backend.seen().size());
    }

    @ParameterizedTest
    @MethodSource("sharing")
    void no_protected_update_is_lost(Variant variant) throws Exception {
        var protecting = List.of(How.LOCK, How.ATOMIC, How.ADDER, How.CONFINED);
        try (var model = create(variant)) {
            var steps = protecting.stream()
                    .map(how -> (Step) new Step.Update(how.name(), how))
                    .toArray(Step[]::new);
            for (var outcome : startMany(model, 500, steps)) {
                assertEquals("succeeded 0", outcome.await());
            }
        }
        assertEquals(0, shared.counts().get("lost-updates"));
        for (How how : protecting) {
            assertEquals(500, shared.counter(new Step.Update(how.name(), how)).value(), how.name());
        }
    }

    @ParameterizedTest
    @MethodSource("sharing")
    void an_unprotected_update_may_be_lost_and_never_comes_twice(Variant variant) throws Exception {
        try (var model = create(variant)) {
            for (var outcome :
                    startMany(model, 500, new Step.Update("p", How.PLAIN), new Step.Update("v", How.VOLATILE))) {
                assertEquals("succeeded 0", outcome.await());
            }
        }
        for (Step.Update update : List.of(new Step.Update("p", How.PLAIN), new Step.Update("v", How.VOLATILE))) {
            var counter = shared.counter(update);
            assertEquals(500, counter.attempts());
            assertTrue(counter.value() >= 1 && counter.value() <= 500, () -> "value " + counter.value());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void memory_is_held_no_longer_than_the_task_also_when_it_fails(Variant variant) throws Exception {
        int bytes = 48 << 20; // a child of a process model has a heap of 128 MB: not room for three
        try (var model = create(variant)) {
            for (int i = 0; i < 4; i++) {
                assertEquals("succeeded 0", run(model, new Step.Hold(bytes, false)));
                assertEquals("STATUS", run(model, new Step.Hold(bytes, false), call("/status/500")));
            }
            for (int i = 0; i < 4; i++) {
                assertEquals("succeeded 0", run(model, new Step.Hold(1 << 20, true)));
            }
        }
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
    @MethodSource("together")
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
            nodes.add(new Node("n" + i, i == 0 ? List.of() : List.of("n" + (i - 1)), List.of(fib(1))));
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

    @ParameterizedTest
    @MethodSource("variants")
    void close_ends_whatever_these_steps_wait_for(Variant variant) throws Exception {
        var hang = List.of(call("/hang"));
        var outcomes = new ArrayList<Outcome>();
        var model = create(variant);
        outcomes.add(start(model, 0, call("/hang")));
        assertTrue(backend.awaitArrivals("/hang", 1));
        var waiting = new ArrayList<Step>(List.of(
                race(0, hang, hang),
                race(HOUR, hang, hang),
                retry(HOUR, List.of(call("/status/500")), hang),
                new Step.Lock("m", LockKind.MONITOR, false, hang),
                new Step.Lock("m", LockKind.MONITOR, false, hang),
                new Step.Lock("r", LockKind.REENTRANT, false, hang),
                new Step.Lock("r", LockKind.REENTRANT, false, hang),
                new Step.Graph(
                        List.of(new Node("a", List.of(), hang), new Node("b", List.of("a"), hang)),
                        false,
                        Before.NOTHING)));
        if (!NO_SHARED_MEMORY.contains(variant.id())) {
            waiting.add(cache(true, call("/hang")));
            waiting.add(cache(true, call("/hang")));
            waiting.add(endless(Reduce.TREE));
        }
        for (Step step : waiting) {
            outcomes.add(start(model, outcomes.size(), step));
        }
        model.close();
        for (var outcome : outcomes) {
            assertEquals("CANCELLED", outcome.await());
            assertEquals(1, outcome.ends(), outcome.events()::toString);
        }
    }

    private Step diamond(boolean persist, Before before) {
        return new Step.Graph(
                List.of(
                        new Node("a", List.of(), List.of(fib(10))),
                        new Node("b", List.of("a"), List.of(fib(11))),
                        new Node("c", List.of("a"), List.of(fib(12))),
                        new Node("d", List.of("b", "c"), persist ? List.of(fib(5)) : List.of(call("/ok")))),
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
        return Models.create(variant.id(), new Setup(variant.resolved(), CONNECTIONS, 2, shared));
    }

    private static Outcome start(ConcurrencyModel model, long id, Step... steps) {
        var outcome = new Outcome();
        model.start(new Task(id, List.of(steps)), outcome);
        return outcome;
    }

    private static List<Outcome> startMany(ConcurrencyModel model, int count, Step... steps) {
        return IntStream.range(0, count).mapToObj(id -> start(model, id, steps)).toList();
    }

    private static String run(ConcurrencyModel model, Step... steps) throws InterruptedException {
        return start(model, 1, steps).await();
    }

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }

    private static Step fib(int n) {
        return new Step.Compute(new Fibonacci(n), false);
    }

    @SafeVarargs
    private static Step race(long staggerNanos, List<Step>... branches) {
        return new Step.Race(List.of(branches), staggerNanos);
    }

    @SafeVarargs
    private static Step retry(long backoffNanos, List<Step>... attempts) {
        return new Step.Retry(List.of(attempts), backoffNanos);
    }

    /// Of one key.
    private static Step cache(boolean singleFlight, Step... steps) {
        return new Step.Cache("c" + singleFlight, new Keys(1, 0, 7), 1, Policy.LRU, 0, singleFlight, List.of(steps));
    }
}
