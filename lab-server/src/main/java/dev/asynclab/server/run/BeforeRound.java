package dev.asynclab.server.run;

import dev.asynclab.server.fork.Laboratory;
import dev.asynclab.server.fork.Quiet;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.record.Calibration;
import java.util.Map;

/// What the longer profiles do before each round: wait until other programs are quiet, and see whether the
/// backends still are what they were. Neither can stop a round; what was found is told.
record BeforeRound(Plan plan, Experiment.Listener listener) {

    void prepare(Laboratory laboratory, Calibration calibration, int number) throws InterruptedException {
        if (!plan.profile().care().quiet().isZero()) {
            Quiet.Waited waited = laboratory.awaitQuiet(plan.profile().care().quiet());
            if (!waited.quiet()) {
                warn("round %d starts on a busy machine: other programs took %.0f %% of it after %d s of waiting"
                        .formatted(number, 100 * waited.foreignShare(), waited.looks()));
            }
        }
        if (!plan.profile().care().recheck().isZero()) {
            laboratory
                    .recheck(plan.profile().care().recheck())
                    .ifPresent(
                            now -> calibration.changes(now).forEach(change -> warn("round " + number + ": " + change)));
        }
    }

    private void warn(String message) {
        listener.event("warning", Map.of("message", message));
    }
}
