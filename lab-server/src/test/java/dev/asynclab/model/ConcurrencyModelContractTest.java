package dev.asynclab.model;

import static dev.asynclab.model.Tasks.compute;
import static dev.asynclab.model.Tasks.runOne;
import static dev.asynclab.model.Tasks.start;
import static dev.asynclab.model.Tasks.startMany;
import static dev.asynclab.model.Variants.CONNECTIONS;
import static dev.asynclab.model.Variants.CORES;
import static dev.asynclab.model.Variants.ONE_AT_A_TIME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.asynclab.kernel.Fibonacci;
import dev.asynclab.model.TestKernels.Broken;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every concurrency model owes, whatever its idiom: tasks that begin once, do their steps, and end once.
class ConcurrencyModelContractTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long MOMENT = Duration.ofMillis(20).toNanos();

    static Stream<Variant> variants() {
        return Variants.all();
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
    void limits_name_the_connections_and_the_client(Variant variant) {
        try (var model = variant.create(17)) {
            var limits = model.limits();
            assertEquals("17", limits.get("connections"));
            assertFalse(limits.getOrDefault("client", "").isEmpty());
            assertFalse(limits.getOrDefault("pending-queue", "").isEmpty());
            assertFalse(limits.getOrDefault("keep-alive", "").isEmpty());
        }
    }

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }
}
