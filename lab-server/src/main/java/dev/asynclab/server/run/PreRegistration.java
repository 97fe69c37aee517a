package dev.asynclab.server.run;

import dev.asynclab.api.Claim;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.Check;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether the claims a result was judged by are those that were written down before anything was measured.
///
/// The text of a scenario is stored with its run before the first trial, and a result is judged by that text.
/// What can go wrong is the file: claims that were made to fit the data afterwards. So the stored text is held
/// against the scenario of the same name whenever a result is read.
final class PreRegistration {

    static final String CODE = "pre-registered";

    private final RunStore store;
    private final ScenarioLibrary library;
    private final EngineParts.Reader reader;

    PreRegistration(RunStore store, ScenarioLibrary library, EngineParts.Reader reader) {
        this.store = store;
        this.library = library;
        this.reader = reader;
    }

    /// The result with the check added, as of now.
    ResultDocument checked(ResultDocument result) {
        List<Check> checks = new ArrayList<>(result.checks());
        checks.removeIf(c -> c.code().equals(CODE));
        checks.add(check(result));
        return result.withChecks(checks);
    }

    private Check check(ResultDocument result) {
        String sha256 = result.scenario().sha256();
        String before = "claims stored before the first trial (sha256 "
                + sha256.substring(0, Math.min(12, sha256.length())) + ")";
        Optional<ScenarioLibrary.Stored> current = current(result);
        if (current.isEmpty() || current.get().revision().equals(sha256)) {
            return new Check(CODE, true, before);
        }
        Optional<List<Said>> then = store.text(result.run()).flatMap(this::claims);
        Optional<List<Said>> now = claims(current.get().text());
        if (now.isEmpty()) {
            return new Check(CODE, false, "the scenario was edited after measurement and cannot be read: rerun");
        }
        return then.equals(now)
                ? new Check(CODE, true, before + "; the file was edited since, its claims were not")
                : new Check(CODE, false, "claims edited after measurement - rerun");
    }

    /// The scenario a run named. A text sent along was never in the library: one of the same name there is
    /// another.
    private Optional<ScenarioLibrary.Stored> current(ResultDocument result) {
        return store.find(result.run()).flatMap(run -> run.request().scenario()).flatMap(library::find);
    }

    /// What a claim says, wherever it stands in the file.
    private record Said(String id, String that, Object at, Claim.Grade grade) {}

    private Optional<List<Said>> claims(String text) {
        return reader.read("scenario.yaml", text, Settings.NONE) instanceof Reading.Valid valid
                ? Optional.of(valid.scenario().claims().stream()
                        .map(c -> new Said(c.id(), c.that(), c.at(), c.grade()))
                        .toList())
                : Optional.empty();
    }
}
