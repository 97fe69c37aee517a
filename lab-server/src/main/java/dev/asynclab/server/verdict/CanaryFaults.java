package dev.asynclab.server.verdict;

import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.record.TrialRecord.Canary;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a fixed piece of work before and after each trial tells about the machine.
///
/// Its wall time grows when others take the CPU, also those no counter of this machine sees: neighbours of a
/// virtual machine. Its CPU time does not count them; it grows when the processor itself becomes slower.
final class CanaryFaults {

    /// Wall time before and after a trial may differ by this share of the shorter one.
    static final double WALL = 0.10;
    /// CPU time may be this share off the run's median.
    static final double CPU = 0.05;

    private final Observations runs;
    private final double medianCpuNanos;

    CanaryFaults(Observations runs) {
        this.runs = runs;
        this.medianCpuNanos = Observations.median(
                readings().flatMapToDouble(CanaryFaults::cpuNanos).toArray());
    }

    /// Why wall time of computing work in this round is that of the machine; empty without readings.
    Optional<String> uneven(Plan.Cell cell, int round) {
        return canary(cell, round)
                .filter(c -> wallChange(c) > WALL)
                .map(c -> "the canary's work took "
                        + Wording.duration((double) c.before().wallNanos()) + " before the trial and "
                        + Wording.duration((double) c.after().wallNanos()) + " after it");
    }

    /// Why this round ran at another speed of the processor than the others; empty without readings.
    Optional<String> otherSpeed(Plan.Cell cell, int round) {
        return canary(cell, round)
                .flatMap(c -> cpuNanos(c)
                        .boxed()
                        .filter(nanos -> StrictMath.abs(nanos / medianCpuNanos - 1) > CPU)
                        .findFirst())
                .map(nanos -> "the canary's work took " + Wording.duration(nanos) + " of CPU time, the run's median is "
                        + Wording.duration(medianCpuNanos) + ": the processor changed its speed");
    }

    /// The largest change of wall time around a trial; empty without readings.
    Optional<Double> largestWallChange() {
        return readings().map(CanaryFaults::wallChange).max(Double::compare);
    }

    /// Which trials have no reading, in a run that was to have some; empty when all have one.
    Optional<String> lost() {
        List<TrialRecord> all = runs.rounds().stream()
                .flatMap(round -> runs.trials(round).stream())
                .toList();
        List<TrialRecord> without = all.stream().filter(t -> t.canary() == null).toList();
        return without.isEmpty()
                ? Optional.empty()
                : Optional.of(("the canary was lost: %d of %d trials, the first in round %d, have no reading of the"
                                + " machine's speed")
                        .formatted(
                                without.size(),
                                all.size(),
                                without.stream()
                                        .mapToInt(TrialRecord::round)
                                        .min()
                                        .orElseThrow()));
    }

    /// How far the CPU time was off its median at most; empty without readings.
    Optional<Double> largestCpuChange() {
        return readings()
                .flatMapToDouble(CanaryFaults::cpuNanos)
                .map(nanos -> StrictMath.abs(nanos / medianCpuNanos - 1))
                .boxed()
                .max(Double::compare);
    }

    private static double wallChange(Canary canary) {
        double before = canary.before().wallNanos();
        double after = canary.after().wallNanos();
        return StrictMath.max(before, after) / StrictMath.min(before, after) - 1;
    }

    private static DoubleStream cpuNanos(Canary canary) {
        List<@Nullable Long> both = java.util.Arrays.asList(
                canary.before().cpuNanos(), canary.after().cpuNanos());
        return both.stream().filter(Objects::nonNull).mapToDouble(Long::doubleValue);
    }

    private Optional<Canary> canary(Plan.Cell cell, int round) {
        return runs.entry(cell, round).map(e -> e.trial().canary());
    }

    private Stream<Canary> readings() {
        return runs.rounds().stream()
                .flatMap(round -> runs.trials(round).stream())
                .flatMap(trial -> Stream.ofNullable(trial.canary()));
    }
}
