package dev.asynclab.server.run;

import dev.asynclab.api.ComparisonDocument;
import dev.asynclab.api.PlanDocument;
import dev.asynclab.api.Problem;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.PredictionResult;
import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunStatus;
import dev.asynclab.server.record.TrialRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Everything the REST API can ask about runs. Implemented by the run engine; every method may block on the
/// store, so it is called from a virtual thread, never from an event loop.
public interface Runs {

    /// The answer to a request to run something.
    sealed interface Submission {

        /// On disk: the run survives whatever happens from here on. `replayed`: the idempotency key was seen
        /// before.
        record Accepted(RunStatus status, boolean replayed) implements Submission {}

        /// The scenario, a setting or a filter is wrong; nothing was stored.
        record Invalid(List<Problem> problems) implements Submission {}

        record NoSuchScenario(String id) implements Submission {}

        /// The idempotency key was used before with another request.
        record KeyReused(String key) implements Submission {}

        record QueueFull(int queued, int retryAfterSeconds) implements Submission {}

        /// The server is shutting down.
        record Draining() implements Submission {}

        record DiskFull(long freeBytes, long floorBytes) implements Submission {}
    }

    /// A plan, or why there is none.
    sealed interface Planned {

        record Ok(PlanDocument plan) implements Planned {}

        record Invalid(List<Problem> problems) implements Planned {}

        record NoSuchScenario(String id) implements Planned {}
    }

    /// What came of handing in predictions.
    sealed interface Prediction {

        /// On disk, and can still be changed.
        record Kept(Map<String, String> answers) implements Prediction {}

        /// Measuring has started: whoever answers now may have seen figures.
        record Locked(String state) implements Prediction {}

        record Wrong(List<Problem> problems) implements Prediction {}

        record NoSuchRun() implements Prediction {}
    }

    /// What came of scoring answers given after the run, as to a replay.
    sealed interface Scoring {

        /// One per question of the lesson, answered or not, as a result has them.
        record Ok(List<PredictionResult> predictions) implements Scoring {}

        record Wrong(List<Problem> problems) implements Scoring {}

        /// The run does not exist, has no result, or this version cannot read its scenario any more.
        record NoResult() implements Scoring {}
    }

    /// What came of opening a run that was measured elsewhere.
    sealed interface Opened {

        /// @param known whether this very run was here before
        record Ok(RunStatus status, boolean known) implements Opened {}

        record Bad(String reason) implements Opened {}

        /// Another run has this id.
        record IdTaken(String run) implements Opened {}

        record DiskFull(long freeBytes) implements Opened {}
    }

    /// What came of a request to cancel or delete.
    enum Change {
        DONE,
        ALREADY_ENDED,
        STILL_RUNNING,
        NO_SUCH_RUN
    }

    /// A page of runs, newest first. `nextPageToken` is null on the last page.
    record Page(List<RunStatus> runs, @Nullable String nextPageToken) {}

    /// A live feed of events. Closing it is idempotent.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /// @param idempotencyKey null when the caller gave none
    /// @param fingerprint of the request's content, to tell a retry from a reuse
    Submission submit(RunRequest request, @Nullable String idempotencyKey, String fingerprint);

    Planned plan(RunRequest request);

    Optional<RunStatus> status(String run);

    /// @param scenario null for any
    /// @param state id of a run state, null for any
    /// @param since ISO-8601 instant of submission, null for any
    Page list(
            @Nullable String scenario,
            @Nullable String state,
            @Nullable String since,
            int pageSize,
            @Nullable String pageToken);

    /// Replaces the predictions of a run that is not measured yet.
    ///
    /// @param answers id of a question of the lesson to the answer
    Prediction predict(String run, Map<String, String> answers);

    /// The answers handed in for a run; empty when there are none.
    Map<String, String> predictions(String run);

    /// Scores answers by what a run has measured, exactly as those handed in before it. Nothing is stored.
    ///
    /// @param answers id of a question of the lesson to the answer
    Scoring score(String run, Map<String, String> answers);

    Change cancel(String run);

    Change delete(String run);

    /// Stored events of a run with a sequence above `after`, in order.
    List<RunEvent> events(String run, long after);

    /// Hands over stored events after `after`, then live ones, without gap or double; live samples, which are not
    /// stored, have sequence 0. Called on an engine thread: must not block. The event of type `end` is the last
    /// one.
    ///
    /// @param run null for the events of all runs from now on
    Subscription subscribe(@Nullable String run, long after, Consumer<RunEvent> listener);

    /// The result of an ended run; empty while it is queued or running, or when it never measured anything.
    Optional<ResultDocument> result(String run);

    /// The result of an ended run judged anew from its records; nothing is stored. Empty when there is no result,
    /// or this version cannot read the scenario any more.
    Optional<ResultDocument> fresh(String run);

    /// A finished run as a file that can be opened elsewhere; empty when it has no result.
    Optional<byte[]> capsule(String run);

    /// Keeps the run of such a file, which may come from anybody, under its own id.
    Opened open(byte[] capsule);

    /// The request that repeats a run: its text, settings, seed and budget; empty for a run that does not exist.
    Optional<RunRequest> repeated(String run);

    /// Two finished runs side by side; empty when one of them has no result.
    ///
    /// @param anyway compare them also when they are not comparable
    Optional<ComparisonDocument> compare(String base, String with, boolean anyway);

    /// The exact text of the scenario a run was made with.
    Optional<String> scenarioText(String run);

    /// Cells of a run that have a trace, sorted.
    List<String> traces(String run);

    /// The trace of a cell; empty when there is none.
    Optional<byte[]> trace(String run, String cell, TraceFiles.Kind kind);

    /// Names of the run's artifacts, sorted.
    List<String> artifacts(String run);

    /// An artifact; empty when there is none of this name.
    Optional<byte[]> artifact(String run, String name);

    /// The trials of a run stored so far.
    List<TrialRecord> trials(String run);
}
