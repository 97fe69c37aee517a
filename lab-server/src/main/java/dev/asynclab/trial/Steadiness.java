package dev.asynclab.trial;

import dev.asynclab.wire.WarmUpPoint;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/// Whether a process is warm, by signals that other programs on the machine do not move.
///
/// Wall times do not serve: on a shared machine they never stand still, however warm the process is. What ends
/// when a process is warm is compiling and class loading, and what stands still then is the CPU a task costs.
///
/// Three limits only hold where they mean something. The compiler's share is taken of the CPU used, but of
/// [#BUSY] of the time at least: in a process that mostly waits, a compiler that works 2 ms of a second would
/// look like a storm. Counting tasks is for the code that runs once per task, which compiles after some ten
/// thousand of them; a task of a millisecond hides what that code costs. And CPU per task is compared where there
/// is enough of both.
final class Steadiness {

    /// Windows that must agree.
    static final int WINDOWS = 5;

    /// Tasks after which the code that runs once per task is compiled for good: the virtual machine's last
    /// threshold is 15,000 runs.
    static final long TASKS = 20_000;

    static final double JIT_SHARE = 0.05;
    static final int CLASSES = 5;
    static final double CPU_SPREAD = 0.05;

    /// Share of one core below which CPU does not decide what is measured.
    static final double BUSY = 0.3;

    /// CPU of a task that hides the lab's and the model's own tens of microseconds to within a twentieth.
    static final double LARGE_TASK_NANOS = 1e6;

    /// With fewer tasks in a window, one more or less at each edge is a spread of its own.
    static final long TASKS_TO_COMPARE = 40;

    private static final double NANOS_PER_SECOND = 1e9;

    private Steadiness() {}

    /// Length of a window where warming up takes `leastNanos` at least: the fifth part, but 0.2 to 1 s.
    static long windowNanos(long leastNanos) {
        return Math.clamp(leastNanos / WINDOWS, (long) (0.2 * NANOS_PER_SECOND), (long) NANOS_PER_SECOND);
    }

    /// Whether the last [#WINDOWS] windows stood still, and `leastNanos` have passed. The `steady` of the points
    /// is not read.
    static boolean steady(List<WarmUpPoint> windows, long leastNanos) {
        if (windows.size() < WINDOWS || sum(windows, WarmUpPoint::nanos) < leastNanos) {
            return false;
        }
        List<WarmUpPoint> last = windows.subList(windows.size() - WINDOWS, windows.size());
        double nanos = sum(last, WarmUpPoint::nanos);
        boolean known = last.stream().map(WarmUpPoint::cpuNanos).noneMatch(Objects::isNull);
        double cpu = known ? sum(last, Steadiness::cpu) : 0;
        boolean compiling = sum(last, WarmUpPoint::jitNanos) >= JIT_SHARE * Math.max(cpu, BUSY * nanos);
        boolean loading = last.stream().anyMatch(w -> w.classesLoaded() > CLASSES);
        boolean busy = cpu >= BUSY * nanos;
        boolean tooFew = busy
                && sum(windows, WarmUpPoint::tasks) < TASKS
                && cpu < LARGE_TASK_NANOS * sum(last, WarmUpPoint::tasks);
        return !compiling && !loading && !tooFew && !(known && moving(last));
    }

    /// CPU per task changes by a twentieth or more, in windows with enough of both.
    private static boolean moving(List<WarmUpPoint> last) {
        boolean comparable = last.stream().allMatch(w -> w.tasks() >= TASKS_TO_COMPARE && cpu(w) >= BUSY * w.nanos());
        if (!comparable) {
            return false;
        }
        double least = Double.MAX_VALUE;
        double most = 0;
        for (WarmUpPoint window : last) {
            double perTask = (double) cpu(window) / window.tasks();
            least = Math.min(least, perTask);
            most = Math.max(most, perTask);
        }
        return most >= least * (1 + CPU_SPREAD);
    }

    private static long cpu(WarmUpPoint window) {
        Long nanos = window.cpuNanos();
        return nanos == null ? 0 : nanos;
    }

    private static long sum(List<WarmUpPoint> windows, ToLongFunction<WarmUpPoint> figure) {
        return windows.stream().mapToLong(figure).sum();
    }
}
