package dev.asynclab.server.store;

import dev.asynclab.server.run.RunStore.Insertion;
import dev.asynclab.server.run.RunStore.Keyed;
import dev.asynclab.server.run.StoredRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a new run may find in its way: an earlier one with the same idempotency key, or a full queue.
///
/// @param runs those there are
record Submissions(RunTable runs) {

    /// The answer to a new run that is not to be stored; empty when nothing is in its way.
    ///
    /// @param fingerprint of the request: a key stands for one request, whoever sends it again
    Optional<Insertion> instead(Connection connection, @Nullable String key, String fingerprint, int queueLimit)
            throws SQLException {
        if (key != null) {
            Optional<Keyed> earlier = keyed(connection, key);
            if (earlier.isPresent()) {
                return Optional.of(
                        earlier.get().fingerprint().equals(fingerprint)
                                ? new Insertion.Replayed(earlier.get().run())
                                : new Insertion.KeyReused());
            }
        }
        int queued = runs.queued(connection);
        return queued < queueLimit ? Optional.empty() : Optional.of(new Insertion.QueueFull(queued));
    }

    /// The run that was made with a key.
    Optional<Keyed> keyed(Connection connection, String key) throws SQLException {
        Optional<StoredRun> run = runs.keyed(connection, key);
        return run.isEmpty()
                ? Optional.empty()
                : runs.column(connection, "fingerprint", run.get().id()).map(f -> new Keyed(run.get(), f));
    }
}
