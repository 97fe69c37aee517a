package dev.asynclab.model;

import static dev.asynclab.model.LoopVariants.create;
import static dev.asynclab.model.Tasks.compute;
import static dev.asynclab.model.Tasks.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.workload.Step;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Race and retry on loops.
class LoopChoicesTest {
    private static final String VARIANTS = "dev.asynclab.model.LoopVariants#all";
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long MOMENT = Duration.ofMillis(20).toNanos();

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
    @MethodSource(VARIANTS)
    void the_first_success_wins_and_the_others_are_stopped(Variant variant) throws Exception {
        try (var model = create(variant, new SharedState())) {
            // Wins once both others hang.
            Step slow = new Step.Retry(List.of(List.of(call("/fail-after-hangs/2")), List.of(call("/size/7"))), 0);
            assertEquals(
                    "succeeded 7",
                    start(model, 1, race(0, call("/hang"), slow, call("/hang"))).await());
            assertTrue(backend.awaitAbandoned(2));
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_branch_that_wins_at_once_leaves_nothing_to_run(Variant variant) throws Exception {
        try (var model = create(variant, new SharedState())) {
            assertEquals(
                    "succeeded 5",
                    start(model, 1, race(HOUR, call("/ok"), call("/never"))).await());
            // fib(10) = 55.
            assertEquals(
                    "succeeded 55",
                    start(model, 1, race(HOUR, compute(10), call("/never"))).await());
        }
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void the_next_branch_starts_after_its_time_or_when_all_before_it_failed(Variant variant) throws Exception {
        try (var model = create(variant, new SharedState())) {
            Step hedged = race(MOMENT, call("/hang"), call("/hang"), call("/size/3"));
            assertEquals("succeeded 3", start(model, 1, hedged).await());
            assertTrue(backend.awaitAbandoned(2));
            Step inTurn = race(HOUR, call("/status/500"), call("/reset"), call("/size/4"));
            assertEquals("succeeded 4", start(model, 2, inTurn).await());
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void when_all_fail_the_race_fails_like_its_first_branch(Variant variant) throws Exception {
        try (var model = create(variant, new SharedState())) {
            // The first fails last.
            Step late = new Step.Timeout(MOMENT, List.of(call("/hang")));
            assertEquals(
                    "TIMEOUT",
                    start(model, 1, race(0, late, call("/status/500"))).await());
            assertEquals(
                    "STATUS",
                    start(model, 2, race(HOUR, call("/status/500"), call("/reset")))
                            .await());
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void cancelling_reaches_into_a_race(Variant variant) throws Exception {
        try (var model = create(variant, new SharedState())) {
            timeOutOnceArrived(
                    model, nanos -> new Step.Timeout(nanos, List.of(race(HOUR, call("/hang"), call("/never")))));
            assertTrue(backend.awaitAbandoned(1));
            Step failedBefore = race(HOUR, call("/status/500"), call("/hang"), call("/never"));
            assertEquals(
                    "TIMEOUT",
                    start(model, 1, new Step.Timeout(MOMENT, List.of(failedBefore)))
                            .await());
        }
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void attempts_follow_each_other_until_one_succeeds(Variant variant) throws Exception {
        try (var model = create(variant, new SharedState())) {
            Step third = retry(MOMENT / 10, call("/status/500"), call("/reset"), call("/size/4"), call("/never"));
            assertEquals("succeeded 4", start(model, 1, third).await());
            assertEquals(3, backend.seen().size());
            Step none = retry(0, call("/status/500"), call("/reset"));
            assertEquals("RESET", start(model, 2, none).await());
            Step afterTimeout = retry(0, new Step.Timeout(MOMENT, List.of(call("/hang"))), call("/size/6"));
            assertEquals("succeeded 6", start(model, 3, afterTimeout).await());
        }
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void who_is_cancelled_does_not_try_again(Variant variant) throws Exception {
        try (var model = create(variant, new SharedState())) {
            timeOutOnceArrived(
                    model, nanos -> new Step.Timeout(nanos, List.of(retry(0, call("/hang"), call("/never")))));
            Step pausing = new Step.Timeout(MOMENT, List.of(retry(HOUR, call("/status/500"), call("/never"))));
            assertEquals("TIMEOUT", start(model, 1, pausing).await());
        }
        assertEquals(0, backend.peak("/never"));
    }

    private void timeOutOnceArrived(ConcurrencyModel model, LongFunction<Step> hanging) throws InterruptedException {
        long nanos = MOMENT;
        do {
            assertEquals("TIMEOUT", start(model, 0, hanging.apply(nanos)).await());
            nanos *= 2;
        } while (backend.peak("/hang") == 0);
    }

    private static Step race(long staggerNanos, Step... branches) {
        return new Step.Race(List.of(branches).stream().map(List::of).toList(), staggerNanos);
    }

    private static Step retry(long backoffNanos, Step... attempts) {
        return new Step.Retry(List.of(attempts).stream().map(List::of).toList(), backoffNanos);
    }

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }
}
