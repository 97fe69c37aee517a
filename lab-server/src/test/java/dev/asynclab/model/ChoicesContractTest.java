package dev.asynclab.model;

import static dev.asynclab.model.Tasks.compute;
import static dev.asynclab.model.Tasks.race;
import static dev.asynclab.model.Tasks.retry;
import static dev.asynclab.model.Tasks.run;
import static dev.asynclab.model.Variants.CONNECTIONS;
import static dev.asynclab.model.Variants.ONE_AT_A_TIME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.asynclab.model.TestKernels.Stubborn;
import dev.asynclab.workload.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every concurrency model owes to the steps that choose: races and second attempts, and to what they cancel.
@org.junit.jupiter.api.Timeout(value = 60, threadMode = org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD)
class ChoicesContractTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long MOMENT = Duration.ofMillis(20).toNanos();

    static Stream<Variant> variants() {
        return Variants.all();
    }

    static Stream<Variant> together() {
        return Variants.together();
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
        var failing = List.<Step>of(new Step.Parallel(List.of(List.of(call("/status/500")), List.of(compute(5))), 0));
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

    private ConcurrencyModel create(Variant variant) {
        return variant.create(CONNECTIONS, shared);
    }

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }
}
