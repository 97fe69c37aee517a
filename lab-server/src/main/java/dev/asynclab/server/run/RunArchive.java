package dev.asynclab.server.run;

import dev.asynclab.api.ComparisonDocument;
import dev.asynclab.api.Problem;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunStatus;
import dev.asynclab.scenario.AnswerReader;
import dev.asynclab.server.artifact.ArtifactFiles;
import dev.asynclab.server.capsule.BadCapsule;
import dev.asynclab.server.capsule.Capsule;
import dev.asynclab.server.capsule.CapsuleTraces;
import dev.asynclab.server.capsule.CapsuleZip;
import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.run.Runs.Opened;
import dev.asynclab.server.run.Runs.Scoring;
import dev.asynclab.server.verdict.RunComparison;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What ended runs have left: results, traces, capsules, and those of others taken in. The methods are those of
/// [Runs].
///
/// Safe for many threads.
final class RunArchive {

    private static final Logger LOG = LoggerFactory.getLogger(RunArchive.class);

    private final EngineParts parts;
    private final RunStore store;
    private final PreRegistration preRegistration;
    private final Function<String, RunStatus> status;

    /// @param status of a run that is there
    RunArchive(EngineParts parts, Function<String, RunStatus> status) {
        this.parts = parts;
        this.store = parts.store();
        this.preRegistration = new PreRegistration(store, parts.library(), parts.reader());
        this.status = status;
    }

    Optional<ResultDocument> result(String run) {
        return store.result(run).map(preRegistration::checked);
    }

    Optional<ResultDocument> fresh(String run) {
        return StoredCapsule.of(store, run, parts.cores())
                .flatMap(c -> Reanalysis.of(c, parts.reader(), parts.judging()))
                .map(preRegistration::checked);
    }

    Scoring score(String run, Map<String, String> answers) {
        Optional<Capsule> capsule = StoredCapsule.of(store, run, parts.cores());
        Optional<Plan> plan = capsule.flatMap(c -> Reanalysis.plan(c, parts.reader()));
        if (capsule.isEmpty() || plan.isEmpty()) {
            return new Scoring.NoResult();
        }
        List<Problem> problems = AnswerReader.problems(plan.get().scenario(), answers);
        return problems.isEmpty()
                ? new Scoring.Ok(Reanalysis.scores(capsule.get(), plan.get(), answers, parts.judging()))
                : new Scoring.Wrong(problems);
    }

    Optional<byte[]> capsule(String run) {
        return StoredCapsule.of(store, run, parts.cores())
                .map(capsule -> capsule.with(CapsuleTraces.fitting(
                        TraceFiles.in(store.directory(run)).all())))
                .map(CapsuleZip::write);
    }

    Opened open(byte[] file) {
        try {
            Capsule capsule = CapsuleZip.read(file);
            StoredRun run = CapsuleImport.checked(capsule, parts.reader(), parts.judging());
            if (store.adopt(run, capsule.scenario(), capsule.trials(), capsule.calibration(), capsule.result())) {
                // Its pictures are not in a capsule: what its kernels show is painted again from its text.
                Reanalysis.plan(capsule, parts.reader())
                        .ifPresent(plan -> files(run.id()).paint(plan));
                keep(run.id(), capsule.traces());
                return new Opened.Ok(status.apply(run.id()), false);
            }
            boolean same =
                    store.result(run.id()).filter(capsule.result()::equals).isPresent();
            return same ? new Opened.Ok(status.apply(run.id()), true) : new Opened.IdTaken(run.id());
        } catch (BadCapsule e) {
            return new Opened.Bad(String.valueOf(e.getMessage()));
        } catch (StoreFailure e) {
            if (!e.diskFull()) {
                throw e;
            }
            return new Opened.DiskFull(parts.disk().usableBytes());
        }
    }

    /// What goes wrong here costs the traces: the run itself is stored by now.
    private void keep(String run, CapsuleTraces traces) {
        try {
            TraceFiles.in(store.directory(run)).keep(traces.files());
        } catch (IOException e) {
            LOG.warn("the traces of run {} cannot be kept: {}", run, e.toString());
        }
    }

    Optional<RunRequest> repeated(String run) {
        return store.find(run)
                .flatMap(r -> store.text(run)
                        .map(text -> r.request()
                                .decided(r.profile(), r.budgetSeconds(), r.seed())
                                .predicting(Map.of())
                                .of(text)));
    }

    Optional<ComparisonDocument> compare(String base, String with, boolean anyway) {
        return StoredCapsule.of(store, base, parts.cores())
                .flatMap(a -> StoredCapsule.of(store, with, parts.cores()).map(b -> compare(a, b, anyway)));
    }

    private ComparisonDocument compare(Capsule base, Capsule with, boolean anyway) {
        return RunComparison.of(
                new RunComparison.Side(base.result(), Reanalysis.plan(base, parts.reader())),
                new RunComparison.Side(with.result(), Reanalysis.plan(with, parts.reader())),
                anyway,
                TextChanges.between(
                        base.manifest().run(), base.scenario(), with.manifest().run(), with.scenario()));
    }

    Optional<String> scenarioText(String run) {
        return store.text(run);
    }

    List<String> traces(String run) {
        return TraceFiles.in(store.directory(run)).cells();
    }

    Optional<byte[]> trace(String run, String cell, TraceFiles.Kind kind) {
        return TraceFiles.in(store.directory(run)).read(cell, kind);
    }

    List<String> artifacts(String run) {
        return files(run).names();
    }

    Optional<byte[]> artifact(String run, String name) {
        return files(run).read(name);
    }

    private ArtifactFiles files(String run) {
        return ArtifactFiles.in(run, store.directory(run));
    }
}
