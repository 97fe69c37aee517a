package dev.asynclab.server.run;

import dev.asynclab.server.fork.JavaCommand;
import dev.asynclab.server.fork.Laboratory;
import dev.asynclab.server.fork.LaboratoryFailure;
import dev.asynclab.server.plan.Order;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Search;
import dev.asynclab.server.plan.SearchRound;
import dev.asynclab.server.plan.TaskShape;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.verdict.Crossovers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Carries the searches of a plan out, after its rounds: asks what to measure next, measures it, asks again.
///
/// A round is one process per variant, in shuffled order, each measuring all values of the round:
/// starting a process
/// costs more than measuring one more value in it.
final class CrossoverSearch {

    /// Where the trials of a search run and are told of.
    ///
    /// @param laboratory of the run
    /// @param directory for the logs of further processes
    record Place(Laboratory laboratory, Calibration calibration, JavaCommand java, Path directory) {}

    private final Plan plan;
    private final Place place;
    private final Experiment.Listener listener;
    private final List<TrialRecord> records;

    private final List<String> warnings = new ArrayList<>();
    private boolean outOfTime;

    /// @param records every trial so far; those of a search are not measured again, and new ones are added
    CrossoverSearch(Plan plan, Place place, List<TrialRecord> records, Experiment.Listener listener) {
        this.plan = plan;
        this.place = place;
        this.records = records;
        this.listener = listener;
    }

    /// Runs every search of the plan, each on its share of the time that is left.
    ///
    /// @param leftSeconds of the run's budget
    /// @return what people should know
    List<String> run(double leftSeconds) throws InterruptedException, LaboratoryFailure {
        long begin = System.nanoTime();
        int left = plan.verdicts() ? plan.searches().size() : 0;
        for (int index = 0; index < plan.searches().size() && left > 0; index++, left--) {
            double rest = leftSeconds - (System.nanoTime() - begin) / 1e9;
            run(index, rest / left);
        }
        return warnings;
    }

    private void run(int index, double seconds) throws InterruptedException, LaboratoryFailure {
        Search search = plan.searches().get(index);
        long begin = System.nanoTime();
        Optional<SearchRound> next = Crossovers.next(search, index, records, place.calibration());
        while (next.isPresent()) {
            SearchRound round = next.get();
            Plan probes = search.plan(round.points())
                    .orElseThrow(() -> new LaboratoryFailure("the file cannot be read at " + round.points()));
            double spent = (System.nanoTime() - begin) / 1e9;
            if (spent + seconds(probes) > seconds) {
                warnings.add("search %s: its budget of %.0f s was spent; more --budget lets it go on"
                        .formatted(search.id(), seconds));
                return;
            }
            measure(search, round, probes);
            if (outOfTime) {
                warnings.add("search %s: the run's budget was spent".formatted(search.id()));
                return;
            }
            next = Crossovers.next(search, index, records, place.calibration());
        }
    }

    /// Trials of one round; the start of the backends is not part of it.
    private static double seconds(Plan probes) {
        return probes.estimatedSeconds();
    }

    private void measure(Search search, SearchRound round, Plan probes) throws InterruptedException, LaboratoryFailure {
        if (backends(plan).containsAll(backends(probes))) {
            measure(search, round, probes, place.laboratory());
            return;
        }
        // The axis changes a backend: one that answers in this way is not up yet.
        try (Laboratory own = new Laboratory(probes, place.java(), place.directory(), sample -> {})) {
            Calibration _ = own.open();
            measure(search, round, probes, own);
        }
    }

    private static Set<Object> backends(Plan plan) {
        return plan.cells().stream()
                .flatMap(c -> c.point().backends().values().stream())
                .collect(Collectors.toSet());
    }

    private void measure(Search search, SearchRound round, Plan probes, Laboratory laboratory)
            throws InterruptedException {
        boolean computes = probes.cells().stream()
                .anyMatch(c -> c.point().kinds().stream().anyMatch(k -> TaskShape.computes(k.steps())));
        for (Plan.Trial trial : Order.round(probes, round.number()).trials()) {
            if (done(trial)) {
                continue;
            }
            listener.event(
                    "trial-started",
                    Map.of(
                            "round", round.n(),
                            "model", trial.variant().name(),
                            "search", search.id(),
                            "stage", round.stage().name().toLowerCase(Locale.ROOT)));
            TrialRecord record = laboratory.run(trial, 1, computes && trial.order() == 0);
            if (record.outcome().equals(Laboratory.OUT_OF_TIME)) {
                outOfTime = true;
                return;
            }
            records.add(record);
            listener.trial(record);
        }
    }

    private boolean done(Plan.Trial trial) {
        return records.stream().anyMatch(r -> r.round() == trial.round() && r.order() == trial.order());
    }
}
