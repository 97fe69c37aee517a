package dev.asynclab.server.calibrate;

import dev.asynclab.api.CalibrationCard.Line;
import dev.asynclab.server.fork.CalibrationBench.Outcome;
import dev.asynclab.server.record.TrialRecord.CellRecord;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Measurement;
import org.jspecify.annotations.Nullable;

/// The lines about CPU and memory. Pure.
final class HostLines {

    /// Share of a core that a spinning program is found to take, at least.
    private static final double OF_A_CORE = 0.8;

    private HostLines() {}

    /// A program that spins takes one core: 50 % of two, of which at least 40 % must be noticed.
    static Line foreign(int cores, @Nullable Double share) {
        return Line.of(
                "foreign-cpu",
                "foreign CPU beside a program that spins on one of " + cores + (cores == 1 ? " core" : " cores"),
                "%",
                100 * OF_A_CORE / cores,
                null,
                share == null ? null : 100 * share,
                "other programs are not noticed: CPU-bound verdicts of a busy host cannot be told from good ones");
    }

    /// Rate of the kernel on a pool of as many threads as cores over its rate on plain threads, mean of just before
    /// and just after.
    ///
    /// @param foreign share of CPU other programs took right afterwards
    static Line kernel(Outcome outcome, @Nullable Double foreign) {
        double alone = outcome.references().stream()
                .mapToDouble(FromTrial.ReferenceRate::tasksPerSecond)
                .average()
                .orElse(Double.NaN);
        Measurement m = last(outcome);
        String busy = foreign == null ? "" : "; other programs take %.0f %% of the CPU now".formatted(100 * foreign);
        return Line.of(
                "kernel-all-cores",
                "a CPU kernel on a pool of all cores over the kernel alone",
                "",
                0.95,
                null,
                m == null ? null : m.throughput() / alone,
                "the machine's speed changed within seconds, or the lab takes CPU itself: no CPU-bound verdict" + busy);
    }

    static Line parked(Outcome outcome) {
        Measurement m = last(outcome);
        Double bytes = m == null ? null : m.memoryPerTaskBytes();
        return Line.of(
                "parked-virtual-threads",
                "memory of each of " + CardCells.PARKED_THREADS + " parked virtual threads",
                "KB",
                0.0,
                10.0,
                bytes == null ? null : bytes / 1_000,
                "memory per task is mostly noise here: compare it between models only where it differs by more");
    }

    /// Of the last cell in measuring order.
    private static @Nullable Measurement last(Outcome outcome) {
        return outcome.cells().values().stream()
                .reduce((_, later) -> later)
                .map(CellRecord::measurement)
                .orElse(null);
    }
}
