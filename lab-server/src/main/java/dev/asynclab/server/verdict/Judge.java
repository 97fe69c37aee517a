package dev.asynclab.server.verdict;

import dev.asynclab.api.CrossoverResult;
import dev.asynclab.api.MapResult;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.Sentences;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.Search;
import dev.asynclab.server.plan.SearchRounds;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From what a run stored to what it found. Pure: the same records give the same document, on any machine.
///
/// Reading order: [Validity] says which rounds count, [MetricValues] turns records into figures, [Bounds]
/// says
/// what was possible, [Pairs] and [Claims] compare, [Outcome] and [Summary] say it in a word and in a
/// sentence.
public final class Judge {

    private Judge() {}

    /// The result document of a run.
    ///
    /// @param records every trial, in any order, void and failed ones included
    /// @param environment fingerprint of the machine, passed through
    public static ResultDocument judge(
            Plan plan,
            List<TrialRecord> records,
            Calibration calibration,
            Map<String, Object> environment,
            RunFacts facts) {
        List<SearchEvidence> searches = searches(plan, records, calibration);
        List<SearchEvidence> crossings =
                searches.stream().filter(s -> !s.search().isMap()).toList();
        List<CrossoverResult> crossovers =
                crossings.stream().map(Crossovers::result).toList();
        Optional<MapResult> map =
                searches.stream().filter(s -> s.search().isMap()).findFirst().map(s -> new WinnerGrid(s).result());
        Judgement judgement =
                plan.searchOnly() && searches.getFirst().judgement().isPresent()
                        ? searches.getFirst().judgement().get()
                        : Judgement.of(plan, SearchRounds.ordinary(records), calibration);
        List<ResultDocument.Cell> cells = new CellResults(judgement).all();
        List<ResultDocument.PairResult> pairs = new Pairs(judgement).judge();
        List<ResultDocument.ClaimResult> claims = new Claims(judgement, crossovers).judge();
        Scenario scenario = plan.scenario();
        return new ResultDocument(
                ResultDocument.FORMAT,
                facts.run(),
                new ResultDocument.ScenarioRef(scenario.id(), facts.revision(), scenario.sha256()),
                plan.profile().id(),
                facts.state(),
                Outcome.of(claims, cells),
                plan.searchOnly() && !crossovers.isEmpty()
                        ? Sentences.crossover(crossovers.getFirst()) + "."
                        : Summary.of(cells, pairs, claims),
                cells,
                pairs,
                claims,
                crossovers,
                new Predictions(judgement).judge(facts.predictions()),
                new Mechanisms(judgement).all(),
                new Checks(judgement).all(),
                Limits.of(scenario, records),
                environment,
                plan.seed(),
                facts.started(),
                facts.ended(),
                facts.repeatWith(),
                WarmUps.of(plan, records),
                map.orElse(null),
                new Exploratory(judgement).all(),
                facts.artifacts());
    }

    private static List<SearchEvidence> searches(Plan plan, List<TrialRecord> records, Calibration calibration) {
        List<SearchEvidence> searches = new ArrayList<>();
        for (Search search : plan.searches()) {
            searches.add(new SearchEvidence(search, searches.size(), records, calibration));
        }
        return searches;
    }
}
