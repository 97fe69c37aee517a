package dev.asynclab.server.verdict;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.Scenario;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import java.util.List;
import java.util.Map;

/// From what a run stored to what it found. Pure: the same records give the same document, on any machine.
///
/// Reading order: [Validity] says which rounds count, [MetricValues] turns records into figures, [Bounds] says
/// what was possible, [Pairs] and [Claims] compare, [Outcome] and [Summary] say it in a word and in a sentence.
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
        Judgement judgement = Judgement.of(plan, records, calibration);
        List<ResultDocument.Cell> cells = new CellResults(judgement).all();
        List<ResultDocument.PairResult> pairs = new Pairs(judgement).judge();
        List<ResultDocument.ClaimResult> claims = new Claims(judgement).judge();
        Scenario scenario = plan.scenario();
        return new ResultDocument(
                ResultDocument.FORMAT,
                facts.run(),
                new ResultDocument.ScenarioRef(scenario.id(), facts.revision(), scenario.sha256()),
                plan.profile().id(),
                facts.state(),
                Outcome.of(claims, cells),
                Summary.of(cells, pairs, claims),
                cells,
                pairs,
                claims,
                List.of(),
                List.of(),
                List.of(),
                new Checks(judgement).all(),
                Limits.of(scenario, records),
                environment,
                plan.seed(),
                facts.started(),
                facts.ended(),
                facts.repeatWith(),
                WarmUps.of(plan, records));
    }
}
