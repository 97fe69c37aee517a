package dev.asynclab.server.verdict;

import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.wire.FromTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// The trial records of a run for tests: one trial per variant and round.
final class Trials {

    private final Plan plan;
    private final List<TrialRecord> records = new ArrayList<>();

    Trials(Plan plan) {
        this.plan = plan;
    }

    /// The same variant in rounds 1 to `rounds`, every cell of it alike.
    Trials add(String variant, int rounds, IntFunction<Window> window) {
        for (int round = 1; round <= rounds; round++) {
            add(variant, round, window.apply(round), List.of());
        }
        return this;
    }

    Trials add(String variant, int round, Window window, List<FromTrial.ReferenceRate> references) {
        List<TrialRecord.CellRecord> cells =
                plan.cellsOf(variant).stream().map(c -> window.record(c.id())).toList();
        var ready = new FromTrial.Ready(300_000_000L, 40_000_000L, window.limits);
        records.add(new TrialRecord(round, 0, 1, variant, "measured", null, ready, cells, references));
        return this;
    }

    List<TrialRecord> records() {
        return records;
    }
}
