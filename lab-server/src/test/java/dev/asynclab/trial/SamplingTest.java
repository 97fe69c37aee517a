package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.asynclab.model.RecordedTimeline;
import dev.asynclab.model.Timeline;
import dev.asynclab.workload.Segment.State;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Which tasks of a cell are sampled: derived from their ids alone.
class SamplingTest {

    private static final TrialClock CLOCK = new FakeClock();

    private static long[] sampled(int tasks) {
        Sampling sampling = Sampling.ofSums();
        return LongStream.range(0, tasks)
                .filter(id -> sampling.of(id, 0, CLOCK) != Timeline.NONE)
                .toArray();
    }

    /// What the means are taken over when a cell had so many tasks.
    private static long[] counting(int tasks) {
        int halvings = Sampling.halvings(tasks - 1);
        return LongStream.range(0, tasks)
                .filter(id -> Sampling.counts(id, halvings))
                .toArray();
    }

    @Test
    void at_most_two_thousand_tasks_of_a_cell_are_sampled() {
        for (int tasks : new int[] {200, 3_000, 15_599, 15_600, 1_000_000}) {
            long n = counting(tasks).length;
            assertTrue(n <= 2_000, () -> n + " of " + tasks);
            // Also not too few: half of what is allowed, once there are 16 times as many; before, one in eight.
            assertTrue(n >= Math.min(tasks / 9, 900), () -> n + " of " + tasks);
        }
    }

    @Test
    void a_task_is_queued_from_its_submission_on_not_from_its_first_stamp() {
        TrialClock clock = new FakeClock();
        clock.park(5_000_000_000L);
        // Submitted 3 s before the clock's now: what went by since then was spent in the queue.
        var timeline = (RecordedTimeline) Sampling.ofSums().of(0, 2_000_000_000L, clock);
        timeline.running();
        assertTrue(timeline.nanos(State.QUEUED) >= 3_000_000_000L);
        assertEquals(0, timeline.nanos(State.RUNNING));
    }

    @Test
    void a_fast_cell_samples_at_most_one_in_eight() {
        long n = LongStream.of(sampled(20_000)).filter(id -> id >= 1_000).count();
        // 19,000 / 8 = 2,375, and a few because the tasks picked are not spaced quite evenly.
        assertTrue(n <= 2_385, () -> n + " of 19,000");
    }

    @Test
    void what_counts_at_the_end_was_sampled() {
        int halvings = Sampling.halvings(99_999);
        Sampling sampling = Sampling.ofSums();
        LongStream.range(0, 100_000)
                .filter(id -> Sampling.counts(id, halvings))
                .forEach(id -> assertTrue(sampling.of(id, 0, CLOCK) != Timeline.NONE, "task " + id));
    }

    /// The tasks of a batch queue the longer the later they come: a sample with too many early ones halves the
    /// queue.
    @Test
    void early_tasks_of_a_batch_weigh_no_more_than_late_ones() {
        // Ids 0 to 999, mean 499.5; 10 % either way is ample for an even sample.
        double mean = LongStream.of(counting(1_000)).average().orElseThrow();
        assertEquals(499.5, mean, 50);
    }

    /// Tasks go round the loops in order of submission.
    @Test
    void of_two_loops_both_are_sampled() {
        long odd = LongStream.of(counting(100_000)).filter(id -> id % 2 == 1).count();
        assertTrue(odd > 0, "every sampled task went to the same loop");
    }
}
