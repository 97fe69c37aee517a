package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.asynclab.api.Catalogue;
import dev.asynclab.kernel.Kernel;
import dev.asynclab.kernel.KernelKind;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Task;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every concurrency model owes, whatever its idiom. The same tests against every model, and the variants
/// whose parameters change how it runs.
class ConcurrencyModelContractTest {

    /// A model with the parameters that differ from its defaults.
    record Variant(String id, Map<String, String> parameters) {
        ConcurrencyModel create(int connections) {
            return Models.create(id, new Setup(resolved(), connections, CORES));
        }

        Map<String, String> resolved() {
            var all = Catalogue.defaults(Catalogue.model(id).orElseThrow());
            all.putAll(parameters);
            return all;
        }

        @Override
        public String toString() {
            return parameters.isEmpty() ? id : id + parameters;
        }
    }

    /// Takes its name from the catalogue, so that a model which ships kernels by name can rebuild it.
    record Fibonacci(long n) implements Kernel {
        @Override
        public KernelKind kind() {
            return new KernelKind("fibonacci", "", List.of(), "", v -> new Fibonacci(v.get("n")));
        }

        @Override
        public Map<String, Long> parameters() {
            return Map.of("n", n);
        }

        @Override
        public long run() {
            return n < 2 ? n : new Fibonacci(n - 1).run() + new Fibonacci(n - 2).run();
        }
    }

    private static final int CORES = 2;
    private static final int CONNECTIONS = 64;
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long MOMENT = Duration.ofMillis(20).toNanos();

    /// Runs one task after the other, and the branches of a task too: nothing in it can wait for something else
    /// in it.
    private static final Set<String> ONE_AT_A_TIME = Set.of("sequential");

    static Stream<Variant> variants() {
        // Three at once: a sentence below needs one task inside a bulkhead, one waiting and one more.
        Map<String, Map<String, String>> narrow =
                Map.of("processes", Map.of("workers", "3"), "gil-threads", Map.of("threads", "3"));
        Stream<Variant> defaults = Catalogue.models().stream()
                .map(model -> new Variant(model.id(), narrow.getOrDefault(model.id(), Map.of())));
        Stream<Variant> others = Stream.of(
                new Variant("event-loop", Map.of("loops", "2")),
                new Variant("event-loop", Map.of("offload", "true")),
                new Variant("reactor", Map.of("loops", "2")),
                new Variant("reactor", Map.of("concurrency", "8")),
                new Variant("netty", Map.of("loops", "2")),
                new Variant("netty", Map.of("io", "epoll")),
                new Variant("netty", Map.of("io", "io_uring")),
                new Variant("platform-threads", Map.of("threads", "per-task")),
                new Variant("platform-threads", Map.of("client", "socket")),
                new Variant("virtual-threads", Map.of("client", "socket")));
        return Stream.concat(defaults, others).filter(ConcurrencyModelContractTest::available);
    }

    private ScriptedBackend backend;

    @BeforeEach
    void start_backend() {
        backend = new ScriptedBackend();
    }

    @AfterEach
    void stop_backend() {
        backend.close();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void every_task_completes_exactly_once_also_when_started_from_a_completion(Variant variant) throws Exception {
        int tasks = 2_000;
        try (var model = variant.create(CONNECTIONS)) {
            // 5 bytes and fib(10) = 55.
            var load = new ClosedLoop(model, tasks, List.of(call("/ok"), compute(10)));
            load.run(64);
            assertEquals(tasks, load.starts.get(), "starts");
            assertEquals(tasks, load.ends.get(), "ends");
            assertEquals(tasks * 60L, load.checksums.get());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_task_of_computing_only_works_and_is_never_run_inside_start(Variant variant) throws Exception {
        int tasks = 20_000;
        try (var model = variant.create(CONNECTIONS)) {
            var load = new ClosedLoop(model, tasks, List.of(compute(1), compute(2)));
            load.run(2);
            assertEquals(tasks * 2L, load.checksums.get());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void the_checksum_is_the_sum_of_the_step_results(Variant variant) throws Exception {
        var outcome = runOne(
                variant,
                call("/size/7"),
                compute(10),
                new Step.Compute(new Fibonacci(11), true),
                new Step.Wait(MOMENT),
                new Step.Block(MOMENT),
                call("/size/100000"));
        // 7 + fib(10) + fib(11) + 0 + 0 + 100000
        assertEquals("succeeded 100151", outcome);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_task_of_thousands_of_steps_works_and_one_of_none(Variant variant) throws Exception {
        var steps = new ArrayList<Step>();
        IntStream.range(0, 5_000).forEach(_ -> steps.add(compute(2)));
        assertEquals("succeeded 5000", runOne(variant, steps.toArray(Step[]::new)));
        assertEquals("succeeded 0", runOne(variant));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void started_comes_once_and_before_the_end(Variant variant) throws Exception {
        try (var model = variant.create(CONNECTIONS)) {
            var outcomes = startMany(model, 50, List.of(call("/ok")));
            for (var outcome : outcomes) {
                outcome.await();
                assertEquals(List.of("started", "succeeded 5"), outcome.events());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_failing_step_fails_its_own_task_only_and_ends_it(Variant variant) throws Exception {
        try (var model = variant.create(CONNECTIONS)) {
            var outcomes = new ArrayList<Outcome>();
            for (int i = 0; i < 60; i++) {
                var target = i % 3 == 0 ? "/status/500" : "/ok";
                outcomes.add(start(model, i, List.of(call(target), call("/size/1"))));
            }
            for (int i = 0; i < 60; i++) {
                assertEquals(
                        i % 3 == 0 ? "STATUS" : "succeeded 6", outcomes.get(i).await());
            }
            // 60 first calls, and 40 second ones.
            assertEquals(100, backend.seen().size());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_kernel_that_throws_fails_its_task(Variant variant) throws Exception {
        assumeFalse(variant.id().equals("processes"), "its children build kernels by name");
        assertEquals("OTHER", runOne(variant, new Step.Compute(new Broken(), false)));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_reset_connection_is_told_from_a_refused_one(Variant variant) throws Exception {
        assertEquals("RESET", runOne(variant, call("/reset")));
        assertEquals("CONNECT", runOne(variant, new Step.Call("127.0.0.1", closedPort(), "/ok", 0, 0, 0)));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_call_that_times_out_gives_its_connection_up(Variant variant) throws Exception {
        // Asked while the model is open: closing it would close the connection too.
        try (var model = variant.create(CONNECTIONS)) {
            timeOutOnceArrived(model, nanos -> new Step.Call("127.0.0.1", backend.port(), "/hang", 0, nanos, 0));
            assertTrue(backend.awaitAbandoned(1));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_call_that_times_out_waiting_for_a_connection_is_never_sent(Variant variant) throws Exception {
        assumeFalse(ONE_AT_A_TIME.contains(variant.id()), "it never waits for a connection");
        assumeFalse(variant.id().equals("processes"), "every child has a connection");
        try (var model = variant.create(1)) {
            var holder = start(model, 0, List.of(call("/gate")));
            assertTrue(backend.awaitArrivals("/gate", 1));
            var late = start(model, 1, List.of(new Step.Call("127.0.0.1", backend.port(), "/late", 0, MOMENT, 0)));
            assertEquals("TIMEOUT", late.await());
            backend.openGate();
            assertEquals("succeeded 5", holder.await());
            assertEquals("succeeded 5", start(model, 2, List.of(call("/ok"))).await());
            assertEquals(0, backend.peak("/late"));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void timeout_stops_the_call_it_covers(Variant variant) throws Exception {
        try (var model = variant.create(CONNECTIONS)) {
            timeOutOnceArrived(model, nanos -> new Step.Timeout(nanos, List.of(call("/hang"), call("/never"))));
            assertTrue(backend.awaitAbandoned(1));
            var inTime = new Step.Timeout(HOUR, List.of(call("/ok")));
            assertEquals("succeeded 5", start(model, 1, List.of(inTime)).await());
        }
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void timeout_ends_a_wait(Variant variant) throws Exception {
        assertEquals("TIMEOUT", runOne(variant, new Step.Timeout(MOMENT, List.of(new Step.Wait(HOUR)))));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void parallel_joins_all(Variant variant) throws Exception {
        var branches = IntStream.range(0, 20)
                .mapToObj(i -> List.of(call("/size/" + i), compute(3)))
                .toList();
        // 0 + 1 + ... + 19 = 190, and 20 x fib(3) = 40.
        assertEquals("succeeded 230", runOne(variant, parallel(0, branches)));
        assertEquals("succeeded 230", runOne(variant, parallel(3, branches)));
        assertEquals("succeeded 0", runOne(variant, parallel(0, List.of())));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void parallel_branches_are_in_flight_together_and_no_more_than_the_limit(Variant variant) throws Exception {
        assumeFalse(ONE_AT_A_TIME.contains(variant.id()), "its branches come one after the other");
        var branches = IntStream.range(0, 12)
                .mapToObj(_ -> List.of(call("/together/3")))
                .toList();
        assertEquals("succeeded 60", runOne(variant, parallel(3, branches)));
        assertEquals(3, backend.peak("/together/3"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void the_first_failure_in_parallel_cancels_the_rest(Variant variant) throws Exception {
        assumeFalse(ONE_AT_A_TIME.contains(variant.id()), "its branches come one after the other");
        var branches = List.of(
                List.of(call("/hang")),
                List.<Step>of(new Step.Wait(HOUR)),
                List.of(call("/fail-after-hangs/2")),
                List.of(call("/hang"), call("/never")));
        try (var model = variant.create(CONNECTIONS)) {
            assertEquals(
                    "STATUS", start(model, 0, List.of(parallel(0, branches))).await());
            assertTrue(backend.awaitAbandoned(2));
        }
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_limit_holds_its_permits_and_rejects_beyond_its_queue(Variant variant) throws Exception {
        assumeFalse(ONE_AT_A_TIME.contains(variant.id()), "its tasks come one after the other");
        try (var model = variant.create(CONNECTIONS)) {
            var steps = List.<Step>of(new Step.Limit("bulkhead", 1, 1, List.of(call("/gate"))));
            var first = start(model, 0, steps);
            assertTrue(backend.awaitArrivals("/gate", 1));
            // One of the two waits; which one is rejected depends on whose turn comes first.
            var second = start(model, 1, steps);
            var third = start(model, 2, steps);
            var rejected = Outcome.firstOf(second, third);
            assertEquals("REJECTED", rejected.await());
            backend.openGate();
            assertEquals("succeeded 5", first.await());
            assertEquals("succeeded 5", (rejected == second ? third : second).await());
            assertEquals(1, backend.peak("/gate"));
            // The permit is free again.
            assertEquals("succeeded 5", start(model, 3, steps).await());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void who_gives_up_waiting_at_a_limit_leaves_its_place(Variant variant) throws Exception {
        assumeFalse(ONE_AT_A_TIME.contains(variant.id()), "its tasks come one after the other");
        try (var model = variant.create(CONNECTIONS)) {
            Step limited = new Step.Limit("bulkhead", 1, 1, List.of(call("/gate")));
            var first = start(model, 0, List.of(limited));
            assertTrue(backend.awaitArrivals("/gate", 1));
            var impatient = start(model, 1, List.of(new Step.Timeout(MOMENT, List.of(limited))));
            assertEquals("TIMEOUT", impatient.await());
            var second = start(model, 2, List.of(limited));
            backend.openGate();
            assertEquals("succeeded 5", first.await());
            assertEquals("succeeded 5", second.await());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_failing_step_gives_its_permit_back(Variant variant) throws Exception {
        try (var model = variant.create(CONNECTIONS)) {
            var failing = List.<Step>of(new Step.Limit("bulkhead", 1, 0, List.of(call("/status/500"))));
            assertEquals("STATUS", start(model, 0, failing).await());
            assertEquals("STATUS", start(model, 1, failing).await());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void steps_nest(Variant variant) throws Exception {
        Step inner =
                new Step.Limit("inner", 2, -1, List.of(new Step.Timeout(HOUR, List.of(call("/size/3"), compute(10)))));
        Step fan = parallel(2, List.of(List.of(inner), List.of(inner, inner), List.of(inner)));
        var outcome = runOne(variant, new Step.Timeout(HOUR, List.of(new Step.Limit("outer", 1, -1, List.of(fan)))));
        // 4 times 3 + 55.
        assertEquals("succeeded 232", outcome);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void waiting_does_not_hold_the_model(Variant variant) throws Exception {
        assumeFalse(ONE_AT_A_TIME.contains(variant.id()), "its tasks come one after the other");
        assumeFalse(Set.of("processes", "gil-threads").contains(variant.id()), "as many tasks as threads or children");
        assumeFalse(variant.parameters().containsKey("concurrency"), "as many tasks as configured");
        try (var model = variant.create(CONNECTIONS)) {
            var waiting = startMany(model, 100, List.of(new Step.Wait(HOUR)));
            assertEquals(
                    "succeeded 5",
                    startMany(model, 100, List.of(call("/ok"))).getLast().await());
            assertTrue(waiting.stream().noneMatch(Outcome::ended));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void the_backend_sees_the_same_bytes_from_every_model(Variant variant) throws Exception {
        try (var model = variant.create(1)) {
            start(model, 7, List.of(new Step.Call("127.0.0.1", backend.port(), "/ok", 2, 0, 0)))
                    .await();
            start(model, 8, List.of(new Step.Call("127.0.0.1", backend.port(), "/ok", 0, HOUR, 1_000)))
                    .await();
        }
        String host = "host: 127.0.0.1:" + backend.port();
        assertEquals(
                List.of(
                        new ScriptedBackend.Seen("GET /ok?id=7-2 HTTP/1.1", List.of(host), 0),
                        new ScriptedBackend.Seen(
                                "POST /ok?id=8-0 HTTP/1.1", List.of(host, "content-length: 1000"), 1_000)),
                backend.seen().stream()
                        .map(ConcurrencyModelContractTest::lowerCaseNames)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void connections_are_kept_alive_and_never_more_than_the_limit(Variant variant) throws Exception {
        try (var model = variant.create(4)) {
            // A status that is not 200 does not cost the connection.
            new ClosedLoop(model, 200, List.of(call("/ok"))).run(32);
            assertEquals("STATUS", start(model, 0, List.of(call("/status/500"))).await());
            new ClosedLoop(model, 200, List.of(call("/ok"))).run(32);
        }
        assertEquals(401, backend.seen().size());
        int opened = backend.connectionsOpened();
        assertTrue(opened <= 4, () -> opened + " connections opened");
    }

    @ParameterizedTest
    @MethodSource("variants")
    void close_fails_what_is_unfinished_and_leaves_no_thread_behind(Variant variant) throws Exception {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        var model = variant.create(4);
        var outcomes = new ArrayList<Outcome>();
        outcomes.add(start(model, 0, List.of(call("/hang"))));
        assertTrue(backend.awaitArrivals("/hang", 1));
        // Some of these wait for one of the 3 other connections, or for their turn.
        outcomes.addAll(startMany(model, 50, List.of(call("/hang"))));
        outcomes.addAll(startMany(model, 5, List.of(new Step.Wait(HOUR))));
        outcomes.addAll(startMany(model, 5, List.of(new Step.Limit("bulkhead", 1, -1, List.of(new Step.Wait(HOUR))))));
        outcomes.add(start(model, 61, List.of(parallel(0, List.of(List.of(call("/hang")), List.of(call("/hang")))))));
        outcomes.add(start(model, 62, List.of(new Step.Timeout(HOUR, List.of(call("/hang"))))));
        model.close();
        outcomes.add(start(model, 63, List.of(call("/ok"))));
        for (var outcome : outcomes) {
            assertEquals("CANCELLED", outcome.await());
            assertEquals(1, outcome.ends(), outcome.events()::toString);
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && !ofTheJdk(thread)) {
                assertTrue(thread.join(Duration.ofSeconds(10)), () -> "still alive: " + thread);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void tasks_are_spread_over_exactly_the_configured_loops(Variant variant) throws Exception {
        var setup = new Setup(variant.resolved(), CONNECTIONS, CORES);
        assumeTrue(variant.resolved().containsKey("loops"), "it has no loops");
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (var model = Models.create(variant.id(), setup)) {
            var ended = new CountDownLatch(20);
            for (int id = 0; id < 20; id++) {
                model.start(new Task(id, List.of(compute(2))), new Completion() {
                    @Override
                    public void started() {
                        threads.add(Thread.currentThread());
                    }

                    @Override
                    public void succeeded(long checksum) {
                        ended.countDown();
                    }

                    @Override
                    public void failed(Throwable cause) {
                        ended.countDown();
                    }
                });
            }
            assertTrue(ended.await(20, TimeUnit.SECONDS));
        }
        assertEquals(setup.count("loops"), threads.size(), threads::toString);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void close_does_not_wait_for_what_blocks_in_a_pool_beside_the_loop(Variant variant) throws Exception {
        assumeTrue("true".equals(variant.resolved().get("offload")), "it blocks where it runs");
        List<Outcome> outcomes;
        try (var model = variant.create(1)) {
            // More than the pool has threads, so that some wait for one.
            outcomes = startMany(model, 5, List.of(new Step.Block(HOUR)));
            // The loop is free meanwhile.
            assertEquals("succeeded 5", start(model, 5, List.of(call("/ok"))).await());
        }
        for (var outcome : outcomes) {
            assertEquals("CANCELLED", outcome.await());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void limits_name_the_connections_and_the_client(Variant variant) {
        try (var model = variant.create(17)) {
            var limits = model.limits();
            assertEquals("17", limits.get("connections"));
            assertFalse(limits.getOrDefault("client", "").isEmpty());
            assertFalse(limits.getOrDefault("pending-queue", "").isEmpty());
            assertFalse(limits.getOrDefault("keep-alive", "").isEmpty());
        }
    }

    /// A kernel with a defect.
    record Broken() implements Kernel {
        @Override
        public KernelKind kind() {
            return new KernelKind("broken", "", List.of(), "", v -> new Broken());
        }

        @Override
        public Map<String, Long> parameters() {
            return Map.of();
        }

        @Override
        public long run() {
            throw new IllegalStateException("broken on purpose");
        }
    }

    /// Keeps a number of tasks in flight: every end starts the next one, from inside the completion.
    private static final class ClosedLoop {
        private final ConcurrencyModel model;
        private final int tasks;
        private final List<Step> steps;
        private final AtomicInteger taken = new AtomicInteger();
        private final AtomicInteger starts = new AtomicInteger();
        private final AtomicInteger ends = new AtomicInteger();
        private final AtomicLong checksums = new AtomicLong();
        private final CountDownLatch done;

        ClosedLoop(ConcurrencyModel model, int tasks, List<Step> steps) {
            this.model = model;
            this.tasks = tasks;
            this.steps = steps;
            this.done = new CountDownLatch(tasks);
        }

        void run(int inFlight) throws InterruptedException {
            for (int i = 0; i < inFlight; i++) {
                startNext();
            }
            assertTrue(done.await(60, TimeUnit.SECONDS), () -> ends + " of " + tasks + " tasks ended");
        }

        private void startNext() {
            int id = taken.getAndIncrement();
            if (id < tasks) {
                model.start(new Task(id, steps), new Completion() {
                    @Override
                    public void started() {
                        starts.incrementAndGet();
                    }

                    @Override
                    public void succeeded(long checksum) {
                        checksums.addAndGet(checksum);
                        ended();
                    }

                    @Override
                    public void failed(Throwable cause) {
                        ended();
                    }
                });
            }
        }

        private void ended() {
            ends.incrementAndGet();
            startNext();
            done.countDown();
        }
    }

    private static Outcome start(ConcurrencyModel model, long id, List<Step> steps) {
        var outcome = new Outcome();
        model.start(new Task(id, steps), outcome);
        return outcome;
    }

    private static List<Outcome> startMany(ConcurrencyModel model, int count, List<Step> steps) {
        var outcomes = new ArrayList<Outcome>();
        for (long id = 0; id < count; id++) {
            outcomes.add(start(model, id, steps));
        }
        return outcomes;
    }

    private static String runOne(Variant variant, Step... steps) throws InterruptedException {
        try (var model = variant.create(CONNECTIONS)) {
            return start(model, 1L, List.of(steps)).await();
        }
    }

    /// Runs a step that hangs until its timeout, which doubles until the request reached the backend in time: how
    /// long that takes is up to the machine.
    private void timeOutOnceArrived(ConcurrencyModel model, LongFunction<Step> hanging) throws InterruptedException {
        long nanos = MOMENT;
        do {
            assertEquals(
                    "TIMEOUT", start(model, 0, List.of(hanging.apply(nanos))).await());
            nanos *= 2;
        } while (backend.peak("/hang") == 0);
    }

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }

    private static Step compute(long n) {
        return new Step.Compute(new Fibonacci(n), false);
    }

    private static Step parallel(int limit, List<? extends List<Step>> branches) {
        return new Step.Parallel(List.copyOf(branches), limit);
    }

    private static ScriptedBackend.Seen lowerCaseNames(ScriptedBackend.Seen seen) {
        var headers = seen.headers().stream()
                .map(header -> header.substring(0, header.indexOf(':')).toLowerCase(java.util.Locale.ROOT)
                        + header.substring(header.indexOf(':')))
                .toList();
        return new ScriptedBackend.Seen(seen.line(), headers, seen.bodyBytes());
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean ofTheJdk(Thread thread) {
        // Read once: a thread that ends in between has no group any more.
        ThreadGroup group = thread.getThreadGroup();
        // Carriers of virtual threads and their timers belong to the JDK and stay.
        return group == null
                || thread.getName().startsWith("ForkJoinPool")
                || thread.getName().startsWith("VirtualThread-")
                || group.getName().equals("InnocuousThreadGroup")
                || group.getName().equals("system");
    }

    private static boolean available(Variant variant) {
        try {
            variant.create(1).close();
            return true;
        } catch (IllegalArgumentException e) {
            if (String.valueOf(e.getMessage()).startsWith("no model")) {
                return false;
            }
            throw e;
        } catch (UnsupportedOperationException notOnThisMachine) {
            return false;
        }
    }
}
