package dev.asynclab.server.http;

import dev.asynclab.server.run.ScenarioLibrary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Scenarios in memory: `demo` ships, the rest is the user's.
final class FakeLibrary implements ScenarioLibrary {
    private final Map<String, Stored> stored = new LinkedHashMap<>();

    FakeLibrary() {
        put(new Stored("demo", true, Etag.digest("id: demo\n"), "id: demo\n"));
    }

    private void put(Stored scenario) {
        stored.put(scenario.id(), scenario);
    }

    @Override
    public synchronized List<Stored> all() {
        return List.copyOf(stored.values());
    }

    @Override
    public synchronized Optional<Stored> find(String id) {
        return Optional.ofNullable(stored.get(id));
    }

    @Override
    public synchronized Saved create(String id, String text) {
        if (stored.containsKey(id)) {
            return new Saved.IdTaken();
        }
        var created = new Stored(id, false, Etag.digest(text), text);
        put(created);
        return new Saved.Ok(created);
    }

    @Override
    public synchronized Saved replace(String id, String expectedRevision, String text) {
        return change(id, expectedRevision, new Stored(id, false, Etag.digest(text), text));
    }

    @Override
    public synchronized Saved delete(String id, @Nullable String expectedRevision) {
        return change(id, expectedRevision, null);
    }

    private Saved change(String id, @Nullable String expected, @Nullable Stored next) {
        Stored current = stored.get(id);
        if (current == null) {
            return new Saved.NoSuchScenario();
        }
        if (current.shipped()) {
            return new Saved.Shipped();
        }
        if (expected != null && !expected.equals(current.revision())) {
            return new Saved.Stale(current.revision());
        }
        if (next == null) {
            stored.remove(id);
            return new Saved.Ok(current);
        }
        put(next);
        return new Saved.Ok(next);
    }
}
