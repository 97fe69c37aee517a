package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.kernel.Fibonacci;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Block;
import dev.asynclab.workload.Step.Call;
import dev.asynclab.workload.Step.Compute;
import dev.asynclab.workload.Step.Limit;
import dev.asynclab.workload.Step.Parallel;
import dev.asynclab.workload.Step.Timeout;
import dev.asynclab.workload.Step.Wait;
import dev.asynclab.workload.StepFailure.Kind;
import dev.asynclab.workload.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@org.junit.jupiter.api.Timeout(60)
class BlockingModelsTest {

    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final Step FIB_10 = new Compute(new Fibonacci(10), false); // 55
    private static final Step FIB_10_LOCKED = new Compute(new Fibonacci(10), true);

    record Variant(String id, Map<String, String> parameters) {
        ConcurrencyModel create() {
            return Models.create(id, new Setup(parameters, 8, 2));
        }

        @Override
        public String toString() {
            return id + parameters;
        }
    }

    static Stream<Variant> variants() {
        return Stream.of(
                variant("sequential", "client", "apache"),
                variant("sequential", "client", "socket"),
                variant("processes", "workers", "2", "start", "warm", "channel", "pipe"),
                variant("gil-threads", "threads", "4", "client", "apache"),
                variant("virtual-threads", "client", "apache", "carriers", "2"),
                variant("virtual-threads", "client", "socket", "carriers", "2"),
                platform("4", "unbounded", "apache"),
                platform("4", "unbounded", "socket"),
                platform("per-task", "unbounded", "apache"));
    }

    private static Variant platform(String threads, String queue, String client) {
        return variant("platform-threads", "threads", threads, "queue", queue, "client", client);
    }

    private static Variant variant(String id, String... namesAndValues) {
        var parameters = new HashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Variant(id, parameters);
    }

    private static Told start(ConcurrencyModel model, Step... steps) {
        var outcome = new Told();
        model.start(new Task(0, List.of(steps)), outcome);
        return outcome;
    }

    @ParameterizedTest
    @MethodSource("variants")
    void the_checksum_is_the_sum_over_all_steps(Variant variant) throws Exception {
        try (var backend = new TinyBackend();
                var model = variant.create()) {
            Call ok = backend.call("/ok"); // 5
            Step both = new Parallel(List.of(List.of(ok, ok), List.of(FIB_10), List.of(FIB_10_LOCKED, ok)), 2); // 125
            var outcome = start(
                    model,
                    ok,
                    new Wait(1),
                    new Block(1),
                    both,
                    new Timeout(HOUR, List.of(ok, new Limit("l", 1, 0, List.of(both))))); // 130
            assertEquals(5 + 125 + 130, outcome.checksum());
            assertEquals(1, outcome.starts.get());
            assertEquals(1, outcome.ends.get());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void many_tasks_complete_once_each(Variant variant) throws Exception {
        try (var backend = new TinyBackend();
                var model = variant.create()) {
            var outcomes = new ArrayList<Told>();
            for (int i = 0; i < 300; i++) {
                outcomes.add(start(model, backend.call("/ok"), FIB_10));
            }
            for (Told outcome : outcomes) {
                assertEquals(60, outcome.checksum());
                assertEquals(1, outcome.ends.get());
            }
            assertTrue(backend.connections.get() <= 8, "connections: " + backend.connections);
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_timeout_ends_the_exchange_it_covers(Variant variant) throws Exception {
        try (var backend = new TinyBackend(2);
                var model = variant.create()) {
            start(model, backend.call("/ok")).checksum(); // loads the client, so that the time is spent waiting
            start(model, backend.call("/ok")).checksum(); // in the second child too
            Call hang = backend.call("/hang");
            assertEquals(
                    Kind.TIMEOUT,
                    start(model, new Timeout(300_000_000, List.of(hang))).failure());
            var impatient = new Call(hang.host(), hang.port(), hang.target(), 0, 300_000_000, 0);
            assertEquals(Kind.TIMEOUT, start(model, impatient).failure());
            assertTrue(backend.hangUps.await(10, TimeUnit.SECONDS));
        }
    }

    static Stream<Variant> forking() {
        return variants().filter(variant -> !variant.id().equals("sequential"));
    }

    @ParameterizedTest
    @MethodSource("forking")
    void the_first_failing_branch_ends_the_exchanges_of_the_others(Variant variant) throws Exception {
        try (var backend = new TinyBackend();
                var model = variant.create()) {
            // Whether the hanging call is in flight when the other branch fails is luck. Either way the task ends,
            // which it can only after all its branches did.
            Step fork = new Parallel(List.of(List.of(backend.call("/hang")), List.of(backend.call("/missing"))), 0);
            assertEquals(Kind.STATUS, start(model, fork).failure());
            assertEquals(55, start(model, FIB_10).checksum());
            Step nested = new Parallel(List.of(List.of(new Wait(HOUR)), List.of(fork)), 0);
            assertEquals(Kind.STATUS, start(model, nested).failure());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_timeout_around_a_fan_out_joins_all_branches(Variant variant) throws Exception {
        try (var model = variant.create()) {
            List<List<Step>> sleepers = IntStream.range(0, 20)
                    .mapToObj(i -> List.<Step>of(new Wait(HOUR)))
                    .toList();
            Step covered = new Timeout(20_000_000, List.of(new Parallel(sleepers, 0)));
            assertEquals(Kind.TIMEOUT, start(model, covered).failure());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void more_forking_tasks_than_threads_do_not_wait_for_each_other(Variant variant) throws Exception {
        try (var model = variant.create()) {
            Step inner = new Parallel(List.of(List.of(FIB_10), List.of(FIB_10)), 0);
            Step outer = new Parallel(List.of(List.of(inner), List.of(inner)), 0);
            var outcomes =
                    IntStream.range(0, 50).mapToObj(i -> start(model, outer)).toList();
            for (Told outcome : outcomes) {
                assertEquals(4 * 55, outcome.checksum());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void closing_fails_what_runs_and_what_waits_exactly_once(Variant variant) throws Exception {
        try (var backend = new TinyBackend()) {
            var model = variant.create();
            var outcomes = new ArrayList<Told>();
            for (int i = 0; i < 20; i++) {
                outcomes.add(start(model, backend.call("/hang")));
            }
            assertTrue(backend.hanging.await(10, TimeUnit.SECONDS));
            model.close();
            outcomes.add(start(model, FIB_10));
            for (Told outcome : outcomes) {
                assertEquals(Kind.CANCELLED, outcome.failure());
                assertEquals(1, outcome.ends.get());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void a_task_may_be_started_from_the_completion_of_another(Variant variant) throws Exception {
        try (var model = variant.create()) {
            var second = new Told();
            model.start(new Task(0, List.of(FIB_10)), new Completion() {
                @Override
                public void started() {}

                @Override
                public void succeeded(long checksum) {
                    model.start(new Task(1, List.of(FIB_10)), second);
                }

                @Override
                public void failed(Throwable cause) {
                    second.failed(cause);
                }
            });
            assertEquals(55, second.checksum());
        }
    }

    @Test
    void a_bounded_queue_rejects_what_does_not_fit() throws Exception {
        try (var backend = new TinyBackend()) {
            var model = platform("1", "2", "socket").create();
            var running = start(model, backend.call("/hang"));
            assertTrue(backend.hanging.await(10, TimeUnit.SECONDS)); // the one thread is taken
            var first = start(model, FIB_10);
            var second = start(model, FIB_10);
            var third = start(model, FIB_10); // two wait already
            assertEquals(Kind.REJECTED, third.failure());
            assertEquals(0, third.starts.get());
            model.close();
            assertEquals(Kind.CANCELLED, running.failure());
            assertEquals(Kind.CANCELLED, first.failure());
            assertEquals(Kind.CANCELLED, second.failure());
        }
    }

    @Test
    void a_full_queue_does_not_recurse_into_the_caller_that_tries_again() throws Exception {
        try (var backend = new TinyBackend();
                var model = platform("1", "1", "socket").create()) {
            start(model, backend.call("/hang"));
            assertTrue(backend.hanging.await(10, TimeUnit.SECONDS));
            start(model, FIB_10); // fills the queue
            var tries = new CountDownLatch(100_000); // deeper than any stack
            var again = new Completion() {
                @Override
                public void started() {}

                @Override
                public void succeeded(long checksum) {}

                @Override
                public void failed(Throwable cause) {
                    tries.countDown();
                    if (tries.getCount() > 0) {
                        model.start(new Task(0, List.of(FIB_10)), this);
                    }
                }
            };
            model.start(new Task(0, List.of(FIB_10)), again);
            assertTrue(tries.await(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void per_task_needs_no_free_thread() throws Exception {
        try (var backend = new TinyBackend(8);
                var model = platform("per-task", "unbounded", "socket").create()) {
            var outcomes = IntStream.range(0, 8)
                    .mapToObj(i -> start(model, new Timeout(HOUR, List.of(backend.call("/hang")))))
                    .toList();
            assertTrue(backend.hanging.await(10, TimeUnit.SECONDS)); // all eight at once
            assertEquals(8, outcomes.stream().mapToInt(o -> o.starts.get()).sum());
        }
    }

    @Test
    void a_bulkhead_rejects_when_its_line_is_full_and_frees_its_place_after_a_failure() throws Exception {
        try (var backend = new TinyBackend(1);
                var model = variant("virtual-threads", "client", "socket", "carriers", "2")
                        .create()) {
            var inside = start(
                    model, new Timeout(200_000_000, List.of(new Limit("l", 1, 0, List.of(backend.call("/hang"))))));
            assertTrue(backend.hanging.await(10, TimeUnit.SECONDS));
            var refused = start(model, new Limit("l", 1, 0, List.of(FIB_10)));
            assertEquals(Kind.REJECTED, refused.failure());
            assertEquals(Kind.TIMEOUT, inside.failure());
            assertEquals(55, start(model, new Limit("l", 1, 0, List.of(FIB_10))).checksum());
        }
    }
}
