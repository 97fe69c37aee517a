package dev.asynclab.server.run;

import dev.asynclab.api.RunState;
import dev.asynclab.api.RunStatus;
import dev.asynclab.server.run.Runs.Page;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The list of runs in pages, newest first. A page token is the number of the last run shown.
record RunPages(RunStore store, Function<StoredRun, RunStatus> status) {

    private static final int LARGEST_PAGE = 500;

    /// One page.
    ///
    /// @throws IllegalArgumentException when `state`, `since` or `pageToken` cannot be read; the text says which
    Page of(
            @Nullable String scenario,
            @Nullable String state,
            @Nullable String since,
            int pageSize,
            @Nullable String pageToken) {
        int size = Math.clamp(pageSize, 1, LARGEST_PAGE);
        RunState wanted = state == null
                ? null
                : RunState.of(state)
                        .orElseThrow(() -> new IllegalArgumentException("`" + state + "` is not a state of a run"));
        // One more than asked for tells whether there is another page.
        List<StoredRun> found =
                store.list(new RunStore.Query(scenario, wanted, instant(since), number(pageToken), size + 1));
        List<StoredRun> shown = found.subList(0, Math.min(size, found.size()));
        return new Page(
                shown.stream().map(status).toList(),
                found.size() > size ? String.valueOf(shown.getLast().number()) : null);
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "`" + text + "` is not an ISO-8601 instant such as 2026-11-20T14:30:00Z", e);
        }
    }

    private static long number(@Nullable String pageToken) {
        try {
            return pageToken == null ? Long.MAX_VALUE : Long.parseLong(pageToken);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("`" + pageToken + "` is not a page token of this list", e);
        }
    }
}
