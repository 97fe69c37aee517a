package dev.asynclab.trial;

import dev.asynclab.wire.ProcessFigures.Drift;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CPU per task over a window's thirds: a process that is still warming up gets cheaper from one to the next.
///
/// Wall time cannot tell this on a busy machine; CPU time hardly notices other programs. Used by the measuring
/// thread alone.
final class CpuDrift {

    /// With less CPU than this in a third, the figure is mostly chance.
    static final long LEAST_CPU_NANOS = 100_000_000;

    /// Tasks that must end in a third. A task that is being computed at the edge of a third has used CPU on one
    /// side of it and ends on the other: with two tasks in one third and one in the other, they would seem to have
    /// become twice as dear.
    static final long LEAST_TASKS = Steadiness.TASKS_TO_COMPARE;

    private record Look(long nanos, long cpuNanos, long completed) {}

    private final List<Look> looks = new ArrayList<>();

    /// @param cpuNanos null is left out
    void look(long nanos, @Nullable Long cpuNanos, long completed) {
        if (cpuNanos != null) {
            looks.add(new Look(nanos, cpuNanos, completed));
        }
    }

    /// First and last third between the first and the last look, each to the look nearest to its edge.
    @Nullable
    Drift drift() {
        if (looks.size() < 4) {
            return null;
        }
        Look first = looks.getFirst();
        Look last = looks.getLast();
        long third = (last.nanos - first.nanos) / 3;
        Look one = nearest(first.nanos + third);
        Look two = nearest(last.nanos - third);
        if (Math.min(one.completed - first.completed, last.completed - two.completed) < LEAST_TASKS) {
            return null;
        }
        if (Math.min(one.cpuNanos - first.cpuNanos, last.cpuNanos - two.cpuNanos) < LEAST_CPU_NANOS) {
            return null;
        }
        return new Drift(perTask(first, one), perTask(two, last));
    }

    private static double perTask(Look from, Look to) {
        return (double) (to.cpuNanos - from.cpuNanos) / (to.completed - from.completed);
    }

    private Look nearest(long nanos) {
        Look best = looks.getFirst();
        for (Look look : looks) {
            best = Math.abs(look.nanos - nanos) < Math.abs(best.nanos - nanos) ? look : best;
        }
        return best;
    }
}
