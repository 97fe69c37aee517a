package dev.asynclab.server.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a stored trace says about its sampled tasks, read back from the document that [ChromeTrace] writes.
///
/// The file may come from anybody, in a capsule: what is no trace is none, and what is no slice is left out.
///
/// @param threads what ran tasks, in the order of the document: threads, loops, carriers, children
/// @param tasks the tasks themselves
record SampledTasks(List<Lane> threads, List<Lane> tasks) {
    private static final JsonMapper JSON = new JsonMapper();

    /// A trace of 200 tasks takes a quarter of one, or two where a task has many strands.
    static final int LARGEST_BYTES = 8 << 20;

    /// Later than an hour from the first event is no time of a trace.
    private static final double LATEST_MICROS = 3.6e9;

    /// What a slice shows.
    enum Kind {
        RUNNING("running"),
        QUEUED("queued"),
        WAITING("waiting"),
        /// All threads stood still.
        PAUSED("pause"),
        /// A virtual thread waited and kept its carrier.
        PINNED("pinned");

        private final String category;

        Kind(String category) {
            this.category = category;
        }

        static Optional<Kind> of(String category) {
            for (Kind kind : values()) {
                if (kind.category.equals(category)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /// A stretch of time, in nanoseconds from the first event.
    ///
    /// @param task whose it is
    record Slice(Kind kind, long fromNanos, long toNanos, String task) {
        /// How much of it lies before a time.
        long before(long nanos) {
            return Math.max(0, Math.min(toNanos, nanos) - fromNanos);
        }
    }

    /// Slices by their beginning.
    record Lane(String name, List<Slice> slices) {
        Lane {
            slices = slices.stream()
                    .sorted(Comparator.comparingLong(Slice::fromNanos).thenComparingLong(Slice::toNanos))
                    .toList();
        }

        boolean has(Kind kind) {
            return slices.stream().anyMatch(s -> s.kind() == kind);
        }

        /// Nanoseconds of a kind before a time.
        long sum(Kind kind, long until) {
            return slices.stream()
                    .filter(s -> s.kind() == kind)
                    .mapToLong(s -> s.before(until))
                    .sum();
        }
    }

    private record Place(long process, long thread) {}

    SampledTasks {
        threads = List.copyOf(threads);
        tasks = List.copyOf(tasks);
    }

    /// Reads a document; empty where it shows no task.
    static Optional<SampledTasks> read(byte[] document) {
        if (document.length > LARGEST_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(JSON.readTree(document).path("traceEvents")))
                    .filter(t -> !t.tasks().isEmpty());
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static SampledTasks of(JsonNode events) {
        Map<Long, String> processes = new HashMap<>();
        Map<Place, String> names = new HashMap<>();
        var slices = new TreeMap<Place, List<Slice>>(
                Comparator.comparingLong(Place::process).thenComparingLong(Place::thread));
        for (JsonNode event : events) {
            var place = new Place(event.path("pid").asLong(0), event.path("tid").asLong(0));
            String name = event.path("name").asString("");
            String named = event.path("args").path("name").asString("");
            switch (event.path("ph").asString("")) {
                case "M" -> {
                    if (name.equals("process_name")) {
                        processes.put(place.process(), named);
                    } else if (name.equals("thread_name")) {
                        names.put(place, named);
                    }
                }
                case "X" ->
                    slice(event, name)
                            .ifPresent(s -> slices.computeIfAbsent(place, _ -> new ArrayList<>())
                                    .add(s));
                default -> {} // other programs write other events, too
            }
        }
        var threads = new ArrayList<Lane>();
        var tasks = new ArrayList<Lane>();
        slices.forEach((place, found) -> {
            String name = names.getOrDefault(place, "");
            if (place.process() == TraceLanes.TASKS_PID) {
                tasks.add(new Lane(name, found));
            } else {
                threads.add(withHeld(new Lane(called(name, processes.getOrDefault(place.process(), "")), found)));
            }
        });
        return new SampledTasks(threads, tasks);
    }

    private static Optional<Slice> slice(JsonNode event, String name) {
        double from = event.path("ts").asDouble(-1);
        double length = event.path("dur").asDouble(-1);
        if (!(from >= 0 && length >= 0 && from + length <= LATEST_MICROS)) {
            return Optional.empty();
        }
        String task = event.path("args").path("task").asString(name);
        long fromNanos = Math.round(from * 1000);
        return Kind.of(event.path("cat").asString(""))
                .map(kind -> new Slice(kind, fromNanos, fromNanos + Math.round(length * 1000), task));
    }

    /// A child by its process, a loop by what it is: the library's name for it says less.
    private static String called(String thread, String process) {
        return switch (thread) {
            case "task" -> process.substring(process.lastIndexOf(": ") < 0 ? 0 : process.lastIndexOf(": ") + 2);
            case "all threads paused" -> "all paused";
            default -> thread.replaceFirst("^vert\\.x-eventloop-thread-(?=\\d+)", "event loop ");
        };
    }

    /// A lane with the waits during which its thread was kept: a pool thread stays with its task until the
    /// answer is there, while a loop or a carrier runs other tasks meanwhile. Where the tasks of a lane never
    /// interleave, it was kept.
    private static Lane withHeld(Lane lane) {
        List<Slice> runs =
                lane.slices().stream().filter(s -> s.kind() == Kind.RUNNING).toList();
        var all = new ArrayList<>(lane.slices());
        Set<String> ended = new HashSet<>();
        for (int i = 0; i < runs.size(); i++) {
            Slice run = runs.get(i);
            if (ended.contains(run.task())) {
                return lane;
            }
            if (i + 1 < runs.size()) {
                Slice next = runs.get(i + 1);
                if (!next.task().equals(run.task())) {
                    ended.add(run.task());
                } else if (next.fromNanos() > run.toNanos()) {
                    all.add(new Slice(Kind.WAITING, run.toNanos(), next.fromNanos(), run.task()));
                }
            }
        }
        return new Lane(lane.name(), all);
    }

    /// When the last of all slices ends.
    long endNanos() {
        return Stream.concat(threads.stream(), tasks.stream())
                .flatMap(l -> l.slices().stream())
                .mapToLong(Slice::toNanos)
                .max()
                .orElse(0);
    }

    /// How many tasks of a kind overlap at most before a time.
    int most(Kind kind, long until) {
        return overlap(tasks.stream()
                .flatMap(t -> t.slices().stream())
                .filter(s -> s.kind() == kind && s.fromNanos() < until)
                .toList());
    }

    /// How many tasks are in flight at most before a time: begun and not ended, whatever they do.
    int mostInFlight(long until) {
        return overlap(tasks.stream()
                .map(SampledTasks::whole)
                .filter(s -> s.fromNanos() < until)
                .toList());
    }

    private static Slice whole(Lane task) {
        long end = task.slices().stream().mapToLong(Slice::toNanos).max().orElse(0);
        return new Slice(Kind.RUNNING, task.slices().getFirst().fromNanos(), end, task.name());
    }

    /// An end meets the beginning after it.
    private static int overlap(List<Slice> slices) {
        var steps = new ArrayList<long[]>();
        slices.forEach(s -> {
            steps.add(new long[] {s.fromNanos(), 1});
            steps.add(new long[] {s.toNanos(), -1});
        });
        steps.sort(Comparator.<long[]>comparingLong(s -> s[0]).thenComparingLong(s -> s[1]));
        int now = 0;
        int most = 0;
        for (long[] step : steps) {
            now += (int) step[1];
            most = Math.max(most, now);
        }
        return most;
    }
}
