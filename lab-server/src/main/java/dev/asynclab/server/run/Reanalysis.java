package dev.asynclab.server.run;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.PredictionResult;
import dev.asynclab.server.capsule.Capsule;
import dev.asynclab.server.capsule.Manifest;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.verdict.RunFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A finished run judged once more from its records. The same version of the lab gives the same bytes, on any
/// machine.
final class Reanalysis {

    private Reanalysis() {}

    /// The plan a run was measured by; empty when this version cannot read its scenario.
    static Optional<Plan> plan(Capsule capsule, EngineParts.Reader reader) {
        Manifest manifest = capsule.manifest();
        PreparedRun prepared = PreparedRun.decided(
                manifest.request(), capsule.scenario(), manifest.revision(), reader, manifest.cores());
        return prepared instanceof PreparedRun.Ready ready ? Optional.of(ready.plan()) : Optional.empty();
    }

    /// The result as this version judges it; empty when it cannot read the scenario any more.
    static Optional<ResultDocument> of(Capsule capsule, EngineParts.Reader reader, EngineParts.Judging judging) {
        return plan(capsule, reader)
                .map(plan -> judged(capsule, plan, capsule.manifest().predictions(), judging));
    }

    /// Answers that were not handed in with the run, beside what it measured.
    static List<PredictionResult> scores(
            Capsule capsule, Plan plan, Map<String, String> answers, EngineParts.Judging judging) {
        return judged(capsule, plan, answers, judging).predictions();
    }

    private static ResultDocument judged(
            Capsule capsule, Plan plan, Map<String, String> answers, EngineParts.Judging judging) {
        return judging.judge(
                plan,
                new Experiment.Outcome(capsule.trials(), capsule.calibration(), List.of()),
                capsule.result().environment(),
                facts(capsule, answers));
    }

    /// What the run said of itself: the time and the machine of a measurement stay those of the measurement.
    private static RunFacts facts(Capsule capsule, Map<String, String> answers) {
        ResultDocument result = capsule.result();
        return new RunFacts(
                capsule.manifest().run(),
                capsule.manifest().revision(),
                result.state(),
                result.started(),
                result.ended(),
                result.repeatWith(),
                answers,
                result.artifacts());
    }
}
