package dev.asynclab.server.report;

import dev.asynclab.wire.TaskTimeline;
import dev.asynclab.wire.Trace;
import dev.asynclab.workload.Segment;
import dev.asynclab.workload.Segment.State;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// A trace in the JSON that Perfetto and chrome://tracing read, one event per line.
///
/// Two views of the same tasks. The process `threads` has a lane for every thread, with the stretches in which
/// it ran a sampled task; each child process has one of its own. The process `tasks` has a lane for every task:
/// the whole of it, and below it what it was doing. Times are microseconds from the first event, with three
/// decimals, so that no nanosecond is lost.
///
/// Format: Trace Event Format, object form (Google, "Trace Event Format", complete events `X`, metadata `M`).
public final class ChromeTrace {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String CHILD = "child ";

    private final String cell;
    private final Trace trace;
    private final long origin;
    private final TraceLanes lanes;

    private ChromeTrace(String cell, Trace trace) {
        this.cell = cell;
        this.trace = trace;
        this.origin = origin(trace);
        this.lanes = new TraceLanes(cell);
    }

    /// The document.
    ///
    /// @param cell id of the traced cell
    public static String of(String cell, Trace trace) {
        return new ChromeTrace(cell, trace).document();
    }

    private static long origin(Trace trace) {
        LongStream tasks = trace.tasks().stream().mapToLong(TaskTimeline::beginNanos);
        LongStream spans = trace.spans().stream().mapToLong(Trace.Span::startNanos);
        return LongStream.concat(LongStream.of(trace.fromNanos()), LongStream.concat(tasks, spans))
                .min()
                .orElse(0);
    }

    private String document() {
        trace.spans().forEach(this::span);
        for (TaskTimeline task : trace.tasks()) {
            for (Segment segment : task.segments()) {
                if (segment.state() == State.RUNNING) {
                    lanes.onThread(process(segment.lane()), thread(segment.lane()), running(task, segment));
                }
            }
            lanes.ofTask("task " + task.id() + " " + task.kind(), wholeWithParts(task));
        }
        return Stream.concat(
                        lanes.names().stream().map(JSON::writeValueAsString),
                        lanes.slices().stream().map(s -> JSON.writeValueAsString(event(s))))
                .collect(Collectors.joining(",\n", head() + "\"traceEvents\":[\n", "\n]}\n"));
    }

    private String head() {
        String shows = "%d tasks that completed in a window of %d ms; the threads also ran tasks that are not shown"
                .formatted(trace.tasks().size(), (trace.toNanos() - trace.fromNanos()) / 1_000_000);
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("cell", cell);
        about.put("shows", shows);
        return "{\"displayTimeUnit\":\"ms\",\"otherData\":" + JSON.writeValueAsString(about) + ",";
    }

    private void span(Trace.Span span) {
        String lane = switch (span.kind()) {
            case PAUSE -> "all threads paused";
            case PINNED -> span.lane() + " pinned";
        };
        String category = span.kind().name().toLowerCase(Locale.ROOT);
        lanes.onThread("", lane, slice(span.detail(), category, span.startNanos(), span.endNanos(), Map.of()));
    }

    private static TraceLanes.Slice running(TaskTimeline task, Segment segment) {
        return slice(
                "task " + task.id(),
                "running",
                segment.startNanos(),
                segment.endNanos(),
                Map.of("task", task.id(), "kind", task.kind()));
    }

    /// The whole task first, then its parts one after the other inside it. Parts stamped by another process are
    /// cut where its clock does not fit.
    private static List<TraceLanes.Slice> wholeWithParts(TaskTimeline task) {
        long end = Math.max(task.beginNanos(), task.endNanos());
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("kind", task.kind());
        arguments.put("startedLateMicros", micros(task.beginNanos() - task.intendedNanos()));
        for (State state : State.values()) {
            long sum = task.segments().stream()
                    .filter(s -> s.state() == state)
                    .mapToLong(s -> Math.max(0, s.endNanos() - s.startNanos()))
                    .sum();
            arguments.put(word(state) + "Micros", micros(sum));
        }
        Stream.Builder<TraceLanes.Slice> slices = Stream.builder();
        slices.add(slice("task " + task.id(), "task", task.beginNanos(), end, arguments));
        long from = task.beginNanos();
        for (Segment part : task.segments()) {
            long start = Math.clamp(part.startNanos(), from, end);
            from = Math.clamp(part.endNanos(), start, end);
            slices.add(slice(word(part.state()), word(part.state()), start, from, Map.of("lane", part.lane())));
        }
        return slices.build().toList();
    }

    private static TraceLanes.Slice slice(
            String name, String category, long startNanos, long endNanos, Map<String, Object> arguments) {
        return new TraceLanes.Slice(name, category, startNanos, Math.max(startNanos, endNanos), arguments);
    }

    private Map<String, Object> event(TraceLanes.Placed placed) {
        TraceLanes.Slice slice = placed.slice();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("ph", "X");
        event.put("name", slice.name());
        event.put("cat", slice.category());
        event.put("pid", placed.pid());
        event.put("tid", placed.tid());
        event.put("ts", micros(slice.startNanos() - origin));
        event.put("dur", micros(slice.endNanos() - slice.startNanos()));
        if (!slice.arguments().isEmpty()) {
            event.put("args", slice.arguments());
        }
        return event;
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static BigDecimal micros(long nanos) {
        return BigDecimal.valueOf(nanos, 3);
    }

    /// A child's lane is its process; every other thread is one of the model's own process.
    private static String process(String lane) {
        return lane.startsWith(CHILD) ? lane : "";
    }

    private static String thread(String lane) {
        return lane.startsWith(CHILD) ? "task" : lane;
    }
}
