package dev.asynclab.model;

import static dev.asynclab.model.Tasks.compute;
import static dev.asynclab.model.Tasks.run;
import static dev.asynclab.model.Tasks.start;
import static dev.asynclab.model.Tasks.startMany;
import static dev.asynclab.model.Variants.CONNECTIONS;
import static dev.asynclab.model.Variants.ONE_AT_A_TIME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.asynclab.workload.Keys;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.How;
import dev.asynclab.workload.Step.LockKind;
import dev.asynclab.workload.Step.Policy;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every concurrency model owes to the steps that share: locks, caches, counters and memory.
@org.junit.jupiter.api.Timeout(value = 60, threadMode = org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD)
class SharedContractTest {
    private static final long MOMENT = Duration.ofMillis(20).toNanos();

    static Stream<Variant> variants() {
        return Variants.all();
    }

    static Stream<Variant> sharing() {
        return Variants.sharing();
    }

    static Stream<Variant> together() {
        return Variants.together();
    }

    /// Of those, the processes with three children.
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
    void a_lock_lets_one_task_in_at_a_time(Variant variant) throws Exception {
        try (var model = create(variant)) {
            for (LockKind kind : List.of(LockKind.MONITOR, LockKind.REENTRANT)) {
                var path = "/size/" + (10 + kind.ordinal());
                var outcomes = startMany(model, 12, new Step.Lock("l", kind, false, List.of(call(path), compute(5))));
                for (var outcome : outcomes) {
                    assertEquals("succeeded " + (15 + kind.ordinal()), outcome.await()); // the body and fib(5) = 5
                }
                assertEquals(1, backend.peak(path));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("togetherThree")
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
            Step cache = cache(false, call("/size/3"), compute(10));
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

    private ConcurrencyModel create(Variant variant) {
        return variant.create(CONNECTIONS, shared);
    }

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }

    /// Of one key.
    private static Step cache(boolean singleFlight, Step... steps) {
        return new Step.Cache("c" + singleFlight, new Keys(1, 0, 7), 1, Policy.LRU, 0, singleFlight, List.of(steps));
    }
}
