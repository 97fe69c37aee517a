package dev.asynclab.trial;

import dev.asynclab.model.Cancellations;
import dev.asynclab.model.SharedState;
import dev.asynclab.workload.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the tasks of a cell counted in what they share, by metric id.
///
/// A batch starts on empty caches and counters every time and each repetition counts for itself: the figure is the
/// mean, which is above zero if anything was counted in any of them, where a median would hide what is rare. Any
/// other load is counted between the edges of its window.
final class Counts {

    private final SharedState shared;
    private final List<List<Step>> tasks;
    // Written by the thread that ends a repetition, read by the measuring thread after the window.
    private final List<Map<String, Long>> repetitions = new ArrayList<>();
    private Map<String, Long> atOpening = Map.of();
    private Map<String, Long> atClosing = Map.of();
    private final List<Cancellations.Stretch> ofRepetitions = new ArrayList<>();
    private Cancellations.@Nullable Stretch inWindow;

    /// @param tasks the steps of every kind of task
    Counts(SharedState shared, List<List<Step>> tasks) {
        this.shared = shared;
        this.tasks = List.copyOf(tasks);
    }

    /// Empties everything, and makes ready what no task should have to wait for; to be called while no task runs.
    void reset() {
        shared.reset();
        tasks.forEach(shared::prepare);
    }

    /// A repetition of a batch ended, and nothing runs.
    void repetitionEnded() {
        synchronized (repetitions) {
            repetitions.add(shared.counts());
            ofRepetitions.add(shared.cancellations().next());
        }
    }

    void windowOpens() {
        atOpening = shared.counts();
        shared.cancellations().next();
    }

    void windowCloses() {
        atClosing = shared.counts();
        inWindow = shared.cancellations().next();
    }

    /// To be called when no task runs any more, or none is waited for: what was cancelled has had until now to
    /// end.
    Map<String, Double> figures() {
        synchronized (repetitions) {
            Map<String, Double> all = repetitions.isEmpty() ? difference() : means(repetitions);
            cancelled(repetitions.isEmpty() && inWindow != null ? List.of(inWindow) : ofRepetitions, all);
            return all;
        }
    }

    /// Sums, whatever the load: a mean is taken of them. Nothing where nothing was cancelled.
    private static void cancelled(List<Cancellations.Stretch> stretches, Map<String, Double> into) {
        for (Cancellations.Stretch stretch : stretches) {
            long ended = stretch.ended(); // before `begun`, since more of them may end between the two
            long nanos = stretch.nanos();
            if (stretch.begun() > 0) {
                into.merge("cancel.begun", (double) stretch.begun(), Double::sum);
                into.merge("cancel.ended", (double) ended, Double::sum);
                into.merge("cancel.nanos", (double) nanos, Double::sum);
            }
        }
    }

    private Map<String, Double> difference() {
        Map<String, Double> all = new TreeMap<>();
        atClosing.forEach((metric, count) -> all.put(metric, (double) (count - atOpening.getOrDefault(metric, 0L))));
        return all;
    }

    static Map<String, Double> means(List<Map<String, Long>> repetitions) {
        Map<String, Double> all = new TreeMap<>();
        repetitions.forEach(r -> r.forEach((metric, count) -> all.merge(metric, (double) count, Double::sum)));
        all.replaceAll((_, sum) -> sum / repetitions.size());
        return all;
    }
}
