package dev.asynclab.server.run;

import dev.asynclab.api.Profile;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunState;
import dev.asynclab.server.artifact.ArtifactFiles;
import dev.asynclab.server.capsule.BadCapsule;
import dev.asynclab.server.capsule.Capsule;
import dev.asynclab.server.capsule.Manifest;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.report.CsvReport;
import dev.asynclab.server.report.HtmlReport;
import dev.asynclab.server.report.MarkdownReport;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;

/// Checks that a capsule from anybody is a run this lab can keep: everything later code takes for granted.
final class CapsuleImport {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final int MOST_CORES = 4_096;
    private static final int MOST_TRIALS = 100_000;

    private CapsuleImport() {}

    /// The run as it would have been stored.
    ///
    /// @throws BadCapsule when its parts do not belong together, or this version cannot judge and print them
    static StoredRun checked(Capsule capsule, EngineParts.Reader reader, EngineParts.Judging judging)
            throws BadCapsule {
        try {
            Plan plan = plan(capsule, reader);
            need(usable(capsule, reader, judging), "its result cannot be printed");
            return stored(capsule, plan);
        } catch (DateTimeParseException e) {
            throw new BadCapsule("it says a time that is none");
        } catch (RuntimeException e) {
            throw new BadCapsule("its records or its result are not complete ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /// What cannot be judged or printed is refused now, by what that throws, and not when somebody wants to see it.
    private static boolean usable(Capsule capsule, EngineParts.Reader reader, EngineParts.Judging judging) {
        ResultDocument result = capsule.result();
        return Reanalysis.of(capsule, reader, judging).isPresent()
                && !CsvReport.of(result).isEmpty()
                && !MarkdownReport.of(result).isEmpty()
                && !HtmlReport.of(result, "{}", capsule.scenario()).isEmpty();
    }

    private static Plan plan(Capsule capsule, EngineParts.Reader reader) throws BadCapsule {
        Manifest manifest = capsule.manifest();
        ResultDocument result = capsule.result();
        RunRequest request = manifest.request();
        need(ID.matcher(manifest.run()).matches(), "its run has no proper id");
        need(manifest.cores() > 0 && manifest.cores() <= MOST_CORES, "its number of cores is not possible");
        need(capsule.trials().size() <= MOST_TRIALS, "it has more than " + MOST_TRIALS + " trials");
        long different = capsule.trials().stream()
                .map(t -> List.of(t.round(), t.order(), t.attempt()))
                .distinct()
                .count();
        need(different == capsule.trials().size(), "it has the same trial twice");
        boolean decided = request.profile().flatMap(Profile::of).isPresent()
                && request.budgetSeconds().isPresent()
                && request.seed().isPresent();
        need(decided, "its manifest leaves profile, budget or seed open");
        need(ResultDocument.FORMAT.equals(result.format()), "its result is not " + ResultDocument.FORMAT);
        need(manifest.run().equals(result.run()), "its result is of another run");
        need(RunState.SUCCEEDED.id().equals(result.state()), "its run did not succeed");
        ArtifactFiles files = ArtifactFiles.in(result.run(), Path.of(""));
        boolean own = result.artifacts() == null || result.artifacts().stream().allMatch(files::plausible);
        need(own, "its result names files that are not its own");
        Plan plan = Reanalysis.plan(capsule, reader)
                .orElseThrow(() -> new BadCapsule("this version of the lab cannot read its scenario"));
        List<String> cells = plan.cells().stream().map(Plan.Cell::id).toList();
        need(cells.containsAll(capsule.traces().cells()), "it has a trace of a cell that its scenario has not");
        need(plan.scenario().sha256().equals(result.scenario().sha256()), "its result is of another scenario text");
        return plan;
    }

    private static void need(boolean fine, String otherwise) throws BadCapsule {
        if (!fine) {
            throw new BadCapsule(otherwise);
        }
    }

    private static StoredRun stored(Capsule capsule, Plan plan) {
        Manifest manifest = capsule.manifest();
        ResultDocument result = capsule.result();
        return new StoredRun(
                manifest.run(),
                0,
                result.scenario().id(),
                manifest.revision(),
                manifest.request().predicting(manifest.predictions()),
                plan.profile().id(),
                plan.budgetSeconds(),
                plan.seed(),
                manifest.plannedTrials(),
                capsule.trials().size(),
                RunState.SUCCEEDED,
                1,
                null,
                Instant.parse(manifest.submitted()),
                Instant.parse(result.started()),
                Instant.parse(result.ended()),
                result.outcome(),
                result.summary(),
                null);
    }
}
