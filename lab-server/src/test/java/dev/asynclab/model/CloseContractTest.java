package dev.asynclab.model;

import static dev.asynclab.model.Tasks.parallel;
import static dev.asynclab.model.Tasks.race;
import static dev.asynclab.model.Tasks.retry;
import static dev.asynclab.model.Tasks.start;
import static dev.asynclab.model.Tasks.startMany;
import static dev.asynclab.model.Variants.CONNECTIONS;
import static dev.asynclab.model.Variants.NO_SHARED_MEMORY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.asynclab.kernel.Primes;
import dev.asynclab.workload.Keys;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Before;
import dev.asynclab.workload.Step.Distribute;
import dev.asynclab.workload.Step.LockKind;
import dev.asynclab.workload.Step.Node;
import dev.asynclab.workload.Step.Policy;
import dev.asynclab.workload.Step.Reduce;
import dev.asynclab.workload.Step.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every concurrency model owes when it is closed: whatever is unfinished ends, once, and no thread is left.
class CloseContractTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    static Stream<Variant> variants() {
        return Variants.all();
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

    @org.junit.jupiter.api.Timeout(value = 60, threadMode = org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD)
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

    /// Hours of work in chunks of less than a millisecond.
    private static Step endless(Reduce reduce) {
        return new Step.Job(
                new Primes(1_000_000_000_000L, 10_000_000), 1, Distribute.DYNAMIC, reduce, Transport.BINARY);
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
}
