package dev.asynclab.server.run;

import dev.asynclab.api.Profile;
import dev.asynclab.server.fork.Laboratory;
import dev.asynclab.server.fork.TracedTrial;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.TraceRound;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.report.ChromeTrace;
import dev.asynclab.wire.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the traces of a run, after everything that is judged: one more trial per variant, outside the
/// statistics.
///
/// Asked for, they are made whatever is left of the budget, and take it over by some seconds per variant:
/// somebody who wants to see a trace does not want to hear that there was no time. Unasked, only the profiles
/// standard and publish make them, in time left over: their runs are long, and are looked at long afterwards.
/// Smoke and quick are for an answer soon; a process start and a window per variant would be a tenth of theirs.
final class TraceTrials {

    private final Plan plan;
    private final Laboratory laboratory;
    private final TraceFiles files;
    private final List<TrialRecord> records;
    private final Experiment.Listener listener;
    private final List<String> warnings = new ArrayList<>();

    /// @param records every trial so far; traces among them are not made again, and new ones are added
    TraceTrials(
            Plan plan,
            Laboratory laboratory,
            TraceFiles files,
            List<TrialRecord> records,
            Experiment.Listener listener) {
        this.plan = plan;
        this.laboratory = laboratory;
        this.files = files;
        this.records = records;
        this.listener = listener;
    }

    /// Makes those that are due.
    ///
    /// @param leftSeconds of the run's budget
    /// @return what people should know
    List<String> run(double leftSeconds) throws InterruptedException {
        List<Plan.Trial> trials = TraceRound.trials(plan);
        if (plan.trace() || unasked(plan.profile()) && TraceRound.seconds(trials) <= leftSeconds) {
            for (Plan.Trial trial : trials) {
                if (!done(trial)) {
                    trace(trial);
                }
            }
        }
        return warnings;
    }

    private static boolean unasked(Profile profile) {
        return profile.equals(Profile.STANDARD) || profile.equals(Profile.PUBLISH);
    }

    private boolean done(Plan.Trial trial) {
        return records.stream()
                .anyMatch(r -> TraceRound.isTrace(r)
                        && r.variant().equals(trial.variant().name()));
    }

    /// What goes wrong here costs the trace, never the run, which is measured by now.
    private void trace(Plan.Trial trial) throws InterruptedException {
        String cell = trial.cells().getFirst().id();
        listener.event("trial-started", Map.of("model", trial.variant().name(), "trace", cell));
        try {
            TracedTrial traced = laboratory.trace(trial, files.file(cell, TraceFiles.Kind.JFR));
            Optional<Trace> trace = traced.trace();
            if (trace.isEmpty()) {
                warnings.add("no trace of " + cell + ": " + why(traced.record()));
                return;
            }
            Files.writeString(files.file(cell, TraceFiles.Kind.TRACE), ChromeTrace.of(cell, trace.get()));
            if (trace.get().tasks().isEmpty()) {
                warnings.add("the trace of " + cell + " shows no task: none completed in its window");
            }
            records.add(traced.record());
            listener.trial(traced.record());
        } catch (IOException | UncheckedIOException e) {
            warnings.add("no trace of " + cell + ": it cannot be written: " + e.getMessage());
        }
    }

    private static String why(TrialRecord record) {
        String detail = record.detail();
        String error =
                record.cells().isEmpty() ? null : record.cells().getFirst().error();
        return error != null ? error : detail != null ? detail : record.outcome();
    }
}
