package dev.asynclab.trial;

import dev.asynclab.wire.WarmUpPoint;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// The warm-up of one cell as it happens: a point per window, and when to stop.
///
/// Used by the measuring thread alone. Children of a process model have compilers of their own, which are not
/// seen from here.
final class WarmUpCurve {

    /// A warm-up in which too few tasks ended goes on, but not for longer than this many times what it may take.
    static final int LONGER = 2;

    private final String cell;
    private final TrialClock clock;
    private final Recorder recorder;
    private final long leastNanos;
    private final long mostNanos;
    private final long leastTasks;
    private final List<WarmUpPoint> points = new ArrayList<>();
    private Reading open;

    /// Starts the first window.
    ///
    /// @param mostNanos not above `leastNanos` for a warm-up of fixed length, which is a single window
    /// @param leastTasks that have to end, however long that takes within limits
    WarmUpCurve(String cell, TrialClock clock, Recorder recorder, long leastNanos, long mostNanos, long leastTasks) {
        this.cell = cell;
        this.clock = clock;
        this.recorder = recorder;
        this.leastNanos = leastNanos;
        this.mostNanos = mostNanos;
        this.leastTasks = leastTasks;
        this.open = read();
    }

    private record Reading(long nanos, long tasks, Counters.Quick counters, int classes) {}

    private Reading read() {
        return new Reading(
                clock.nanos(),
                recorder.done(),
                Counters.Quick.read(),
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }

    /// How long the next window is to be.
    long windowNanos() {
        if (mostNanos > leastNanos) {
            return Steadiness.windowNanos(leastNanos);
        }
        return points.isEmpty() ? leastNanos : leastNanos / Steadiness.WINDOWS;
    }

    /// Ends a window and starts the next one.
    void windowEnded() {
        Reading now = read();
        Long before = open.counters().cpuNanos();
        Long after = now.counters().cpuNanos();
        WarmUpPoint point = new WarmUpPoint(
                cell,
                now.nanos() - open.nanos(),
                now.tasks() - open.tasks(),
                before == null || after == null ? null : Long.valueOf(after - before),
                now.counters().jvm().jitNanos() - open.counters().jvm().jitNanos(),
                now.classes() - open.classes(),
                false);
        points.add(point);
        if (Steadiness.steady(points, leastNanos)) {
            points.set(points.size() - 1, steady(point));
        }
        open = now;
    }

    private static WarmUpPoint steady(WarmUpPoint p) {
        return new WarmUpPoint(p.cell(), p.nanos(), p.tasks(), p.cpuNanos(), p.jitNanos(), p.classesLoaded(), true);
    }

    /// Steady, or at the end of the time allowed; and enough tasks have ended.
    boolean over() {
        long nanos = points.stream().mapToLong(WarmUpPoint::nanos).sum();
        long tasks = points.stream().mapToLong(WarmUpPoint::tasks).sum();
        if (tasks < leastTasks && nanos < LONGER * Math.max(leastNanos, mostNanos)) {
            return false;
        }
        return mostNanos <= leastNanos || nanos >= mostNanos || points.getLast().steady();
    }

    List<WarmUpPoint> points() {
        return List.copyOf(points);
    }
}
