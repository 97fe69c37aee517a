package dev.asynclab.trial;

import dev.asynclab.model.RecordedTimeline;
import dev.asynclab.model.Timeline;
import dev.asynclab.wire.TaskTimeline;
import dev.asynclab.wire.TimeSplit;
import dev.asynclab.workload.Segment;
import dev.asynclab.workload.Segment.State;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;

/// Which tasks say what they are doing, and what they said.
///
/// All of the first 250, then one in two, in four, in eight, and fewer the more there are: a cell of few long
/// tasks has some, and one of many short ones is not slowed down by stamps. What was sampled more densely at
/// first is thinned out again at the end, so that every task of the cell had the same chance to count: the
/// first of a batch hardly queue, and must not weigh more than the last.
final class Sampling {

    private static final long DENSE = 250;
    private static final int EIGHTH = 3;
    /// A little under 2,000, because the tasks picked are not spaced quite evenly.
    private static final long MOST_OF_A_CELL = 1_950;

    /// 2^64 / golden ratio: multiples of it fill the range evenly (Knuth, TAOCP 3, 6.4), and not in step with
    /// tasks that go round the loops of a model, as every eighth task would.
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private record Sample(long id, RecordedTimeline timeline, long wholeNanos) {}

    private final int most;
    private final AtomicInteger taken = new AtomicInteger();
    private final Collection<TaskTimeline> kept = new ConcurrentLinkedQueue<>();
    private final Collection<Sample> samples = new ConcurrentLinkedQueue<>();

    private Sampling(int most) {
        this.most = most;
    }

    /// Sums only.
    static Sampling ofSums() {
        return new Sampling(0);
    }

    /// Sums, and the timelines of at most so many tasks.
    static Sampling keeping(int most) {
        return new Sampling(most);
    }

    /// The timeline of a task that was submitted at `beginNanos` of the trial's clock. Timelines count in the
    /// machine's own nanoseconds, as pauses and other processes do, and begin with the task's submission: the
    /// microseconds since then are part of its queue.
    Timeline of(long id, long beginNanos, TrialClock clock) {
        if (!counts(id, halvings(id))) {
            return Timeline.NONE;
        }
        long ago = clock.nanos() - beginNanos;
        return RecordedTimeline.queuedSince(
                System.nanoTime() - ago, System::nanoTime, most > 0 ? TaskTimeline.MOST_SEGMENTS : 0);
    }

    /// One in 2^this is enough when there are tasks up to this id.
    static int halvings(long id) {
        int halvings = 0;
        while (id >= (halvings < EIGHTH ? DENSE : MOST_OF_A_CELL) << halvings) {
            halvings++;
        }
        return halvings;
    }

    /// Whether a task is one of the one in 2^`halvings`; those of more halvings are among those of fewer.
    static boolean counts(long id, int halvings) {
        return (id * GOLDEN) >>> 1 >>> (63 - halvings) == 0;
    }

    /// A sampled task completed in the window, `wholeNanos` after its submission.
    void completed(long id, RecordedTimeline timeline, long wholeNanos) {
        samples.add(new Sample(id, timeline, wholeNanos));
    }

    /// Keeps the timeline of a task that has ended, if there is room.
    ///
    /// @param lateNanos from its intended start to its submission
    /// @param queuedNanos from its submission to its start
    void keep(long id, String kind, long lateNanos, long queuedNanos, RecordedTimeline timeline) {
        List<Segment> segments = timeline.segments();
        if (segments.isEmpty() || taken.getAndIncrement() >= most) {
            return;
        }
        long begin = segments.getFirst().startNanos();
        kept.add(new TaskTimeline(
                id, kind, begin - lateNanos, begin, begin + queuedNanos, timeline.endNanos(), segments));
    }

    /// Means per task; zeros when none was sampled.
    TimeSplit split() {
        int halvings = halvings(samples.stream().mapToLong(Sample::id).max().orElse(0));
        List<Sample> even =
                samples.stream().filter(s -> counts(s.id(), halvings)).toList();
        return new TimeSplit(
                even.size(),
                mean(even, s -> s.timeline().nanos(State.QUEUED)),
                mean(even, s -> s.timeline().nanos(State.WAITING)),
                mean(even, s -> s.timeline().nanos(State.RUNNING)),
                mean(even, Sample::wholeNanos),
                mean(even, s -> s.timeline().handOverNanos()));
    }

    private static double mean(List<Sample> samples, ToLongFunction<Sample> nanos) {
        return samples.stream().mapToLong(nanos).average().orElse(0);
    }

    List<TaskTimeline> kept() {
        return List.copyOf(kept);
    }
}
