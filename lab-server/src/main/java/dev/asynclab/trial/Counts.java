package dev.asynclab.trial;

import dev.asynclab.model.Cancellations;
import dev.asynclab.model.SharedState;
import dev.asynclab.workload.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the tasks of a cell counted in what they share, by metric id.
///
/// A batch starts on empty caches and counters every time and each repetition counts for itself: the figure is
/// the median. Any other load is counted between the edges of its window.
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
            Map<String, Double> all = repetitions.isEmpty() ? difference() : medians();
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

    private Map<String, Double> medians() {
        Set<String> metrics = new HashSet<>();
        repetitions.forEach(r -> metrics.addAll(r.keySet()));
        Map<String, Double> all = new TreeMap<>();
        for (String metric : metrics) {
            long[] sorted = repetitions.stream()
                    .mapToLong(r -> r.getOrDefault(metric, 0L))
                    .sorted()
                    .toArray();
            int middle = sorted.length / 2;
            all.put(metric, sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0);
        }
        return all;
    }
}
