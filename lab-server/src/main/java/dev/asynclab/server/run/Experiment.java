package dev.asynclab.server.run;

import dev.asynclab.api.PythonModels;
import dev.asynclab.server.fork.JavaCommand;
import dev.asynclab.server.fork.Laboratory;
import dev.asynclab.server.fork.LaboratoryFailure;
import dev.asynclab.server.plan.Order;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.TaskShape;
import dev.asynclab.server.plan.TraceRound;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.verdict.Forecast;
import dev.asynclab.server.verdict.Precision;
import dev.asynclab.server.verdict.Validity;
import dev.asynclab.wire.FromTrial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Carries a plan out: backends up, calibration, then round after round, until the comparisons are precise enough
/// or the budget is spent.
///
/// Runs on one thread; interrupting it ends the trial in flight and every process within three seconds.
public final class Experiment {

    /// After so many rounds their spread says more than the profile's assumption.
    private static final int ROUNDS_FOR_NOISE = 3;

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
    private final Budget budget;
    private final double traceSeconds;
    private final List<TrialRecord> records = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final long started = System.nanoTime();
    private double roundsBegan;
    private int rounds;

    private Experiment(Plan plan, Listener listener, List<TrialRecord> done) {
        this.plan = plan;
        this.listener = listener;
        this.traceSeconds = TraceRound.seconds(plan);
        this.budget =
                new Budget(plan.budgetSeconds(), (plan.estimatedSeconds() - traceSeconds) / Math.max(1, plan.rounds()));
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
            experiment.tell(calibration, experiment.rounds);
            experiment.afterRounds(new CrossoverSearch.Place(laboratory, calibration, java, directory));
            return new Outcome(experiment.records, calibration, experiment.warnings);
        }
    }

    private void rounds(Laboratory laboratory, Calibration calibration) throws InterruptedException {
        laboratory.endBy(started + (long) (budget.latestSeconds() * 1e9));
        roundsBegan = elapsedSeconds();
        int planned = plan.rounds();
        Map<Integer, Integer> repeats = new HashMap<>();
        for (int number = 1; number <= planned; number++) {
            double before = elapsedSeconds();
            boolean inTime = number <= plan.rounds() ? budget.holdsPlanned(before) : budget.holdsAnother(before);
            if (!inTime || !round(laboratory, calibration, number)) {
                spent(planned);
                return;
            }
            rounds = number;
            int more = number == planned && plan.verdicts() ? more(calibration, repeats, planned) : 0;
            planned += more;
            if (number == 1 || number == ROUNDS_FOR_NOISE || more > 0) {
                tell(calibration, planned);
            }
        }
    }

    /// What follows once the rounds are done, on the same backends and within what is left of the budget.
    private void afterRounds(CrossoverSearch.Place place) throws LaboratoryFailure, InterruptedException {
        warnings.addAll(
                new CrossoverSearch(plan, place, records, listener).run(plan.budgetSeconds() - elapsedSeconds()));
        TraceFiles files = TraceFiles.in(place.directory());
        warnings.addAll(new TraceTrials(plan, place.laboratory(), files, records, listener)
                .run(plan.budgetSeconds() - elapsedSeconds()));
    }

    /// Rounds to add once the planned ones are done: one for each that the environment spoilt, else a batch at a
    /// time until the comparisons are precise enough.
    private int more(Calibration calibration, Map<Integer, Integer> repeats, int planned) {
        List<Integer> spoilt = Validity.roundsToRepeat(plan, records, calibration, repeats);
        if (!spoilt.isEmpty()) {
            for (int i = 0; i < spoilt.size(); i++) {
                repeats.put(planned + 1 + i, spoilt.get(i));
            }
            return spoilt.size();
        }
        int room = Math.min(plan.profile().batch(), plan.roundsMax() - planned);
        return room > 0 && !Precision.satisfied(plan, records, calibration) ? room : 0;
    }

    /// False when the budget ended in the middle of it: what was measured until then stays.
    private boolean round(Laboratory laboratory, Calibration calibration, int number) throws InterruptedException {
        List<Plan.Trial> trials = Order.round(plan, number).trials();
        List<Plan.Trial> missing = trials.stream().filter(t -> !alreadyDone(t)).toList();
        if (missing.isEmpty()) {
            return true;
        }
        double began = elapsedSeconds();
        new BeforeRound(plan, listener).prepare(laboratory, calibration, number);
        boolean reference = trials.stream()
                .flatMap(t -> t.cells().stream())
                .anyMatch(c -> c.point().kinds().stream().anyMatch(k -> TaskShape.computes(k.steps())));
        for (Plan.Trial trial : missing) {
            listener.event(
                    "trial-started",
                    Map.of("round", number, "model", trial.variant().name()));
            TrialRecord record = laboratory.run(trial, 1, reference && firstOfItsLanguage(trial, trials));
            if (record.outcome().equals(Laboratory.OUT_OF_TIME)) {
                return false;
            }
            records.add(record);
            listener.trial(record);
        }
        if (missing.size() == trials.size()) {
            budget.round(elapsedSeconds() - began);
        }
        return true;
    }

    /// The kernels' own rate is taken once a round in each language.
    private static boolean firstOfItsLanguage(Plan.Trial trial, List<Plan.Trial> round) {
        boolean python = PythonModels.isPython(trial.variant().model());
        return round.stream()
                .filter(t -> PythonModels.isPython(t.variant().model()) == python)
                .allMatch(t -> t.order() >= trial.order());
    }

    private boolean alreadyDone(Plan.Trial trial) {
        return records.stream().anyMatch(r -> r.round() == trial.round() && r.order() == trial.order());
    }

    private void spent(int planned) {
        String text =
                "the budget of %.0f s was spent after %d of %d rounds".formatted(plan.budgetSeconds(), rounds, planned);
        boolean tooFew = plan.verdicts() && rounds < plan.roundsNeeded();
        warnings.add(
                tooFew
                        ? text
                                + "; a verdict needs %d: ask for --budget %.0fs"
                                        .formatted(plan.roundsNeeded(), budget.toHold(plan.roundsNeeded(), roundsBegan))
                        : text);
    }

    /// The plan as it stands now: what the rounds so far cost and how far they scatter replaces what was assumed.
    private void tell(Calibration calibration, int planned) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("rounds", planned);
        int traces = plan.trace() ? TraceRound.trials(plan).size() : 0;
        data.put("trials", planned * Order.round(plan, 1).trials().size() + traces);
        data.put(
                "estimatedSeconds",
                traceSeconds
                        + (plan.searches().isEmpty()
                                ? budget.endSeconds(elapsedSeconds(), planned - rounds)
                                : plan.budgetSeconds()));
        data.put("budgetSeconds", plan.budgetSeconds());
        data.put("round", rounds);
        if (rounds >= ROUNDS_FOR_NOISE && plan.verdicts()) {
            Forecast.measured(plan, planned, records, calibration)
                    .ifPresent(forecast -> data.put("forecast", forecast.sentence()));
        }
        listener.event("plan", data);
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
