package dev.asynclab.server.verdict;

import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.record.TrialRecord.Canary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a fixed piece of work before and after each trial tells about the machine.
///
/// Its wall time grows when others take the CPU, also those no counter of this machine sees: neighbours of a
/// virtual machine. Its CPU time does not count them; it grows when the processor itself becomes slower.
///
/// A fifth of a second of work is a small sample, and what the last trial left behind - connections that close,
/// caches that hold something else - makes one reading dearer by as much as a slower processor would. But a speed
/// lasts: between two trials there are two readings, after the one and before the other, and the processor is
/// taken to be at another speed where both are off to the same side.
final class CanaryFaults {

    /// Wall time before and after a trial may differ by this share of the shorter one.
    static final double WALL = 0.10;
    /// CPU time may be this share off the run's median.
    static final double CPU = 0.05;

    private final Observations runs;
    private final double medianCpuNanos;
    private final List<TrialRecord> trials;

    CanaryFaults(Observations runs) {
        this.runs = runs;
        this.medianCpuNanos = Observations.median(
                readings().flatMapToDouble(CanaryFaults::cpuNanos).toArray());
        this.trials = runs.rounds().stream()
                .flatMap(round -> runs.trials(round).stream().sorted(Comparator.comparingInt(TrialRecord::order)))
                .toList();
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
        return runs.entry(cell, round)
                .map(e -> position(e.trial()))
                .flatMap(at -> Stream.of(at, at + 1)
                        .filter(moment -> StrictMath.abs(change(moment)) > CPU)
                        .findFirst())
                .map(moment -> "the canary's work took " + Wording.duration(medianCpuNanos * (1 + change(moment)))
                        + " of CPU time, the run's median is " + Wording.duration(medianCpuNanos)
                        + ": the processor changed its speed");
    }

    private int position(TrialRecord trial) {
        for (int i = 0; i < trials.size(); i++) {
            if (trials.get(i) == trial) {
                return i;
            }
        }
        throw new IllegalArgumentException("a trial of another run");
    }

    /// How far the processor's speed was off the run's median at a moment, as a share of the median.
    ///
    /// @param moment 0 before the first trial, then after each
    private double change(int moment) {
        double least = Double.NaN;
        for (Long nanos : between(moment)) {
            double off = nanos / medianCpuNanos - 1;
            if (least * off < 0) {
                return 0;
            }
            least = StrictMath.abs(least) < StrictMath.abs(off) ? least : off;
        }
        return Double.isNaN(least) ? 0 : least;
    }

    private List<Long> between(int moment) {
        List<Long> readings = new ArrayList<>();
        if (moment > 0
                && trials.get(moment - 1).canary() instanceof Canary last
                && last.after().cpuNanos() instanceof Long nanos) {
            readings.add(nanos);
        }
        if (moment < trials.size()
                && trials.get(moment).canary() instanceof Canary next
                && next.before().cpuNanos() instanceof Long nanos) {
            readings.add(nanos);
        }
        return readings;
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

    /// How far the processor's speed was off its median at most, as a share; empty without readings.
    Optional<Double> largestSpeedChange() {
        return Double.isNaN(medianCpuNanos)
                ? Optional.empty()
                : IntStream.rangeClosed(0, trials.size())
                        .mapToObj(moment -> StrictMath.abs(change(moment)))
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
