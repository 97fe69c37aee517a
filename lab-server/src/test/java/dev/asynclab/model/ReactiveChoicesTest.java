package dev.asynclab.model;

import static dev.asynclab.model.ReactiveVariants.rejected;
import static dev.asynclab.model.Tasks.compute;
import static dev.asynclab.model.Tasks.race;
import static dev.asynclab.model.Tasks.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.workload.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Races and second attempts on the models that are all callbacks and operators.
class ReactiveChoicesTest {
    private static final String VARIANTS = "dev.asynclab.model.ReactiveVariants#all";
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long MOMENT = Duration.ofMillis(20).toNanos();

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
    void the_first_success_wins_a_race_and_the_others_give_their_connections_up(Variant variant) throws Exception {
        try (var model = create(variant)) {
            var race = race(0, List.of(call("/hang")), List.of(call("/fail-after-hangs/1")), List.of(call("/ok")));
            assertEquals("succeeded 5", start(model, 0, race).await());
            assertEquals("succeeded 5", start(model, 1, call("/ok")).await());
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void losers_of_a_race_are_cancelled_wherever_they_are(Variant variant) throws Exception {
        try (var model = create(variant)) {
            // Both losers have arrived when the winner gets its answer.
            var race = race(
                    0,
                    List.of(call("/hang"), call("/never")),
                    List.of(new Step.Timeout(HOUR, List.of(call("/hang")))),
                    List.of(new Step.Wait(HOUR), call("/never")),
                    List.of(new Step.Retry(
                            List.of(List.of(call("/fail-after-hangs/2")), List.of(call("/ok"))), MOMENT)));
            assertEquals("succeeded 5", start(model, 0, race).await());
            assertTrue(backend.awaitAbandoned(2));
        }
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_race_nobody_wins_fails(Variant variant) throws Exception {
        for (long stagger : new long[] {0, 1, HOUR}) {
            var race = race(stagger, List.of(call("/status/500")), List.of(call("/status/404")), List.of(rejected()));
            assertEquals("STATUS", runOne(variant, race));
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void with_a_head_start_the_next_begins_when_time_is_up_or_all_have_failed(Variant variant) throws Exception {
        var hedge = race(MOMENT, List.of(call("/hang")), List.of(call("/hang")), List.of(call("/ok")));
        assertEquals("succeeded 5", runOne(variant, hedge));
        // An hour is longer than this test waits.
        var failover = race(HOUR, List.of(call("/status/500")), List.of(call("/status/500")), List.of(call("/ok")));
        assertEquals("succeeded 5", runOne(variant, failover));
        assertEquals("succeeded 5", runOne(variant, race(HOUR, List.of(call("/ok")), List.of(call("/never")))));
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_race_is_cancelled_as_a_whole(Variant variant) throws Exception {
        for (long stagger : new long[] {0, HOUR}) {
            var race = race(stagger, List.of(new Step.Wait(HOUR)), List.of(new Step.Wait(HOUR)));
            assertEquals("TIMEOUT", runOne(variant, new Step.Timeout(MOMENT, List.of(race))));
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_retry_takes_the_first_attempt_that_succeeds(Variant variant) throws Exception {
        for (long backoff : new long[] {0, 1_000_000}) {
            var retry = new Step.Retry(
                    List.of(
                            List.of(compute(10), call("/status/500")),
                            List.of(compute(10), call("/status/503")),
                            List.of(compute(10), call("/ok")),
                            List.of(call("/never"))),
                    backoff);
            // fib(10) of the third attempt alone.
            assertEquals("succeeded 60", runOne(variant, retry));
        }
        assertEquals(6, backend.seen().size());
        assertEquals(0, backend.peak("/never"));
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_retry_fails_like_its_last_attempt(Variant variant) throws Exception {
        var retry = new Step.Retry(List.of(List.of(call("/status/500")), List.of(rejected())), 1);
        assertEquals("REJECTED", runOne(variant, retry));
        assertEquals("STATUS", runOne(variant, new Step.Retry(List.of(List.of(call("/status/500"))), HOUR)));
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void who_is_cancelled_does_not_try_again(Variant variant) throws Exception {
        var inPause = new Step.Retry(List.of(List.of(call("/status/500")), List.of(call("/never"))), HOUR);
        assertEquals("TIMEOUT", runOne(variant, new Step.Timeout(10 * MOMENT, List.of(inPause))));
        var inAttempt = new Step.Retry(List.of(List.of(new Step.Wait(HOUR)), List.of(call("/never"))), 0);
        assertEquals("TIMEOUT", runOne(variant, new Step.Timeout(MOMENT, List.of(inAttempt))));
        assertEquals(0, backend.peak("/never"));
    }

    private ConcurrencyModel create(Variant variant) {
        return ReactiveVariants.create(variant, shared);
    }

    private String runOne(Variant variant, Step step) throws InterruptedException {
        try (var model = create(variant)) {
            return start(model, 1, step).await();
        }
    }

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }
}
