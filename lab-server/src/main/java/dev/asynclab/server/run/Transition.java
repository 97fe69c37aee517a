package dev.asynclab.server.run;

import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.RunState;
import dev.asynclab.server.record.Calibration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A change of a run's state with everything that must become true at the same instant.
///
/// @param from the change happens only out of one of these states: two threads that race for a run are settled here
/// @param nextAttempt whether the run begins again after a crash
/// @param before events told before the one of the new state
public record Transition(
        String run,
        Set<RunState> from,
        RunState to,
        Instant at,
        boolean nextAttempt,
        @Nullable String reason,
        @Nullable ResultDocument result,
        @Nullable Calibration calibration,
        List<News> before) {

    /// What an event says, before it has its place in the run's sequence.
    public record News(String type, Map<String, Object> data) {}

    public Transition {
        from = Set.copyOf(from);
        before = List.copyOf(before);
    }

    public static Transition of(String run, Set<RunState> from, RunState to, Instant at) {
        return new Transition(run, from, to, at, false, null, null, null, List.of());
    }

    public Transition because(String why) {
        return new Transition(run, from, to, at, nextAttempt, why, result, calibration, before);
    }

    public Transition again() {
        return new Transition(run, from, to, at, true, reason, result, calibration, before);
    }

    public Transition telling(List<News> news) {
        return new Transition(run, from, to, at, nextAttempt, reason, result, calibration, news);
    }

    public Transition with(ResultDocument document, Calibration measuredWith) {
        return new Transition(run, from, to, at, nextAttempt, reason, document, measuredWith, before);
    }

    /// All events of the change, in order: those before, the new state, and `end` when nothing comes after it.
    public List<News> news() {
        List<News> news = new ArrayList<>(before);
        Map<String, Object> state =
                reason == null ? Map.of("state", to.id()) : Map.of("state", to.id(), "reason", reason);
        news.add(new News("state", state));
        if (to.ended()) {
            news.add(new News("end", Map.of("state", to.id())));
        }
        return news;
    }
}
