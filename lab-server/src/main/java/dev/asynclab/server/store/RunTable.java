package dev.asynclab.server.store;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.RunRequest;
import dev.asynclab.api.RunState;
import dev.asynclab.server.record.Calibration;
import dev.asynclab.server.run.RunStore.Query;
import dev.asynclab.server.run.StoredRun;
import dev.asynclab.server.run.Transition;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The runs, and the results of those that were judged.
final class RunTable {

    private static final String COLUMNS = """
            select r.*, case when r.state = 'queued'
                then (select count(*) from runs q where q.state = 'queued' and q.number < r.number) end as position
            from runs r
            """;

    private final Path file;

    /// @param file named in refusals
    RunTable(Path file) {
        this.file = file;
    }

    void insert(Connection connection, StoredRun run, String text, @Nullable String key, String fingerprint)
            throws SQLException {
        Sql.update(
                connection,
                """
                insert into runs (id, scenario, revision, text, request, profile, budget_seconds, seed, planned_trials,
                    state, attempt, submitted_micros, idempotency_key, fingerprint, predictions)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                run.id(),
                run.scenario(),
                run.revision(),
                text,
                Json.write(run.request()),
                run.profile(),
                run.budgetSeconds(),
                run.seed(),
                run.plannedTrials(),
                run.state().id(),
                run.attempt(),
                Sql.micros(run.submitted()),
                key,
                fingerprint,
                Json.write(new TreeMap<>(run.request().predictions())));
    }

    /// @return whether the run was in a state it may leave
    boolean move(Connection connection, Transition to) throws SQLException {
        long at = Sql.micros(to.at());
        int changed = Sql.update(
                connection,
                """
                update runs set state = ?, reason = coalesce(?, reason), attempt = attempt + ?,
                    predictions_locked = max(predictions_locked, ?),
                    started_micros = case when ? then coalesce(started_micros, ?) else started_micros end,
                    ended_micros = case when ? then ? else ended_micros end
                where id = ? and state in (%s)
                """.formatted(quoted(to.from())),
                to.to().id(),
                to.reason(),
                to.nextAttempt() ? 1 : 0,
                to.to() == RunState.RUNNING ? 1 : 0,
                to.to() == RunState.STARTING ? 1 : 0,
                at,
                to.to().ended() ? 1 : 0,
                at,
                to.run());
        ResultDocument result = to.result();
        if (changed > 0 && result != null) {
            judged(connection, to.run(), result, to.calibration());
        }
        return changed > 0;
    }

    private static void judged(
            Connection connection, String run, ResultDocument result, @Nullable Calibration calibration)
            throws SQLException {
        String json = Json.write(result);
        Sql.update(
                connection,
                "update runs set outcome = ?, summary = ? where id = ?",
                result.outcome(),
                result.summary(),
                run);
        Sql.update(
                connection,
                "insert into results (run, json, calibration, crc32c) values (?, ?, ?, ?)",
                run,
                json,
                calibration == null ? "{}" : Json.write(calibration),
                Json.crc32c(json));
    }

    /// A run that was finished elsewhere. Its trials are stored by the caller.
    void adopt(Connection connection, StoredRun run, String text, Calibration calibration, ResultDocument result)
            throws SQLException {
        insert(connection, run, text, null, "");
        Sql.update(connection, """
                update runs set started_micros = ?, ended_micros = ?, trials_done = ?, predictions_locked = 1
                where id = ?
                """, micros(run.started()), micros(run.ended()), run.trialsDone(), run.id());
        judged(connection, run.id(), result, calibration);
    }

    private static @Nullable Long micros(@Nullable Instant instant) {
        return instant == null ? null : (Long) Sql.micros(instant);
    }

    void trialsDone(Connection connection, String run, long done) throws SQLException {
        Sql.update(connection, "update runs set trials_done = ? where id = ?", done, run);
    }

    int queued(Connection connection) throws SQLException {
        return (int) Sql.number(connection, "select count(*) from runs where state = 'queued'");
    }

    Optional<StoredRun> find(Connection connection, String run) throws SQLException {
        return Sql.first(connection, COLUMNS + "where r.id = ?", this::run, run);
    }

    Optional<StoredRun> keyed(Connection connection, String key) throws SQLException {
        return Sql.first(connection, COLUMNS + "where r.idempotency_key = ?", this::run, key);
    }

    Optional<String> column(Connection connection, String name, String run) throws SQLException {
        return Sql.first(connection, "select " + name + " from runs where id = ?", r -> r.getString(1), run);
    }

    /// @return whether the predictions were still open
    boolean predict(Connection connection, String run, Map<String, String> answers) throws SQLException {
        return Sql.update(connection, """
                        update runs set predictions = ?
                        where id = ? and predictions_locked = 0 and state in ('queued', 'starting')
                        """, Json.write(new TreeMap<>(answers)), run) > 0;
    }

    Map<String, String> predictions(Connection connection, String run) throws SQLException {
        Map<String, String> answers = new LinkedHashMap<>();
        Optional<String> json = column(connection, "predictions", run);
        json.ifPresent(j -> Json.fields(j, file).forEach((id, answer) -> answers.put(id, String.valueOf(answer))));
        return answers;
    }

    Optional<Calibration> calibration(Connection connection, String run) throws SQLException {
        return Sql.first(
                connection,
                "select calibration from results where run = ?",
                r -> r.getString(1).equals("{}")
                        ? new Calibration(Map.of())
                        : Json.read(r.getString(1), Calibration.class, file),
                run);
    }

    Optional<ResultDocument> result(Connection connection, String run) throws SQLException {
        return Sql.first(
                connection,
                "select json, crc32c from results where run = ?",
                r -> Json.read(
                        Json.checked(r.getString(1), r.getLong(2), file, "the result of run " + run),
                        ResultDocument.class,
                        file),
                run);
    }

    List<StoredRun> list(Connection connection, Query query) throws SQLException {
        StringBuilder sql = new StringBuilder(COLUMNS).append("where r.number < ?");
        List<Object> parameters = new ArrayList<>(List.of(query.before()));
        String scenario = query.scenario();
        if (scenario != null) {
            sql.append(" and r.scenario = ?");
            parameters.add(scenario);
        }
        RunState state = query.state();
        if (state != null) {
            sql.append(" and r.state = ?");
            parameters.add(state.id());
        }
        Instant since = query.since();
        if (since != null) {
            sql.append(" and r.submitted_micros >= ?");
            parameters.add(Sql.micros(since));
        }
        sql.append(" order by r.number desc limit ?");
        parameters.add(query.limit());
        return Sql.list(connection, sql.toString(), this::run, parameters.toArray());
    }

    List<StoredRun> in(Connection connection, Set<RunState> states, int limit) throws SQLException {
        return Sql.list(
                connection,
                COLUMNS + "where r.state in (" + quoted(states) + ") order by r.number limit ?",
                this::run,
                limit);
    }

    private static String quoted(Set<RunState> states) {
        return states.stream().map(s -> "'" + s.id() + "'").collect(Collectors.joining(", "));
    }

    private StoredRun run(ResultSet row) throws SQLException {
        Number position = (Number) row.getObject("position");
        String state = row.getString("state");
        return new StoredRun(
                row.getString("id"),
                row.getLong("number"),
                row.getString("scenario"),
                row.getString("revision"),
                Json.read(row.getString("request"), RunRequest.class, file),
                row.getString("profile"),
                row.getDouble("budget_seconds"),
                row.getLong("seed"),
                row.getInt("planned_trials"),
                row.getInt("trials_done"),
                RunState.of(state)
                        .orElseThrow(() -> new StoreDamaged(file, "has a run in the unknown state " + state, null)),
                row.getInt("attempt"),
                position == null ? null : position.intValue(),
                Sql.instant(row.getLong("submitted_micros")),
                instant(row, "started_micros"),
                instant(row, "ended_micros"),
                row.getString("outcome"),
                row.getString("summary"),
                row.getString("reason"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Number micros = (Number) row.getObject(column);
        return micros == null ? null : Sql.instant(micros.longValue());
    }
}
