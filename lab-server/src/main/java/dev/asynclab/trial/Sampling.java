package dev.asynclab.trial;

import dev.asynclab.model.RecordedTimeline;
import dev.asynclab.model.Timeline;
import dev.asynclab.wire.TaskTimeline;
import dev.asynclab.wire.TaskTimeline.State;
import dev.asynclab.wire.TimeSplit;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Which tasks say what they are doing, and what they said.
///
/// The first tasks of a load are all sampled, so that a cell of few long tasks has some; later one in eight. A sample
/// costs about half a microsecond of stamps: one in eight is below one per cent of the cheapest task there is.
final class Sampling {

    private static final long ALL_OF_THE_FIRST = 128;
    private static final long THEN_ONE_IN = 8;

    private final int most;
    private final AtomicInteger taken = new AtomicInteger();
    private final Collection<TaskTimeline> kept = new ConcurrentLinkedQueue<>();
    private final LongAdder tasks = new LongAdder();
    private final LongAdder queue = new LongAdder();
    private final LongAdder wait = new LongAdder();
    private final LongAdder run = new LongAdder();
    private final LongAdder whole = new LongAdder();

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

    /// The timeline of a task that begins now.
    Timeline of(long id) {
        return id < ALL_OF_THE_FIRST || id % THEN_ONE_IN == 0
                ? RecordedTimeline.queuedNow(System::nanoTime, most > 0)
                : Timeline.NONE;
    }

    /// A sampled task completed in the window, `wholeNanos` after its submission.
    void completed(RecordedTimeline timeline, long wholeNanos) {
        tasks.increment();
        queue.add(timeline.nanos(State.QUEUED));
        wait.add(timeline.nanos(State.WAITING));
        run.add(timeline.nanos(State.RUNNING));
        whole.add(wholeNanos);
    }

    /// Keeps the timeline of a task that has ended, if there is room.
    ///
    /// @param lateNanos from its intended start to its submission
    void keep(long id, String kind, long lateNanos, RecordedTimeline timeline) {
        List<TaskTimeline.Segment> segments = timeline.segments();
        if (segments.isEmpty() || taken.getAndIncrement() >= most) {
            return;
        }
        long begin = segments.getFirst().startNanos();
        kept.add(new TaskTimeline(
                id, kind, begin - lateNanos, begin, segments.getLast().endNanos(), segments));
    }

    /// Means per task; zeros when none was sampled.
    TimeSplit split() {
        long n = tasks.sum();
        double each = n == 0 ? 0 : 1.0 / n;
        return new TimeSplit(n, queue.sum() * each, wait.sum() * each, run.sum() * each, whole.sum() * each);
    }

    List<TaskTimeline> kept() {
        return List.copyOf(kept);
    }
}
