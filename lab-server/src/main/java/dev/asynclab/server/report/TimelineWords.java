package dev.asynclab.server.report;

import dev.asynclab.api.Figures;
import dev.asynclab.server.report.SampledTasks.Kind;
import dev.asynclab.server.report.SampledTasks.Lane;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What to look at in the picture of a trace, in sentences with its figures.
final class TimelineWords {
    private TimelineWords() {}

    /// The sentences.
    ///
    /// @param until what is shown, in nanoseconds
    static String of(SampledTasks tasks, long until) {
        List<Lane> ran = tasks.threads().stream()
                .filter(l -> l.sum(Kind.RUNNING, until) > 0)
                .toList();
        long begun = tasks.tasks().stream()
                .filter(t -> t.slices().getFirst().fromNanos() < until)
                .count();
        if (begun == 0) {
            return "None of its sampled tasks had begun by then.";
        }
        String sampled = begun + " sampled " + (begun == 1 ? "task" : "tasks");
        return (ran.isEmpty() ? sampled + " began and none ran" : nouns(ran) + " ran " + sampled) + ", at most "
                + tasks.mostInFlight(until) + " of them in flight at once and " + tasks.most(Kind.QUEUED, until)
                + " queued. " + look(tasks, until, ran);
    }

    /// `2 threads and 2 children`. What overlaps on a thread has further lanes, `carrier-1 (2)`: one thread still.
    private static String nouns(List<Lane> lanes) {
        Map<String, Long> counted = lanes.stream()
                .map(l -> l.name().replaceFirst(" \\(\\d+\\)$", ""))
                .distinct()
                .collect(Collectors.groupingBy(TimelineWords::noun, LinkedHashMap::new, Collectors.counting()));
        return counted.entrySet().stream()
                .map(e -> e.getValue() + " " + plural(e.getKey(), e.getValue()))
                .collect(Collectors.joining(" and "));
    }

    private static String noun(String lane) {
        return lane.startsWith("event loop ")
                ? "event loop"
                : lane.startsWith("carrier-") ? "carrier" : lane.startsWith("child ") ? "child" : "thread";
    }

    private static String plural(String noun, long count) {
        return count == 1 ? noun : noun.equals("child") ? "children" : noun + "s";
    }

    private static String look(SampledTasks tasks, long until, List<Lane> ran) {
        long queued = sum(tasks.tasks(), Kind.QUEUED, until);
        long waiting = sum(tasks.tasks(), Kind.WAITING, until);
        long running = sum(tasks.tasks(), Kind.RUNNING, until);
        double all = Math.max(1, queued + waiting + running);
        boolean held = sum(ran, Kind.WAITING, until) > 0;
        if (queued > waiting && queued > running) {
            return "Look at the hatched area: the tasks could go on, but were queued for "
                    + Figures.percent(queued / all) + " of their time"
                    + (held ? "; the thin lines say why: a thread waits with its task." : ".");
        }
        if (waiting > running) {
            return "Look at the pale area: the tasks waited for an answer for " + Figures.percent(waiting / all)
                    + " of their time"
                    + (held
                            ? ", and kept their threads meanwhile: the thin lines."
                            : ", and kept no thread meanwhile.");
        }
        return "Look at the blocks: the tasks ran for " + Figures.percent(running / all) + " of their time.";
    }

    private static long sum(List<Lane> lanes, Kind kind, long until) {
        return lanes.stream().mapToLong(l -> l.sum(kind, until)).sum();
    }
}
