package dev.asynclab.server.report;

import dev.asynclab.api.Figures;
import dev.asynclab.api.ResultDocument;
import dev.asynclab.api.ResultDocument.Cell;
import dev.asynclab.server.report.SampledTasks.Kind;
import dev.asynclab.server.report.SampledTasks.Lane;
import dev.asynclab.server.report.chart.LanePicture;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What sampled tasks did, and on which thread: a picture per model, all over the same span.
///
/// A model is recognised by it: one loop under a thousand tasks that wait, a pool whose threads wait with their tasks
/// under a queue, carriers that are never kept, children with a task each.
final class TimelineSection {
    private static final int MOST_PICTURES = 8;
    private static final int MOST_LANES = 50;
    private static final int MOST_ROWS = 12;

    /// In all pictures together: at twenty bytes each, a fifth of what a report may have.
    private static final int MOST_BARS = 4_000;

    /// The span is that of the shortest trace, so that every picture has something to show up to its right end; but
    /// one very short trace must not hide the others.
    private static final int LONGEST_TO_SPAN = 8;

    private static final String LEGEND = """
            <p class=keys><span><svg class=swatch viewBox="0 0 14 10" aria-hidden=true><path class=u d="M0 0h14v10h-14z"/></svg> \
            <b>running</b>: a thread executes it</span>
            <span><svg class=swatch viewBox="0 0 14 10" aria-hidden=true><path class=q d="M0 0h14v10h-14z"/></svg> \
            <b>queued</b>: could go on</span>
            <span><svg class=swatch viewBox="0 0 14 10" aria-hidden=true><path class=w d="M0 0h14v10h-14z"/></svg> \
            <b>waiting</b> for an answer</span>
            <span><svg class=swatch viewBox="0 0 14 10" aria-hidden=true><path class=y d="M0 5h14"/></svg> \
            on a lane: the thread waits with its task</span>""";

    private static final String STOPPED = """

            <span><svg class=swatch viewBox="0 0 14 10" aria-hidden=true><path class=z d="M0 5h14"/></svg> \
            <b>stopped</b>: all threads, by the virtual machine, or a carrier, by a task that could not leave it</span>""";

    /// A model's trace and the cell it was made of.
    private record Traced(Cell cell, SampledTasks tasks) {
        String name() {
            return cell.model() + HtmlReport.at(cell.at());
        }

        List<Lane> lanes() {
            return tasks.threads().stream().limit(MOST_LANES).toList();
        }
    }

    private final List<Traced> drawn;
    private final int more;
    private final long spanNanos;

    private TimelineSection(List<Traced> all) {
        this.drawn = all.subList(0, Math.min(all.size(), MOST_PICTURES));
        this.more = all.size() - drawn.size();
        this.spanNanos = drawn.isEmpty() ? 0 : span(drawn);
    }

    /// Reads traces; what shows no task is left out.
    ///
    /// @param traces documents by id of their cell
    static TimelineSection of(ResultDocument result, Map<String, byte[]> traces) {
        return new TimelineSection(traced(result, traces));
    }

    boolean isEmpty() {
        return drawn.isEmpty();
    }

    /// One per model, in the order of the result: of several, the one with most tasks in flight.
    private static List<Traced> traced(ResultDocument result, Map<String, byte[]> traces) {
        var best = new LinkedHashMap<String, Traced>();
        for (Cell cell : result.competing()) {
            Optional.ofNullable(traces.get(cell.id()))
                    .flatMap(SampledTasks::read)
                    .map(tasks -> new Traced(cell, tasks))
                    .ifPresent(t -> best.merge(cell.model(), t, TimelineSection::fuller));
        }
        return List.copyOf(best.values());
    }

    private static Traced fuller(Traced a, Traced b) {
        return b.tasks().mostInFlight(Long.MAX_VALUE) > a.tasks().mostInFlight(Long.MAX_VALUE) ? b : a;
    }

    /// Halved until the pictures are small enough.
    private static long span(List<Traced> drawn) {
        List<Long> ends = drawn.stream()
                .map(t -> Math.max(1, t.tasks().endNanos()))
                .sorted()
                .toList();
        long span = Math.max(ends.getFirst(), ends.getLast() / LONGEST_TO_SPAN);
        while (span > 1_000 && bars(drawn, span) > MOST_BARS) {
            span /= 2;
        }
        return span;
    }

    private static long bars(List<Traced> drawn, long span) {
        return drawn.stream()
                .flatMap(t -> t.lanes().stream())
                .mapToLong(l -> lane(l).drawn(span / 1e9).size())
                .sum();
    }

    private static LanePicture.Lane lane(Lane lane) {
        return new LanePicture.Lane(
                Html.plain(lane.name()),
                lane.slices().stream()
                        .filter(s -> s.kind() != Kind.QUEUED)
                        .map(s -> new LanePicture.Bar(state(s.kind()), s.fromNanos() / 1e9, s.toNanos() / 1e9))
                        .toList());
    }

    private static LanePicture.State state(Kind kind) {
        return switch (kind) {
            case RUNNING -> LanePicture.State.RUNNING;
            case WAITING, QUEUED -> LanePicture.State.WAITING;
            case PAUSED, PINNED -> LanePicture.State.STOPPED;
        };
    }

    /// Nothing without a trace.
    String html(Charts charts) {
        if (isEmpty()) {
            return "";
        }
        boolean stopped =
                drawn.stream().flatMap(t -> t.lanes().stream()).anyMatch(l -> l.has(Kind.PAUSED) || l.has(Kind.PINNED));
        String tables = drawn.stream().map(this::table).collect(Collectors.joining());
        return Html.section(
                "Task timeline",
                "<p class=soft>" + intro() + "</p>\n" + LEGEND + (stopped ? STOPPED : "") + "</p>\n"
                        + Charts.grid(drawn.stream().map(t -> figure(charts, t)).toList())
                        + Html.details("the same as a table, summed", tables));
    }

    private String intro() {
        return "From one more trial per model, outside the statistics. Of its tasks some were sampled; the threads ran "
                + "others, too, which are not drawn. Every picture shows the first " + duration(spanNanos) + "."
                + (more > 0 ? " " + more + " more models were traced; the server of the run shows them." : "");
    }

    private static String duration(long nanos) {
        return Figures.duration(nanos / 1e9);
    }

    private String figure(Charts charts, Traced traced) {
        List<LanePicture.Lane> lanes =
                traced.lanes().stream().map(TimelineSection::lane).toList();
        LanePicture.Flight flight = flight(traced.tasks());
        String title = Html.plain("Tasks of " + traced.name());
        double span = spanNanos / 1e9;
        return charts.figure(
                "<b>" + Html.text(traced.name()) + ".</b> " + Html.text(TimelineWords.of(traced.tasks(), spanNanos))
                        + notDrawn(traced),
                List.of(),
                List.of(title, span, flight, lanes),
                () -> LanePicture.svg(title, span, flight, lanes));
    }

    private static String notDrawn(Traced traced) {
        int more = traced.tasks().threads().size() - traced.lanes().size();
        return more > 0 ? " " + more + " more lanes are not drawn." : "";
    }

    private LanePicture.Flight flight(SampledTasks tasks) {
        return new LanePicture.Flight(
                counts(tasks, Kind.RUNNING), counts(tasks, Kind.WAITING), counts(tasks, Kind.QUEUED));
    }

    /// How many tasks are of a kind, as the mean over each column.
    private List<Double> counts(SampledTasks tasks, Kind kind) {
        var counts = new double[LanePicture.COLUMNS];
        double column = (double) spanNanos / counts.length;
        tasks.tasks().stream()
                .flatMap(t -> t.slices().stream())
                .filter(s -> s.kind() == kind)
                .forEach(s -> {
                    double to = Math.min(s.toNanos(), spanNanos);
                    for (int i = (int) (s.fromNanos() / column); i < counts.length && i * column < to; i++) {
                        counts[i] += (Math.min(to, (i + 1) * column) - Math.max(s.fromNanos(), i * column)) / column;
                    }
                });
        var list = new ArrayList<Double>();
        for (double count : counts) {
            list.add(count);
        }
        return list;
    }

    /// All tasks, then the lanes that ran most, then the others in one row.
    private String table(Traced traced) {
        var rows = new ArrayList<List<String>>();
        rows.add(row("all sampled tasks", traced.tasks().tasks()));
        List<Lane> lanes = traced.tasks().threads().stream()
                .sorted(Comparator.comparingLong(l -> -l.sum(Kind.RUNNING, spanNanos)))
                .toList();
        int shown = lanes.size() < MOST_ROWS ? lanes.size() : MOST_ROWS - 2;
        lanes.subList(0, shown).forEach(l -> rows.add(row(Html.text(l.name()), List.of(l))));
        if (shown < lanes.size()) {
            rows.add(row((lanes.size() - shown) + " more lanes", lanes.subList(shown, lanes.size())));
        }
        return Html.table(
                Html.text(traced.name()) + ", the first " + duration(spanNanos)
                        + ": summed time of sampled tasks. A queued task is on no lane",
                List.of("lane", "running", "queued", "waiting"),
                rows);
    }

    private List<String> row(String name, List<Lane> lanes) {
        var row = new ArrayList<>(List.of(name));
        for (Kind kind : List.of(Kind.RUNNING, Kind.QUEUED, Kind.WAITING)) {
            long sum = lanes.stream().mapToLong(l -> l.sum(kind, spanNanos)).sum();
            row.add(sum == 0 ? "0" : duration(sum));
        }
        return row;
    }
}
