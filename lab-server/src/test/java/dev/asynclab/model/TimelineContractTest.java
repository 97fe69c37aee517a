package dev.asynclab.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.kernel.Fibonacci;
import dev.asynclab.workload.Segment;
import dev.asynclab.workload.Segment.State;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every model owes about its sampled tasks: where their time went.
class TimelineContractTest {

    private static final long MOMENT = Duration.ofMillis(50).toNanos();
    /// Timers of some models count in milliseconds and may ring one early.
    private static final long NEARLY = Duration.ofMillis(48).toNanos();

    static Stream<Variant> variants() {
        return Variants.all();
    }

    /// One task: a wait of 50 ms, a block of 50 ms, two waits of 50 ms beside each other, one under a limit.
    /// Whoever runs branches in turn waits 100 ms for the two, everybody else at least 50: so at least 150 ms of
    /// waiting, and at least the 50 ms of holding a thread.
    @ParameterizedTest
    @MethodSource("variants")
    void waiting_running_and_queueing_are_told_apart_and_nothing_is_left_out(Variant variant) throws Exception {
        Step wait = new Step.Wait(MOMENT);
        List<Step> steps = List.of(
                wait,
                new Step.Block(MOMENT),
                new Step.Compute(new Fibonacci(10), true),
                new Step.Parallel(List.of(List.of(wait), List.of(wait)), 0),
                new Step.Limit("gate", 1, -1, List.of(wait)));
        try (var model = variant.create(4)) {
            Sampled task = new Sampled();
            model.start(new Task(1, steps), task);
            task.end.get(30, TimeUnit.SECONDS);

            assertEquals(0, task.timeline.openBranches());
            assertTrue(task.timeline.nanos(State.WAITING) >= 3 * NEARLY, () -> "waited " + task.segments());
            assertTrue(task.timeline.nanos(State.RUNNING) >= NEARLY, () -> "ran " + task.segments());
            contiguous(task);
        }
    }

    /// The only thread holds the first task for 50 ms; until then the second is queued.
    @Test
    void a_task_behind_another_in_a_pool_is_queued() throws Exception {
        try (var model = new Variant("platform-threads", java.util.Map.of("threads", "1")).create(1)) {
            Sampled first = new Sampled();
            Sampled second = new Sampled();
            model.start(new Task(1, List.of(new Step.Block(MOMENT))), first);
            model.start(new Task(2, List.of(new Step.Block(MOMENT))), second);
            second.end.get(30, TimeUnit.SECONDS);

            // Between the submission of the first and that of the second lies less than the block, or nothing
            // queues.
            long between = second.segments().getFirst().startNanos()
                    - first.segments().getFirst().startNanos();
            assertTrue(second.timeline.nanos(State.QUEUED) >= NEARLY - between, () -> "" + second.segments());
            assertTrue(second.timeline.nanos(State.WAITING) == 0, () -> "" + second.segments());
            contiguous(second);
        }
    }

    private static void contiguous(Sampled task) {
        List<Segment> segments = task.segments();
        assertEquals(State.QUEUED, segments.getFirst().state());
        long sum = 0;
        for (int i = 0; i < segments.size(); i++) {
            sum += segments.get(i).endNanos() - segments.get(i).startNanos();
            if (i > 0) {
                assertEquals(segments.get(i - 1).endNanos(), segments.get(i).startNanos());
            }
        }
        long parts = 0;
        for (State state : State.values()) {
            parts += task.timeline.nanos(state);
        }
        assertEquals(sum, parts);
    }

    private static final class Sampled implements Completion {
        private final RecordedTimeline timeline = RecordedTimeline.queuedNow(System::nanoTime, 64);
        private final CompletableFuture<Long> end = new CompletableFuture<>();

        @Override
        public Timeline timeline() {
            return timeline;
        }

        List<Segment> segments() {
            return timeline.segments();
        }

        @Override
        public void started() {
            timeline.running();
        }

        @Override
        public void succeeded(long checksum) {
            timeline.ended();
            end.complete(checksum);
        }

        @Override
        public void failed(Throwable cause) {
            timeline.ended();
            end.completeExceptionally(cause);
        }
    }
}
