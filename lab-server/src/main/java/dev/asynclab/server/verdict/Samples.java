package dev.asynclab.server.verdict;

import dev.asynclab.api.Metric;
import dev.asynclab.server.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The values a verdict may use: those of void rounds, and of rounds in which other programs spoiled this
/// metric, are null.
final class Samples {

    private final Observations runs;
    private final MetricValues values;
    private final Validity validity;

    Samples(Observations runs, MetricValues values, Validity validity) {
        this.runs = runs;
        this.values = values;
        this.validity = validity;
    }

    @Nullable
    Double at(Metric metric, Optional<String> kind, Plan.Cell cell, int round) {
        boolean usable = !validity.isVoid(cell, round)
                && validity.contention().spoils(metric, cell, round).isEmpty()
                && validity.contention().disturbs(metric, cell, round).isEmpty();
        return usable ? values.value(metric, kind, cell, round) : null;
    }

    /// The value as measured, usable or not.
    @Nullable
    Double raw(Metric metric, Optional<String> kind, Plan.Cell cell, int round) {
        return values.value(metric, kind, cell, round);
    }

    /// One value per round of the run.
    List<@Nullable Double> rounds(Metric metric, Optional<String> kind, Plan.Cell cell) {
        List<@Nullable Double> rounds = new ArrayList<>();
        for (int round : runs.rounds()) {
            rounds.add(at(metric, kind, cell, round));
        }
        return rounds;
    }

    /// The values there are.
    double[] present(Metric metric, Optional<String> kind, Plan.Cell cell) {
        return rounds(metric, kind, cell).stream()
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /// `host busy (foreign 47 %)` when other programs spoiled this metric in some round of the cell.
    Optional<String> hostBusy(Metric metric, Plan.Cell cell) {
        double foreign =
                runs.median(r -> validity.contention().spoils(metric, cell, r).orElse(Double.NaN));
        return Double.isFinite(foreign)
                ? Optional.of("host busy (foreign " + Wording.percent(foreign) + ")")
                : runs.rounds().stream()
                        .flatMap(r -> validity.contention().disturbs(metric, cell, r).stream())
                        .findFirst()
                        .map(why -> "host busy (" + why + ")");
    }
}
