package dev.asynclab.server.run;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The scenarios a caller can name: those that ship, which nobody can change, and the user's own.
///
/// May block on disk; never called from an event loop.
public interface ScenarioLibrary {

    /// A stored scenario. `revision` is the strong ETag without quotes: the lower-case hex SHA-256 of the text.
    record Stored(String id, boolean shipped, String revision, String text) {}

    /// What came of a change.
    sealed interface Saved {

        record Ok(Stored scenario) implements Saved {}

        record NoSuchScenario() implements Saved {}

        /// Shipped scenarios are read-only: copy first.
        record Shipped() implements Saved {}

        record IdTaken() implements Saved {}

        /// The caller's revision is not the current one.
        record Stale(String currentRevision) implements Saved {}
    }

    /// All, in lesson order, shipped first.
    List<Stored> all();

    Optional<Stored> find(String id);

    /// Stores a new one. The text was validated by the caller.
    Saved create(String id, String text);

    /// @param expectedRevision the revision the caller edited
    Saved replace(String id, String expectedRevision, String text);

    /// @param expectedRevision null deletes whatever is there
    Saved delete(String id, @Nullable String expectedRevision);
}
