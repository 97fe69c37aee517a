package dev.asynclab.server.run;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunState;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the engine needs to be kept.
///
/// Whatever changes something returns when it is on disk, all of it or nothing; every method may block and throws
/// [StoreFailure].
public interface RunStore extends AutoCloseable {

    /// What came of a new run.
    sealed interface Insertion {

        record Inserted(StoredRun run) implements Insertion {}

        record Replayed(StoredRun run) implements Insertion {}

        record KeyReused() implements Insertion {}

        record QueueFull(int queued) implements Insertion {}
    }

    /// The run that was made with an idempotency key.
    record Keyed(StoredRun run, String fingerprint) {}

    /// @param state null for any
    /// @param before only runs with a smaller number
    record Query(
            @Nullable String scenario,
            @Nullable RunState state,
            @Nullable Instant since,
            long before,
            int limit) {}

    /// Tells of every stored event once it is on disk, in the order of storing. Called on the writing thread: must
    /// not block, nor call the store.
    void listen(Consumer<RunEvent> listener);

    /// Queues a run and tells so.
    ///
    /// @param queueLimit refused when as many are queued already
    Insertion insert(StoredRun run, String text, @Nullable String key, String fingerprint, int queueLimit);

    Optional<Keyed> keyed(String key);

    /// @return whether the run was in one of the states it may leave
    boolean move(Transition transition);

    /// Stores a run that was finished elsewhere, all of it or nothing.
    ///
    /// @return whether there was no run of this id
    boolean adopt(StoredRun run, String text, List<TrialRecord> trials, Calibration calibration, ResultDocument result);

    /// Replaces the predictions of a run, unless measuring has started. It never unlocks again: a run that is
    /// continued after a crash has shown figures before.
    ///
    /// @return whether they were still open
    boolean predict(String run, Map<String, String> answers);

    /// The predictions of a run as handed in; empty for a run that does not exist.
    Map<String, String> predictions(String run);

    /// Stores a trial with its event, `trial-finished`.
    void trial(String run, Instant at, TrialRecord record);

    void event(String run, Instant at, String type, Map<String, Object> data);

    /// Forgets a run, its trials, events, result and folder. Only for one that ended.
    ///
    /// @return whether it had ended
    boolean delete(String run, Instant at);

    Optional<StoredRun> find(String run);

    /// Newest first.
    List<StoredRun> list(Query query);

    /// Runs in one of the states, oldest first.
    List<StoredRun> in(Set<RunState> states, int limit);

    List<RunEvent> events(String run, long after);

    /// In the order they were measured.
    List<TrialRecord> trials(String run);

    Optional<ResultDocument> result(String run);

    Optional<String> text(String run);

    /// What a judged run was calibrated with.
    Optional<Calibration> calibration(String run);

    /// Folder for the logs of a run's processes; made when it is not there.
    Path directory(String run);

    @Override
    void close();
}
