package dev.asynclab.server.run;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.server.capsule.Capsule;
import dev.asynclab.server.capsule.Manifest;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.verdict.RunFacts;
import java.util.List;
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
                .map(plan -> judging.judge(
                        plan,
                        new Experiment.Outcome(capsule.trials(), capsule.calibration(), List.of()),
                        capsule.result().environment(),
                        facts(capsule)));
    }

    /// What the run said of itself: the time and the machine of a measurement stay those of the measurement.
    private static RunFacts facts(Capsule capsule) {
        ResultDocument result = capsule.result();
        return new RunFacts(
                capsule.manifest().run(),
                capsule.manifest().revision(),
                result.state(),
                result.started(),
                result.ended(),
                result.repeatWith(),
                capsule.manifest().predictions(),
                result.artifacts());
    }
}
