package dev.asynclab.server.plan;

import dev.asynclab.api.Measure;
import dev.asynclab.api.Metric;
import dev.asynclab.api.Problem;
import dev.asynclab.api.Profile;
import dev.asynclab.api.Scenario;
import dev.asynclab.scenario.Reading;
import dev.asynclab.scenario.ScenarioReader;
import dev.asynclab.scenario.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Something to find along one axis, or a map over two: two variants, and a range of values that the file
/// need not
/// list.
///
/// Any value of the range becomes a cell by reading the file once more with that value set, so that
/// whatever the file
/// derives from the axis follows it.
///
/// @param id of the crossover in the file; `crossover` or `map` when asked for beside it
/// @param axes one range for a crossover, two for a map
/// @param at values of all other axes
/// @param settings what the run changes about the file
public record Search(
        String id,
        List<Range> axes,
        Metric metric,
        Scenario.Pair between,
        Map<String, String> at,
        Scenario file,
        Settings settings,
        Profile profile,
        long seed,
        int cores) {

    /// A part of an axis, both ends included.
    public record Range(String axis, long from, long to) {}

    public Search {
        axes = List.copyOf(axes);
        at = Map.copyOf(at);
    }

    public boolean isMap() {
        return axes.size() == 2;
    }

    /// Rounds of a crossover search that goes well: two scans, two zooms, six of the window.
    public static final int ROUNDS = 10;

    /// Values of each axis a map begins with.
    public static final int GRID = 4;

    /// The ends of the range; of a map, its four corners.
    public List<Map<String, String>> corners() {
        Range x = axes.getFirst();
        Range y = axes.getLast();
        return isMap()
                ? List.of(
                        point(x.from(), y.from()),
                        point(x.from(), y.to()),
                        point(x.to(), y.from()),
                        point(x.to(), y.to()))
                : List.of(point(x.from()), point(x.to()));
    }

    /// A point of the search as axis values.
    public Map<String, String> point(long... values) {
        Map<String, String> point = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            point.put(axes.get(i).axis(), String.valueOf(values[i]));
        }
        return Map.copyOf(point);
    }

    /// What measuring these points means. Judged like any plan: one pair, its rounds numbered by
    /// [SearchRounds].
    ///
    /// @return empty when the file cannot be read with one of the values
    public Optional<Plan> plan(Collection<Map<String, String>> points) {
        List<Scenario> read = new ArrayList<>();
        for (Map<String, String> point : points) {
            if (!(reading(point) instanceof Reading.Valid valid)) {
                return Optional.empty();
            }
            read.add(valid.scenario());
        }
        if (read.isEmpty()) {
            return Optional.empty();
        }
        Scenario scenario = merged(read);
        return Optional.of(SearchPlanner.round(this, scenario));
    }

    /// What is wrong with the file at a point; empty when nothing is.
    public List<Problem> problemsAt(Map<String, String> point) {
        return reading(point) instanceof Reading.Invalid(List<Problem> problems) ? problems : List.of();
    }

    private Reading reading(Map<String, String> point) {
        Map<String, String> set = new HashMap<>(settings.set());
        set.putAll(at);
        set.putAll(point);
        Settings narrowed = new Settings(set, Map.of("model", List.of(between.a(), between.b())));
        return ScenarioReader.read(file.id() + ".yaml", file.text(), narrowed);
    }

    private Scenario merged(List<Scenario> read) {
        Scenario first = read.getFirst();
        List<Scenario.Axis> swept = first.axes().stream()
                .map(axis -> {
                    Set<Scenario.AxisValue> values = new LinkedHashSet<>();
                    read.forEach(s -> s.axes().stream()
                            .filter(a -> a.name().equals(axis.name()))
                            .forEach(a -> values.addAll(a.values())));
                    return new Scenario.Axis(axis.name(), List.copyOf(values), axis.declared());
                })
                .toList();
        Measure how = first.measure();
        return new Scenario(
                first.id(),
                first.title(),
                first.tags(),
                first.covers(),
                Optional.empty(),
                swept,
                first.variants(),
                read.stream().flatMap(s -> s.points().stream()).toList(),
                List.of(),
                new Measure(
                        metric,
                        OptionalInt.empty(),
                        how.warmUp(),
                        how.duration(),
                        how.margin(),
                        how.isolation(),
                        how.seed()),
                List.of(between),
                List.of(),
                List.of(),
                first.text(),
                first.sha256());
    }

    /// The values of the searched axes in a cell's id, in the order of the axes; empty when they are not
    /// there.
    public Optional<List<Long>> values(String cell) {
        List<Long> values = new ArrayList<>();
        for (Range range : axes) {
            Matcher matcher = Pattern.compile("@" + Pattern.quote(range.axis()) + "=(\\d{1,18})(?=@|$)")
                    .matcher(cell);
            if (matcher.find()) {
                values.add(Long.parseLong(matcher.group(1)));
            }
        }
        return values.size() == axes.size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    /// The points stored trials have measured, each once, ascending.
    public List<Map<String, String>> points(Collection<String> cells) {
        return cells.stream()
                .flatMap(c -> values(c).stream())
                .distinct()
                .sorted(Comparator.<List<Long>>comparingLong(List::getFirst).thenComparingLong(List::getLast))
                .map(v -> point(v.stream().mapToLong(Long::longValue).toArray()))
                .toList();
    }
}
