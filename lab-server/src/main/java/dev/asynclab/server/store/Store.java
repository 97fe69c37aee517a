package dev.asynclab.server.store;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.RunEvent;
import dev.asynclab.api.RunState;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.record.TrialRecord;
import dev.asynclab.server.run.RunStore;
import dev.asynclab.server.run.StoreFailure;
import dev.asynclab.server.run.StoredRun;
import dev.asynclab.server.run.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs in a SQLite file, `lab.db`, and their logs in folders beside it.
///
/// Write-ahead log with a sync at every commit: what a method has returned from survives `kill -9` and a power cut.
/// One process at a time, held by a lock on the folder; safe for many threads.
public final class Store implements RunStore {

    private final Path file;
    private final DataLock lock;
    private final RunFolders folders;
    private final RunTable runs;
    private final Submissions submissions;
    private final Readers readers;
    private final GroupCommit writer;
    private final List<Consumer<RunEvent>> listeners = new CopyOnWriteArrayList<>();

    private Store(Path data, DataLock lock) throws SQLException {
        this.folders = new RunFolders(data.resolve("runs"));
        this.file = data.resolve("lab.db");
        this.lock = lock;
        this.runs = new RunTable(file);
        this.submissions = new Submissions(runs);
        Database database = new Database(file);
        Connection connection = database.writer();
        try {
            this.readers = new Readers(file, database::reader);
        } catch (SQLException | RuntimeException e) {
            SqlFailures.closeQuietly(connection);
            throw e;
        }
        this.writer = new GroupCommit(connection, file, this::tell);
    }

    /// Opens the store of a folder, which is made when it is not there.
    ///
    /// @throws StoreLocked when another process has it open
    /// @throws StoreDamaged when the database is damaged, newer than this program, or not ours
    /// @throws StoreFailure when the folder cannot be used
    public static Store open(Path data) {
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new StoreFailure("cannot make the folder " + data + ": " + e, e, false);
        }
        DataLock lock = DataLock.take(data);
        try {
            return new Store(data, lock);
        } catch (SQLException e) {
            lock.close();
            throw SqlFailures.of(data.resolve("lab.db"), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void tell(RunEvent event) {
        listeners.forEach(l -> l.accept(event));
    }

    @Override
    public void listen(Consumer<RunEvent> listener) {
        listeners.add(listener);
    }

    @Override
    public Insertion insert(StoredRun run, String text, @Nullable String key, String fingerprint, int queueLimit) {
        return writer.write((connection, events) -> {
            Optional<Insertion> instead = submissions.instead(connection, key, fingerprint, queueLimit);
            if (instead.isPresent()) {
                return instead.get();
            }
            runs.insert(connection, run, text, key, fingerprint);
            Map<String, Object> state = Map.of("state", run.state().id());
            events.add(EventTable.append(connection, run.id(), run.submitted(), "state", state));
            AuditTable.append(connection, "run " + run.id() + " queued", run.submitted());
            return new Insertion.Inserted(runs.find(connection, run.id()).orElseThrow());
        });
    }

    @Override
    public Optional<Keyed> keyed(String key) {
        return readers.read(c -> submissions.keyed(c, key));
    }

    @Override
    public boolean move(Transition transition) {
        return writer.write((connection, events) -> {
            if (!runs.move(connection, transition)) {
                return false;
            }
            for (Transition.News news : transition.news()) {
                events.add(EventTable.append(connection, transition.run(), transition.at(), news.type(), news.data()));
            }
            AuditTable.append(
                    connection,
                    "run " + transition.run() + " " + transition.to().id(),
                    transition.at());
            return true;
        });
    }

    @Override
    public boolean adopt(
            StoredRun run, String text, List<TrialRecord> trials, Calibration calibration, ResultDocument result) {
        return writer.write((connection, events) -> {
            if (runs.find(connection, run.id()).isPresent()) {
                return false;
            }
            runs.adopt(connection, run, text, calibration, result);
            // What a replay plays: the trials in their order, at times nobody wrote down.
            for (int i = 0; i < trials.size(); i++) {
                TrialRecord trial = trials.get(i);
                TrialTable.put(connection, run.id(), trial);
                events.add(TrialEvents.started(connection, run.id(), trial));
                events.add(TrialEvents.finished(connection, run.id(), null, trial, i + 1, trials.size()));
            }
            Map<String, Object> state = Map.of("state", run.state().id());
            events.add(EventTable.append(connection, run.id(), null, "state", state));
            events.add(EventTable.append(connection, run.id(), null, "end", state));
            AuditTable.append(connection, "run " + run.id() + " imported", run.submitted());
            return true;
        });
    }

    @Override
    public boolean predict(String run, Map<String, String> answers) {
        return writer.write((connection, events) -> runs.predict(connection, run, answers));
    }

    @Override
    public Map<String, String> predictions(String run) {
        return readers.read(c -> runs.predictions(c, run));
    }

    @Override
    public void trial(String run, Instant at, TrialRecord record) {
        writer.write((connection, events) -> {
            TrialTable.put(connection, run, record);
            int done = TrialTable.count(connection, run);
            runs.trialsDone(connection, run, done);
            int planned =
                    runs.find(connection, run).map(StoredRun::plannedTrials).orElse(0);
            events.add(TrialEvents.finished(connection, run, at, record, done, Math.max(done, planned)));
            return done;
        });
    }

    @Override
    public void event(String run, Instant at, String type, Map<String, Object> fields) {
        writer.write((connection, events) -> events.add(EventTable.append(connection, run, at, type, fields)));
    }

    @Override
    public boolean delete(String run, Instant at) {
        boolean deleted = writer.write((connection, events) -> {
            Optional<StoredRun> found = runs.find(connection, run);
            if (found.isEmpty() || !found.get().state().ended()) {
                return false;
            }
            Sql.update(connection, "delete from runs where id = ?", run);
            AuditTable.append(connection, "run " + run + " deleted", at);
            return true;
        });
        if (deleted) {
            folders.remove(run);
        }
        return deleted;
    }

    @Override
    public Optional<StoredRun> find(String run) {
        return readers.read(c -> runs.find(c, run));
    }

    @Override
    public List<StoredRun> list(Query query) {
        return readers.read(c -> runs.list(c, query));
    }

    @Override
    public List<StoredRun> in(Set<RunState> states, int limit) {
        return readers.read(c -> runs.in(c, states, limit));
    }

    @Override
    public List<RunEvent> events(String run, long after) {
        return readers.read(c -> EventTable.after(c, file, run, after));
    }

    @Override
    public List<TrialRecord> trials(String run) {
        return readers.read(c -> TrialTable.of(c, file, run));
    }

    @Override
    public Optional<ResultDocument> result(String run) {
        return readers.read(c -> runs.result(c, run));
    }

    @Override
    public Optional<String> text(String run) {
        return readers.read(c -> runs.column(c, "text", run));
    }

    @Override
    public Optional<Calibration> calibration(String run) {
        return readers.read(c -> runs.calibration(c, run));
    }

    @Override
    public Path directory(String run) {
        return folders.of(run);
    }

    /// Commits what is under way and gives the folder free.
    @Override
    public void close() {
        writer.close();
        readers.close();
        lock.close();
    }
}
