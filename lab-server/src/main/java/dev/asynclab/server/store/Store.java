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
import dev.asynclab.wire.Measurement;
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
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/// Runs in a SQLite file, `lab.db`, and their logs in folders beside it.
///
/// Write-ahead log with a sync at every commit: what a method has returned from survives `kill -9` and a power cut.
/// One process at a time, held by a lock on the folder; safe for many threads.
public final class Store implements RunStore {

    /// Reading every page takes about a second per gigabyte; a larger file is checked row by row when read.
    private static final long CHECK_WHOLE_UP_TO_BYTES = 64L << 20;

    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

    private final Path file;
    private final DataLock lock;
    private final RunFolders folders;
    private final RunTable runs;
    private final Readers readers;
    private final GroupCommit writer;
    private final List<Consumer<RunEvent>> listeners = new CopyOnWriteArrayList<>();

    private Store(Path data, DataLock lock) throws SQLException {
        this.folders = new RunFolders(data.resolve("runs"));
        this.file = data.resolve("lab.db");
        this.lock = lock;
        this.runs = new RunTable(file);
        Connection connection = connect(false);
        try {
            check(connection);
            Schema.migrate(connection, file);
            this.readers = new Readers(file, () -> connect(true));
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

    private Connection connect(boolean reader) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        if (reader) {
            Sql.update(connection, "pragma query_only = true");
        }
        return connection;
    }

    private void check(Connection connection) throws SQLException {
        if (file.toFile().length() > CHECK_WHOLE_UP_TO_BYTES) {
            return;
        }
        String answer = Sql.first(connection, "pragma quick_check(1)", r -> r.getString(1))
                .orElse("ok");
        if (!answer.equals("ok")) {
            throw SqlFailures.damaged(file, new SQLException(answer));
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
            if (key != null) {
                Optional<StoredRun> earlier = runs.keyed(connection, key);
                if (earlier.isPresent()) {
                    String first = runs.column(
                                    connection, "fingerprint", earlier.get().id())
                            .orElse("");
                    return first.equals(fingerprint)
                            ? new Insertion.Replayed(earlier.get())
                            : new Insertion.KeyReused();
                }
            }
            int queued = runs.queued(connection);
            if (queued >= queueLimit) {
                return new Insertion.QueueFull(queued);
            }
            runs.insert(connection, run, text, key, fingerprint);
            events.add(EventTable.append(
                    connection,
                    run.id(),
                    run.submitted(),
                    "state",
                    Map.of("state", run.state().id())));
            audit(connection, "run " + run.id() + " queued", run.submitted());
            return new Insertion.Inserted(runs.find(connection, run.id()).orElseThrow());
        });
    }

    @Override
    public Optional<Keyed> keyed(String key) {
        return readers.read(connection -> {
            Optional<StoredRun> run = runs.keyed(connection, key);
            return run.isEmpty()
                    ? Optional.empty()
                    : runs.column(connection, "fingerprint", run.get().id()).map(f -> new Keyed(run.get(), f));
        });
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
            audit(connection, "run " + transition.run() + " " + transition.to().id(), transition.at());
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
                Map<String, Object> begun = Map.of("round", trial.round(), "model", trial.variant());
                events.add(EventTable.append(connection, run.id(), null, "trial-started", begun));
                Map<String, Object> done = finished(trial, i + 1, trials.size());
                events.add(EventTable.append(connection, run.id(), null, "trial-finished", done));
            }
            Map<String, Object> state = Map.of("state", run.state().id());
            events.add(EventTable.append(connection, run.id(), null, "state", state));
            events.add(EventTable.append(connection, run.id(), null, "end", state));
            audit(connection, "run " + run.id() + " imported", run.submitted());
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
            long done = TrialTable.count(connection, run);
            runs.trialsDone(connection, run, done);
            int planned =
                    runs.find(connection, run).map(StoredRun::plannedTrials).orElse(0);
            events.add(EventTable.append(
                    connection,
                    run,
                    at,
                    "trial-finished",
                    finished(record, (int) done, Math.max((int) done, planned))));
            return done;
        });
    }

    private static Map<String, Object> finished(TrialRecord record, int done, int of) {
        return Map.of(
                "round", record.round(),
                "variant", record.variant(),
                "outcome", record.outcome(),
                "rates", rates(record),
                "done", done,
                "of", of);
    }

    /// Tasks per second by cell: what a monitor that comes late has missed.
    private static Map<String, Object> rates(TrialRecord record) {
        Map<String, Object> rates = new TreeMap<>();
        for (TrialRecord.CellRecord cell : record.cells()) {
            Measurement measured = cell.measurement();
            if (measured != null && Double.isFinite(measured.throughput())) {
                rates.put(cell.cell(), measured.throughput());
            }
        }
        return rates;
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
            audit(connection, "run " + run + " deleted", at);
            return true;
        });
        if (deleted) {
            folders.remove(run);
        }
        return deleted;
    }

    private static void audit(Connection connection, String what, Instant at) throws SQLException {
        Sql.update(connection, "insert into audit (what, at_micros) values (?, ?)", what, Sql.micros(at));
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
