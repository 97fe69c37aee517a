package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.kernel.Divisible;
import dev.asynclab.kernel.KernelKind;
import dev.asynclab.model.ConcurrencyModelContractTest.Fibonacci;
import dev.asynclab.model.ConcurrencyModelContractTest.Variant;
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
import dev.asynclab.workload.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Races, second attempts, locks, caches, counters, memory, messages, jobs and graphs on the two models that are all
/// callbacks and operators, with one loop and with several.
class ReactiveStepsTest {

    /// Vector (sum of i, number of items): the checksum is 1 x sum + 2 x number.
    record Numbers(long items) implements Divisible {
        @Override
        public KernelKind kind() {
            return new KernelKind("numbers", "", List.of(), "", v -> new Numbers(v.get("items")));
        }

        @Override
        public Map<String, Long> parameters() {
            return Map.of("items", items);
        }

        @Override
        public int width() {
            return 2;
        }

        @Override
        public void run(long from, long to, long[] into) {
            for (long i = from; i < to; i++) {
                into[0] += i;
                into[1]++;
            }
        }
    }

    /// Fails in the middle.
    record Stumbling(long items) implements Divisible {
        @Override
        public KernelKind kind() {
            return new KernelKind("stumbling", "", List.of(), "", v -> new Stumbling(v.get("items")));
        }

        @Override
        public Map<String, Long> parameters() {
            return Map.of("items", items);
        }

        @Override
        public void run(long from, long to, long[] into) {
            if (from <= items / 2 && items / 2 < to) {
                throw new IllegalStateException("broken on purpose");
            }
        }
    }

    private static final int CONNECTIONS = 16;
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long MOMENT = Duration.ofMillis(20).toNanos();
    private static final Keys ONE_KEY = new Keys(1, 0, 1);

    static Stream<Variant> variants() {
        return Stream.of(
                new Variant("netty", Map.of()),
                new Variant("netty", Map.of("loops", "3")),
                new Variant("reactor", Map.of()),
                new Variant("reactor", Map.of("loops", "3")));
    }

    private ScriptedBackend backend;
    private SharedState shared;

    @BeforeEach
    void start() {
        backend = new ScriptedBackend();
        shared = new SharedState();
    }

    @AfterEach
    void stop() {
        shared.close();
        backend.close();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void the_first_success_wins_a_race_and_the_others_give_their_connections_up(Variant variant) throws Exception {
        try (var model = create(variant)) {
            var race = race(0, List.of(call("/hang")), List.of(call("/fail-after-hangs/1")), List.of(call("/ok")));
            assertEquals("succeeded 5", start(model, 0, race).await());
            assertEquals("succeeded 5", start(model, 1, call("/ok")).await());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void losers_of_a_race_are_cancelled_wherever_they_are(Variant variant) throws Exception {
        try (var model = create(variant)) {
            // Both losers have arrived when the winner gets its answer.
            var race = race(
                    0,
                    List.of(call("/hang"), call("/never")),
                    List.of(new Step.Timeout(HOUR, List.of(call("/hang")))),
                    List.of(new Step.Wait(HOUR), call("/never")),
                    List.of(new Step.Retry(
                            List.of(List.of(call("/fail-after-hangs/2")), List.of(call("/ok"))), MOMENT)));
            assertEquals("succeeded 5", start(model, 0, race).await());
            assertTrue(backend.awaitAbandoned(2));
        }
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_race_nobody_wins_fails(Variant variant) throws Exception {
        for (long stagger : new long[] {0, 1, HOUR}) {
            var race = race(stagger, List.of(call("/status/500")), List.of(call("/status/404")), List.of(rejected()));
            assertEquals("STATUS", runOne(variant, race));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void with_a_head_start_the_next_begins_when_time_is_up_or_all_have_failed(Variant variant) throws Exception {
        var hedge = race(MOMENT, List.of(call("/hang")), List.of(call("/hang")), List.of(call("/ok")));
        assertEquals("succeeded 5", runOne(variant, hedge));
        // An hour is longer than this test waits.
        var failover = race(HOUR, List.of(call("/status/500")), List.of(call("/status/500")), List.of(call("/ok")));
        assertEquals("succeeded 5", runOne(variant, failover));
        assertEquals("succeeded 5", runOne(variant, race(HOUR, List.of(call("/ok")), List.of(call("/never")))));
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_race_is_cancelled_as_a_whole(Variant variant) throws Exception {
        for (long stagger : new long[] {0, HOUR}) {
            var race = race(stagger, List.of(new Step.Wait(HOUR)), List.of(new Step.Wait(HOUR)));
            assertEquals("TIMEOUT", runOne(variant, new Step.Timeout(MOMENT, List.of(race))));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_retry_takes_the_first_attempt_that_succeeds(Variant variant) throws Exception {
        for (long backoff : new long[] {0, 1_000_000}) {
            var retry = new Step.Retry(
                    List.of(
                            List.of(compute(10), call("/status/500")),
                            List.of(compute(10), call("/status/503")),
                            List.of(compute(10), call("/ok")),
                            List.of(call("/never"))),
                    backoff);
            // fib(10) of the third attempt alone.
            assertEquals("succeeded 60", runOne(variant, retry));
        }
        assertEquals(6, backend.seen().size());
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_retry_fails_like_its_last_attempt(Variant variant) throws Exception {
        var retry = new Step.Retry(List.of(List.of(call("/status/500")), List.of(rejected())), 1);
        assertEquals("REJECTED", runOne(variant, retry));
        assertEquals("STATUS", runOne(variant, new Step.Retry(List.of(List.of(call("/status/500"))), HOUR)));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void who_is_cancelled_does_not_try_again(Variant variant) throws Exception {
        var inPause = new Step.Retry(List.of(List.of(call("/status/500")), List.of(call("/never"))), HOUR);
        assertEquals("TIMEOUT", runOne(variant, new Step.Timeout(10 * MOMENT, List.of(inPause))));
        var inAttempt = new Step.Retry(List.of(List.of(new Step.Wait(HOUR)), List.of(call("/never"))), 0);
        assertEquals("TIMEOUT", runOne(variant, new Step.Timeout(MOMENT, List.of(inAttempt))));
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_lock_lets_one_in_and_who_gives_up_leaves_the_line(Variant variant) throws Exception {
        for (LockKind kind : List.of(LockKind.MONITOR, LockKind.REENTRANT)) {
            var backend = new ScriptedBackend();
            try (backend;
                    var model = create(variant)) {
                var gate = new Step.Call("127.0.0.1", backend.port(), "/gate", 0, 0, 0);
                var locked = new Step.Lock("one", kind, false, List.of(gate));
                var holder = start(model, 0, locked);
                assertTrue(backend.awaitArrivals("/gate", 1));
                assertEquals(
                        "TIMEOUT",
                        start(model, 1, new Step.Timeout(MOMENT, List.of(locked)))
                                .await());
                var second = start(model, 2, locked);
                var third = start(model, 3, locked);
                backend.openGate();
                for (var outcome : List.of(holder, second, third)) {
                    assertEquals("succeeded 5", outcome.await());
                }
                assertEquals(1, backend.peak("/gate"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_lock_of_the_task_or_of_no_kind_holds_nobody_up(Variant variant) throws Exception {
        try (var model = create(variant)) {
            var together = List.<Step>of(call("/together/4"));
            for (Step step : List.of(
                    new Step.Lock("own", LockKind.MONITOR, true, together),
                    new Step.Lock("none", LockKind.NONE, false, together))) {
                var outcomes = startMany(model, 4, step);
                for (var outcome : outcomes) {
                    assertEquals("succeeded 5", outcome.await());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_failure_inside_gives_the_lock_back(Variant variant) throws Exception {
        try (var model = create(variant)) {
            var locked = new Step.Lock("one", LockKind.MONITOR, false, List.of(call("/status/500")));
            assertEquals("STATUS", start(model, 0, locked).await());
            assertEquals("STATUS", start(model, 1, locked).await());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_cache_remembers_what_was_worked_out_and_no_failure(Variant variant) throws Exception {
        try (var model = create(variant)) {
            var failing = cache("c", true, call("/status/500"));
            assertEquals("STATUS", start(model, 0, failing).await());
            assertEquals("STATUS", start(model, 1, failing).await());
            var working = cache("c", true, call("/ok"), compute(10));
            assertEquals("succeeded 60", start(model, 2, working).await());
            assertEquals("succeeded 60", start(model, 3, working).await());
        }
        assertEquals(3, backend.seen().size());
        // Only the fourth of four look-ups found something.
        assertEquals(1, count("cache.hits"));
        assertEquals(4, count("cache.look-ups"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_single_flight_answers_all_who_wait_and_forgets_who_gave_up(Variant variant) throws Exception {
        try (var model = create(variant)) {
            var cached = cache("c", true, call("/gate"));
            var leader = start(model, 0, cached);
            assertTrue(backend.awaitArrivals("/gate", 1));
            assertEquals(
                    "TIMEOUT",
                    start(model, 1, new Step.Timeout(MOMENT, List.of(cached))).await());
            var followers = startMany(model, 10, cached);
            backend.openGate();
            assertEquals("succeeded 5", leader.await());
            for (var follower : followers) {
                assertEquals("succeeded 5", follower.await());
                assertEquals(1, follower.ends());
            }
        }
        assertEquals(1, backend.seen().size());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_single_flight_that_fails_or_is_cancelled_fails_those_who_wait_and_nobody_else(Variant variant)
            throws Exception {
        try (var model = create(variant)) {
            // Counts on nothing but order: whoever looks first is the leader and waits for two hanging calls.
            var leader = start(model, 0, cache("c", true, call("/fail-after-hangs/2")));
            assertTrue(backend.awaitArrivals("/fail-after-hangs/2", 1));
            var follower = start(model, 1, cache("c", true, call("/never")));
            var hanging = startMany(model, 2, new Step.Timeout(50 * MOMENT, List.of(call("/hang"))));
            assertEquals("STATUS", leader.await());
            String end = follower.await();
            // It may have looked after the failure; then it worked for itself.
            assertTrue(Set.of("STATUS", "succeeded 5").contains(end), end);
            for (var outcome : hanging) {
                assertEquals("TIMEOUT", outcome.await());
            }
            assertEquals(
                    "succeeded 5",
                    start(model, 2, cache("c", true, call("/ok"))).await());
            var cancelled = cache("d", true, new Step.Wait(HOUR));
            assertEquals(
                    "TIMEOUT",
                    start(model, 3, new Step.Timeout(MOMENT, List.of(cancelled)))
                            .await());
            assertEquals(
                    "succeeded 5",
                    start(model, 4, cache("d", true, call("/ok"))).await());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void protected_counters_lose_nothing(Variant variant) throws Exception {
        int tasks = 300;
        try (var model = create(variant)) {
            for (How how : List.of(How.LOCK, How.ATOMIC, How.ADDER, How.CONFINED)) {
                var update = new Step.Update(how.name(), how);
                for (var outcome : startMany(model, tasks, update, update)) {
                    assertEquals("succeeded 0", outcome.await());
                }
                assertEquals(2 * tasks, shared.counter(update).attempts());
                assertEquals(2 * tasks, shared.counter(update).value(), how.name());
            }
            for (var outcome : startMany(model, tasks, new Step.Update("plain", How.PLAIN))) {
                assertEquals("succeeded 0", outcome.await());
            }
            // With one loop there is nobody to lose anything to.
            if (!variant.parameters().containsKey("loops")) {
                assertEquals(0, count("lost-updates"));
            }
        }
    }

    /// A hundred times 64 MiB would be more than any heap this test is given.
    @ParameterizedTest
    @MethodSource("variants")
    void memory_is_held_until_the_end_and_no_longer(Variant variant) throws Exception {
        var hold = new Step.Hold(64 << 20, false);
        try (var model = create(variant)) {
            for (int i = 0; i < 50; i++) {
                assertEquals("succeeded 5", start(model, i, hold, call("/ok")).await());
                assertEquals(
                        "STATUS", start(model, i, hold, call("/status/500")).await());
            }
            var perThread = new Step.Hold(1 << 20, true);
            for (var outcome : startMany(model, 100, perThread, perThread)) {
                assertEquals("succeeded 0", outcome.await());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
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
    @MethodSource("variants")
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
    @MethodSource("variants")
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
    @MethodSource("variants")
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
    @MethodSource("variants")
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
    @MethodSource("variants")
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
    @MethodSource("variants")
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
    @MethodSource("variants")
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
    @MethodSource("variants")
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
        return Models.create(variant.id(), new Setup(variant.resolved(), CONNECTIONS, 2, shared));
    }

    private long count(String metric) {
        return shared.counts().getOrDefault(metric, 0L);
    }

    private String runOne(Variant variant, Step step) throws InterruptedException {
        try (var model = create(variant)) {
            return start(model, 1, step).await();
        }
    }

    private static Outcome start(ConcurrencyModel model, long id, Step... steps) {
        var outcome = new Outcome();
        model.start(new Task(id, List.of(steps)), outcome);
        return outcome;
    }

    private static List<Outcome> startMany(ConcurrencyModel model, int count, Step... steps) {
        var outcomes = new ArrayList<Outcome>();
        for (long id = 0; id < count; id++) {
            outcomes.add(start(model, id, steps));
        }
        return outcomes;
    }

    @SafeVarargs
    private static Step race(long staggerNanos, List<Step>... branches) {
        return new Step.Race(List.of(branches), staggerNanos);
    }

    private static Step cache(String name, boolean singleFlight, Step... steps) {
        return new Step.Cache(name, ONE_KEY, 10, Policy.LRU, 0, singleFlight, List.of(steps));
    }

    private static Step graph(boolean persist, Node... nodes) {
        return new Step.Graph(List.of(nodes), persist, Before.NOTHING);
    }

    /// Fails at once: a bulkhead for nobody.
    private static Step rejected() {
        return new Step.Limit("closed", 0, 0, List.of());
    }

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }

    private static Step compute(long n) {
        return new Step.Compute(new Fibonacci(n), false);
    }
}
