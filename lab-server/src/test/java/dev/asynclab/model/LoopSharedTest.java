package dev.asynclab.model;

import static dev.asynclab.model.LoopVariants.create;
import static dev.asynclab.model.Tasks.start;
import static dev.asynclab.model.Tasks.startMany;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.asynclab.workload.Keys;
import dev.asynclab.workload.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Lock, cache, update, hold and send on loops.
class LoopSharedTest {
    private static final String VARIANTS = "dev.asynclab.model.LoopVariants#all";
    private static final long MOMENT = Duration.ofMillis(20).toNanos();

    private final SharedState shared = new SharedState();
    private ScriptedBackend backend;

    @BeforeEach
    void start_backend() {
        backend = new ScriptedBackend();
    }

    @AfterEach
    void stop_backend() {
        backend.close();
        shared.close();
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_lock_lets_one_in_at_a_time_and_the_kind_none_everybody(Variant variant) throws Exception {
        try (var model = create(variant, shared)) {
            for (var kind : List.of(Step.LockKind.MONITOR, Step.LockKind.REENTRANT)) {
                all(startMany(model, 20, lock(kind, false, call("/ok"))), "succeeded 5");
            }
            assertEquals(1, backend.peak("/ok"));
            // Answered only when all three stand there.
            all(startMany(model, 3, lock(Step.LockKind.NONE, false, call("/together/3"))), "succeeded 5");
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_lock_of_the_task_excludes_nobody_but_its_own_branches(Variant variant) throws Exception {
        Step own = lock(Step.LockKind.REENTRANT, true, call("/together/3"));
        Step ok = lock(Step.LockKind.REENTRANT, true, call("/ok"));
        try (var model = create(variant, shared)) {
            all(startMany(model, 3, own), "succeeded 5");
            Step twice = new Step.Parallel(List.of(List.of(ok), List.of(ok)), 0);
            assertEquals("succeeded 10", start(model, 3, twice).await());
        }
        assertEquals(1, backend.peak("/ok"));
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void who_gives_up_waiting_for_a_lock_leaves_the_line_and_a_failure_gives_it_back(Variant variant) throws Exception {
        try (var model = create(variant, shared)) {
            Step failing = lock(Step.LockKind.MONITOR, false, call("/status/500"));
            assertEquals("STATUS", start(model, 0, failing).await());
            Step locked = lock(Step.LockKind.MONITOR, false, call("/gate"));
            var first = start(model, 1, locked);
            assertTrue(backend.awaitArrivals("/gate", 1));
            assertEquals(
                    "TIMEOUT",
                    start(model, 2, new Step.Timeout(MOMENT, List.of(locked))).await());
            var second = start(model, 3, locked);
            backend.openGate();
            assertEquals("succeeded 5", first.await());
            assertEquals("succeeded 5", second.await());
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_cached_value_is_worked_out_once(Variant variant) throws Exception {
        try (var model = create(variant, shared)) {
            var together = startMany(model, 10, cache(true, call("/gate")));
            assertTrue(backend.awaitArrivals("/gate", 1));
            backend.openGate();
            all(together, "succeeded 5");
            assertEquals(
                    "succeeded 5", start(model, 10, cache(true, call("/gate"))).await());
        }
        assertEquals(1, backend.seen().size());
        assertEquals(10L, shared.counts().get("cache.hits"));
        assertEquals(11L, shared.counts().get("cache.look-ups"));
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_failure_fails_those_who_waited_and_is_not_kept(Variant variant) throws Exception {
        try (var model = create(variant, shared)) {
            var together = startMany(model, 10, cache(true, call("/gate"), call("/status/500")));
            assertTrue(backend.awaitArrivals("/gate", 1));
            // Whoever comes later works it out again; so all must wait before the gate opens.
            awaitLookUps(10);
            backend.openGate();
            all(together, "STATUS");
            assertEquals(2, backend.seen().size());
            assertEquals(
                    "STATUS",
                    start(model, 10, cache(true, call("/gate"), call("/status/500")))
                            .await());
            assertEquals(4, backend.seen().size());
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void who_waits_for_a_value_can_be_cancelled_and_who_works_it_out_too(Variant variant) throws Exception {
        try (var model = create(variant, shared)) {
            var leader = start(model, 0, cache(true, call("/gate")));
            assertTrue(backend.awaitArrivals("/gate", 1));
            Step impatient = new Step.Timeout(MOMENT, List.of(cache(true, call("/gate"))));
            assertEquals("TIMEOUT", start(model, 1, impatient).await());
            backend.openGate();
            assertEquals("succeeded 5", leader.await());
        }
        shared.reset();
        try (var model = create(variant, shared)) {
            Step hanging = new Step.Timeout(MOMENT, List.of(cache(true, call("/hang"))));
            assertEquals("TIMEOUT", start(model, 0, hanging).await());
            // The key is free again.
            assertEquals(
                    "succeeded 5", start(model, 1, cache(true, call("/ok"))).await());
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void no_protected_update_is_lost_and_on_one_loop_none_at_all(Variant variant) throws Exception {
        boolean oneThread = !"3".equals(variant.parameters().get("loops"));
        try (var model = create(variant, shared)) {
            for (var how : Step.How.values()) {
                boolean unprotected = how == Step.How.PLAIN || how == Step.How.VOLATILE;
                var update = new Step.Update(how.name(), how);
                all(startMany(model, 500, update, update), "succeeded 0");
                assertEquals(1_000, shared.counter(update).attempts());
                if (oneThread || !unprotected) {
                    assertEquals(1_000, shared.counter(update).value(), how::name);
                }
            }
        }
    }

    /// More than the heap has room for, if one of them stayed.
    @ParameterizedTest
    @MethodSource(VARIANTS)
    void memory_is_held_until_the_task_ends_also_when_it_fails(Variant variant) throws Exception {
        int bytes = 64 << 20;
        long tasks = 2 + Runtime.getRuntime().maxMemory() / bytes;
        var hold = new Step.Hold(bytes, false);
        Step branches = new Step.Parallel(List.of(List.of(hold), List.of(compute())), 0);
        try (var model = create(variant, shared)) {
            for (long id = 0; id < tasks; id++) {
                assertEquals("succeeded 1", start(model, id, hold, branches).await());
            }
            for (long id = 0; id < tasks; id++) {
                assertEquals(
                        "OTHER",
                        start(model, id, hold, new Step.Compute(broken(), false))
                                .await());
            }
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void memory_of_a_thread_is_taken_once(Variant variant) throws Exception {
        int bytes = 64 << 20;
        long tasks = 2 + Runtime.getRuntime().maxMemory() / bytes;
        try (var model = create(variant, shared)) {
            for (long id = 0; id < tasks; id++) {
                assertEquals(
                        "succeeded 0",
                        start(model, id, new Step.Hold(bytes, true)).await());
            }
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void what_is_sent_arrives_whole_in_every_shape_and_code(Variant variant) throws Exception {
        try (var model = create(variant, shared)) {
            for (var codec : Step.Codec.values()) {
                // Ten numbers, 0 + 1 + ... + 9 = 45. Two rows: ids 0 and 1, amounts 0 and 1, names of 16 characters.
                assertEquals(
                        "succeeded 45",
                        start(model, 1, new Step.Send(80, Step.Shape.DOUBLES, codec))
                                .await());
                assertEquals(
                        "succeeded 34",
                        start(model, 2, new Step.Send(64, Step.Shape.RECORDS, codec))
                                .await());
            }
            shared.reset();
            start(model, 3, new Step.Send(80, Step.Shape.DOUBLES, Step.Codec.BINARY))
                    .await();
        }
        assertEquals(160L, shared.counts().get("bytes.moved")); // there and back
    }

    /// A coroutine has no thread of its own, only carriers by chance.
    @ParameterizedTest
    @MethodSource(VARIANTS)
    void the_receiver_is_a_loop_of_its_own(Variant variant) throws Exception {
        assumeFalse(variant.id().equals("coroutine"), "it has no thread of its own");
        Set<String> senders = new HashSet<>();
        Set<String> receivers = new HashSet<>();
        try (var model = create(variant, shared)) {
            for (int id = 0; id < 6; id++) { // twice round the loops
                var sampled = SampledTask.start(model, id, new Step.Send(8, Step.Shape.DOUBLES, Step.Codec.JSON));
                assertEquals(0, sampled.checksum());
                List<String> lanes = sampled.lanes();
                assertEquals(lanes.getFirst(), lanes.getLast());
                senders.add(lanes.getFirst());
                lanes.stream().filter(lane -> !lane.equals(lanes.getFirst())).forEach(receivers::add);
            }
        }
        assertEquals(Integer.parseInt(variant.parameters().getOrDefault("loops", "1")), senders.size());
        assertEquals(1, receivers.size());
        assertFalse(senders.containsAll(receivers));
    }

    private void awaitLookUps(int count) {
        while (shared.counts().getOrDefault("cache.look-ups", 0L) < count) {
            Thread.onSpinWait();
        }
    }

    private static void all(List<Outcome> outcomes, String expected) throws InterruptedException {
        List<String> ends = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            ends.add(outcome.await());
        }
        assertEquals(Set.of(expected), ends.stream().collect(Collectors.toSet()));
    }

    private static Step compute() {
        return Tasks.compute(1);
    }

    private static TestKernels.Broken broken() {
        return new TestKernels.Broken();
    }

    private static Step lock(Step.LockKind kind, boolean perTask, Step... steps) {
        return new Step.Lock("lock " + kind, kind, perTask, List.of(steps));
    }

    /// All tasks ask for the same key.
    private static Step cache(boolean singleFlight, Step... steps) {
        return new Step.Cache("cache", new Keys(1, 0, 7), 10, Step.Policy.LRU, 0, singleFlight, List.of(steps));
    }

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }
}
