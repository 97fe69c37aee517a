package dev.asynclab.server.run;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.server.capsule.Capsule;
import dev.asynclab.server.capsule.Manifest;
import dev.asynclab.server.record.Calibration;
import java.util.Map;
import java.util.Optional;

/// A finished run out of the store, its traces apart.
final class StoredCapsule {

    private StoredCapsule() {}

    /// Empty for a run that does not exist or has no result.
    ///
    /// @param cores for a result that does not say how many its trials could use
    static Optional<Capsule> of(RunStore store, String id, int cores) {
        Optional<StoredRun> run = store.find(id);
        Optional<ResultDocument> result = store.result(id);
        if (run.isEmpty() || result.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Capsule(
                manifest(run.get(), result.get(), store.predictions(id), cores),
                store.text(id).orElse(""),
                store.trials(id),
                store.calibration(id).orElseGet(() -> new Calibration(Map.of())),
                result.get()));
    }

    private static Manifest manifest(StoredRun run, ResultDocument result, Map<String, String> predictions, int cores) {
        int used = result.environment().get("cores") instanceof Number known ? known.intValue() : cores;
        return new Manifest(
                Manifest.FORMAT,
                run.id(),
                run.revision(),
                run.request().decided(run.profile(), run.budgetSeconds(), run.seed()),
                used,
                predictions,
                run.plannedTrials(),
                String.valueOf(result.environment().getOrDefault("lab", "unknown")),
                run.submitted().toString());
    }
}
