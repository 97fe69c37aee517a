package dev.asynclab.server.fork;

import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.record.TrialRecord.CellRecord;
import dev.asynclab.wire.FromTrial;
import dev.asynclab.wire.Trace;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A trial that showed its tasks, and what it showed; nothing when it failed.
public record TracedTrial(TrialRecord record, Optional<Trace> trace) {

    static TracedTrial of(Plan.Trial trial, FromTrial.Ready ready, TrialProcess.Traced traced) {
        return new TracedTrial(
                record(trial, "measured", null, ready, List.of(traced.cell())), Optional.ofNullable(traced.trace()));
    }

    static TracedTrial failed(Plan.Trial trial, String outcome, @Nullable String detail) {
        return new TracedTrial(record(trial, outcome, detail, null, List.of()), Optional.empty());
    }

    private static TrialRecord record(
            Plan.Trial trial,
            String outcome,
            @Nullable String detail,
            FromTrial.@Nullable Ready ready,
            List<CellRecord> cells) {
        String variant = trial.variant().name();
        return new TrialRecord(trial.round(), trial.order(), 1, variant, outcome, detail, ready, cells, List.of());
    }
}
