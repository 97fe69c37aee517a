package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.asynclab.kernel.Fibonacci;
import dev.asynclab.workload.Segment;
import dev.asynclab.workload.Segment.State;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every model owes to the timeline of a sampled task, whatever its idiom.
///
/// Bounds are one-sided and follow from a step: a timer of 100 ms is awaited for 100 ms at least, on a machine
/// however busy. A timer may round down to its tick, so [#TICK] is taken off.
class TimelineStatesTest {
    private static final String VARIANTS = "dev.asynclab.model.Variants#all";
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long SHORT = Duration.ofMillis(30).toNanos();
    private static final long LONG = Duration.ofMillis(100).toNanos();
    private static final long TICK = Duration.ofMillis(2).toNanos();

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
    void every_branch_ends_also_when_parallel_is_the_last_step(Variant variant) throws Exception {
        var branch = List.<Step>of(call("/ok"), new Step.Wait(SHORT), new Step.Compute(new Fibonacci(10), false));
        for (int limit : new int[] {0, 1}) {
            var sampled = run(variant, new Step.Parallel(List.of(branch, branch, branch), limit));
            // 3 x (5 + 55).
            assertEquals("succeeded 180", sampled.outcome);
            assertEquals(0, sampled.timeline.openBranches(), "limit " + limit);
        }
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void segments_follow_each_other_and_the_states_make_up_the_whole(Variant variant) throws Exception {
        Step fan = new Step.Parallel(List.of(List.of(call("/ok")), List.of(new Step.Wait(SHORT))), 0);
        Step limited = new Step.Limit("bulkhead", 1, -1, List.of(new Step.Wait(SHORT)));
        var sampled = run(
                variant, call("/ok"), new Step.Wait(SHORT), new Step.Compute(new Fibonacci(10), false), fan, limited);
        assertEquals("succeeded 65", sampled.outcome);
        var segments = sampled.timeline.segments();
        for (int i = 1; i < segments.size(); i++) {
            assertEquals(segments.get(i - 1).endNanos(), segments.get(i).startNanos(), segments::toString);
            assertTrue(segments.get(i).endNanos() >= segments.get(i).startNanos(), segments::toString);
        }
        assertEquals(State.QUEUED, segments.getFirst().state());
        long sum = sampled.nanos(State.QUEUED) + sampled.nanos(State.WAITING) + sampled.nanos(State.RUNNING);
        assertEquals(segments.getLast().endNanos() - segments.getFirst().startNanos(), sum);
        // Three timers in turn, or two of them and one beside a call.
        assertTrue(sampled.nanos(State.WAITING) >= 3 * (SHORT - TICK), sampled::toString);
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void a_task_of_very_many_steps_has_exact_sums(Variant variant) throws Exception {
        int waits = 50; // and as many turns to run: more stretches than the 64 that are kept
        long each = Duration.ofMillis(5).toNanos();
        var steps = IntStream.range(0, waits).mapToObj(_ -> new Step.Wait(each)).toArray(Step[]::new);
        var sampled = run(variant, steps);
        assertEquals("succeeded 0", sampled.outcome);
        // Fifty timers of 5 ms, each up to a tick of a millisecond short: 200 ms. Of the stretches that are kept half
        // are timers, which makes 32 x 5 ms = 160 ms.
        assertTrue(sampled.nanos(State.WAITING) >= waits * (each - 1_000_000), sampled::toString);
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void who_waits_for_a_permit_is_queued(Variant variant) throws Exception {
        assumeFalse(Set.of("sequential").contains(variant.id()), "its tasks come one after the other");
        try (var model = variant.create(8)) {
            Step limited = new Step.Limit("bulkhead", 1, -1, List.of(new Step.Wait(LONG)));
            var first = new Sampled(model, 0, List.of(limited));
            var second = new Sampled(model, 1, List.of(limited));
            first.await();
            second.await();
            long queued = Math.max(first.nanos(State.QUEUED), second.nanos(State.QUEUED));
            // Both began before either held the permit for 100 ms; how long before is up to the machine, and the
            // stamps themselves say it.
            long apart = Math.abs(second.beganNanos - first.beganNanos);
            assertTrue(queued >= LONG - TICK - apart, first + " " + second);
        }
    }

    @Test
    void a_pool_of_one_thread_lets_the_second_task_queue_for_as_long_as_the_first_takes() throws Exception {
        var variant = new Variant("platform-threads", Map.of("threads", "1"));
        long wait = Duration.ofMillis(50).toNanos();
        try (var model = variant.create(1)) {
            var first = new Sampled(model, 0, List.of(new Step.Wait(wait)));
            var second = new Sampled(model, 1, List.of(new Step.Wait(wait)));
            first.await();
            second.await();
            // The first holds the thread for 50 ms from its start, which is at most this far before the second
            // begins.
            long apart = second.beganNanos - first.beganNanos;
            assertTrue(second.nanos(State.QUEUED) >= wait - apart, second::toString);
            assertTrue(second.nanos(State.WAITING) >= wait, second::toString);
        }
    }

    @Test
    void reaching_a_child_and_hearing_from_it_is_a_part_of_being_queued() throws Exception {
        var variant = new Variant("processes", Map.of("workers", "1"));
        var sampled = run(variant, new Step.Compute(new Fibonacci(10), false));
        assertEquals("succeeded 55", sampled.outcome);
        assertTrue(sampled.timeline.handOverNanos() > 0);
        assertTrue(sampled.timeline.handOverNanos() <= sampled.nanos(State.QUEUED));
    }

    /// Stamps of another clock: the sum misses the whole, by which it is found out.
    @Test
    void a_child_with_another_clock_is_found_out_by_the_sum() {
        var clock = new AtomicLong(1_000);
        var timeline = RecordedTimeline.queuedNow(clock::get, 0);
        timeline.elsewhere(List.of(new Segment(State.RUNNING, 100, 200, "child")));
        clock.set(2_000);
        timeline.ended();
        // The whole took 1,000. Queued from 1,000 back to 100: nothing; running 100; queued from 200 to 2,000:
        // 1,800.
        assertEquals(100, timeline.nanos(State.RUNNING));
        assertEquals(1_800, timeline.nanos(State.QUEUED));
    }

    @ParameterizedTest
    @MethodSource(VARIANTS)
    void nothing_is_recorded_after_the_end(Variant variant) throws Exception {
        var sampled = run(variant, call("/ok"));
        var segments = sampled.timeline.segments();
        Timeline late = sampled.timeline.branch();
        late.running();
        sampled.timeline.waiting();
        assertEquals(segments, sampled.timeline.segments());
        assertFalse(segments.isEmpty());
    }

    private Step call(String target) {
        return new Step.Call("127.0.0.1", backend.port(), target, 0, 0, 0);
    }

    private static Sampled run(Variant variant, Step... steps) throws InterruptedException {
        try (var model = variant.create(8)) {
            return new Sampled(model, 1, List.of(steps)).await();
        }
    }

    /// A sampled task, stamped as the generator stamps it.
    private static final class Sampled implements Completion {
        final long beganNanos = System.nanoTime();
        final RecordedTimeline timeline = RecordedTimeline.queuedNow(System::nanoTime, 64);
        private final CountDownLatch end = new CountDownLatch(1);
        volatile String outcome = "";
        volatile long wholeNanos;

        Sampled(ConcurrencyModel model, long id, List<Step> steps) {
            model.start(new Task(id, new ArrayList<>(steps)), this);
        }

        @Override
        public Timeline timeline() {
            return timeline;
        }

        @Override
        public void started() {
            timeline.running();
        }

        @Override
        public void succeeded(long checksum) {
            end("succeeded " + checksum);
        }

        @Override
        public void failed(Throwable cause) {
            end(Failures.of(cause).kind().name());
        }

        private void end(String how) {
            wholeNanos = System.nanoTime() - beganNanos;
            timeline.ended();
            outcome = how;
            end.countDown();
        }

        long nanos(State state) {
            return timeline.nanos(state);
        }

        Sampled await() throws InterruptedException {
            assertTrue(end.await(20, TimeUnit.SECONDS), "no end");
            return this;
        }

        @Override
        public String toString() {
            return "q " + nanos(State.QUEUED) / 1000 + " w " + nanos(State.WAITING) / 1000 + " r "
                    + nanos(State.RUNNING) / 1000 + " us of " + wholeNanos / 1000;
        }
    }
}
