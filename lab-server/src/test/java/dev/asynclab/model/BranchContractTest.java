package dev.asynclab.model;

import static dev.asynclab.model.Tasks.compute;
import static dev.asynclab.model.Tasks.parallel;
import static dev.asynclab.model.Tasks.runOne;
import static dev.asynclab.model.Tasks.start;
import static dev.asynclab.model.Variants.CONNECTIONS;
import static dev.asynclab.model.Variants.ONE_AT_A_TIME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.asynclab.workload.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every concurrency model owes to branches beside each other, and to limits on how many may.
class BranchContractTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long MOMENT = Duration.ofMillis(20).toNanos();

    static Stream<Variant> variants() {
        return Variants.all();
    }

    static Stream<Variant> three() {
        return Variants.three();
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
    @MethodSource("three")
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

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }
}
