package dev.asynclab.model;

import static dev.asynclab.model.Tasks.compute;
import static dev.asynclab.model.Tasks.start;
import static dev.asynclab.model.Tasks.startMany;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.workload.Keys;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.How;
import dev.asynclab.workload.Step.LockKind;
import dev.asynclab.workload.Step.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Locks, caches, counters and memory on the models that are all callbacks and operators.
class ReactiveSharedTest {
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
    @MethodSource(VARIANTS)
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
    @MethodSource(VARIANTS)
    void a_failure_inside_gives_the_lock_back(Variant variant) throws Exception {
        try (var model = create(variant)) {
            var locked = new Step.Lock("one", LockKind.MONITOR, false, List.of(call("/status/500")));
            assertEquals("STATUS", start(model, 0, locked).await());
            assertEquals("STATUS", start(model, 1, locked).await());
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
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
    @MethodSource(VARIANTS)
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
    @MethodSource(VARIANTS)
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
    @MethodSource(VARIANTS)
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
    @MethodSource(VARIANTS)
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

    private ConcurrencyModel create(Variant variant) {
        return ReactiveVariants.create(variant, shared);
    }

    private long count(String metric) {
        return shared.counts().getOrDefault(metric, 0L);
    }

    private static Step cache(String name, boolean singleFlight, Step... steps) {
        return new Step.Cache(name, ONE_KEY, 10, Policy.LRU, 0, singleFlight, List.of(steps));
    }

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }
}
