package dev.asynclab.server.run;

import dev.asynclab.server.fork.JavaCommand;
import dev.asynclab.server.fork.Laboratory;
import dev.asynclab.server.fork.LaboratoryFailure;
import dev.asynclab.server.plan.Order;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.TaskShape;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.verdict.Precision;
import dev.asynclab.server.verdict.Validity;
import dev.asynclab.wire.FromTrial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Carries a plan out: backends up, calibration, then round after round, until the comparisons are precise enough
/// or
/// the budget is spent.
///
/// Runs on one thread; interrupting it ends the trial in flight and every process within three seconds.
public final class Experiment {

    /// What happens while a plan is carried out. Called on the experiment's thread; must not block for long.
    public interface Listener {
        void event(String type, Map<String, Object> data);

        /// A trial is done, measured or not. Stored before the next one starts.
        void trial(TrialRecord record);
    }

    /// What was measured, for the judge.
    public record Outcome(List<TrialRecord> records, Calibration calibration, List<String> warnings) {
        public Outcome {
            records = List.copyOf(records);
            warnings = List.copyOf(warnings);
        }
    }

    private final Plan plan;
    private final Listener listener;
    private final List<TrialRecord> records = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final long started = System.nanoTime();
    private int rounds;
    private int trialsDone;

    private Experiment(Plan plan, Listener listener, List<TrialRecord> done) {
        this.plan = plan;
        this.listener = listener;
        this.records.addAll(WholeBlocks.of(plan, done));
    }

    /// Carries a plan out.
    ///
    /// @param done trials already stored by an attempt that was interrupted; they are not measured again
    /// @param directory folder for the logs of the child processes
    /// @throws LaboratoryFailure when the processes of the run do not come up
    public static Outcome run(Plan plan, List<TrialRecord> done, JavaCommand java, Path directory, Listener listener)
            throws LaboratoryFailure, InterruptedException {
        Experiment experiment = new Experiment(plan, listener, done);
        try (Laboratory laboratory = new Laboratory(plan, java, directory, experiment::sample)) {
            Calibration calibration = laboratory.open();
            experiment.rounds(laboratory, calibration);
            return new Outcome(experiment.records, calibration, experiment.warnings);
        }
    }

    private void rounds(Laboratory laboratory, Calibration calibration) throws InterruptedException {
        int planned = plan.rounds();
        Map<Integer, Integer> repeats = new HashMap<>();
        double longest = 0;
        for (int number = 1; number <= planned; number++) {
            double before = elapsedSeconds();
            if (number > 1 && before + longest > plan.budgetSeconds()) {
                warnings.add("the budget of %.0f s was spent after %d of %d rounds"
                        .formatted(plan.budgetSeconds(), number - 1, planned));
                return;
            }
            round(laboratory, number);
            rounds = number;
            longest = Math.max(longest, elapsedSeconds() - before);
            if (number == planned && plan.verdicts()) {
                planned += more(calibration, repeats, planned);
            }
        }
    }

    /// Rounds to add once the planned ones are done: one for each that the environment spoilt, else one at a time
    /// until the comparisons are precise enough.
    private int more(Calibration calibration, Map<Integer, Integer> repeats, int planned) {
        List<Integer> spoilt = Validity.roundsToRepeat(plan, records, calibration, repeats);
        if (!spoilt.isEmpty()) {
            for (int i = 0; i < spoilt.size(); i++) {
                repeats.put(planned + 1 + i, spoilt.get(i));
            }
            return spoilt.size();
        }
        return planned < plan.roundsMax() && !Precision.satisfied(plan, records, calibration) ? 1 : 0;
    }

    private void round(Laboratory laboratory, int number) throws InterruptedException {
        Plan.Round round = Order.round(plan, number);
        boolean reference = round.trials().stream()
                .flatMap(t -> t.cells().stream())
                .anyMatch(c -> c.point().kinds().stream().anyMatch(k -> TaskShape.computes(k.steps())));
        for (Plan.Trial trial : round.trials()) {
            if (alreadyDone(trial)) {
                continue;
            }
            listener.event(
                    "trial-started",
                    Map.of("round", number, "model", trial.variant().name(), "done", trialsDone));
            TrialRecord record = laboratory.run(trial, 1, reference && trial.order() == 0);
            records.add(record);
            trialsDone++;
            listener.trial(record);
        }
    }

    private boolean alreadyDone(Plan.Trial trial) {
        return records.stream().anyMatch(r -> r.round() == trial.round() && r.order() == trial.order());
    }

    private void sample(FromTrial.Sample sample) {
        listener.event(
                "sample",
                Map.of(
                        "cell", sample.cell(),
                        "rate", sample.ratePerSecond(),
                        "inFlight", sample.inFlight(),
                        "done", sample.done(),
                        "round", rounds + 1));
    }

    private double elapsedSeconds() {
        return (System.nanoTime() - started) / 1e9;
    }
}
