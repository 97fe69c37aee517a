package dev.asynclab.server.plan;

import dev.asynclab.api.Crossover;
import dev.asynclab.api.Metric;
import dev.asynclab.api.Problem;
import dev.asynclab.api.Profile;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.SearchRequest;
import dev.asynclab.scenario.Settings;
import dev.asynclab.scenario.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;

/// From what a file or a caller asks for to the searches of a plan, or to what is wrong with it.
public final class Searches {

    private final Scenario file;
    private final Settings settings;
    private final Profile profile;
    private final long seed;
    private final int cores;
    private final List<Problem> problems = new ArrayList<>();

    public Searches(Scenario file, Settings settings, Profile profile, long seed, int cores) {
        this.file = file;
        this.settings = settings;
        this.profile = profile;
        this.seed = seed;
        this.cores = cores;
    }

    /// What was wrong with the requests so far.
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /// The searches of the file, in its order.
    ///
    /// @param warnings gets a sentence where an axis is left open and its first value is taken
    List<Search> ofFile(List<String> warnings) {
        return file.crossovers().stream().map(c -> ofFile(c, warnings)).toList();
    }

    private Search ofFile(Crossover wanted, List<String> warnings) {
        Map<String, String> at = pinned(List.of(wanted.axis()), wanted.at());
        for (Scenario.Axis axis : file.axes()) {
            if (!axis.name().equals(wanted.axis()) && !at.containsKey(axis.name())) {
                String first = axis.values().getFirst().canonical();
                at.put(axis.name(), first);
                warnings.add("crossover %s says no value of %s; it is searched at %s"
                        .formatted(wanted.id(), axis.name(), first));
            }
        }
        return new Search(
                wanted.id(),
                List.of(new Search.Range(wanted.axis(), (long) wanted.from(), (long) wanted.to())),
                Metric.of(wanted.metric()).orElse(file.measure().primary()),
                new Scenario.Pair(wanted.between().getFirst(), wanted.between().getLast()),
                at,
                file,
                settings,
                profile,
                seed,
                cores);
    }

    /// A search asked for beside the file; empty when something is wrong with it.
    public Optional<Search> of(SearchRequest wanted) {
        List<Search.Range> ranges =
                wanted.axes().stream().flatMap(r -> range(r).stream()).toList();
        if (wanted.axes().isEmpty() || wanted.axes().size() > 2) {
            problem(
                    "wrong-type",
                    "a search has one axis or two (found " + wanted.axes().size() + ")",
                    "name one axis");
        }
        if (ranges.size() == 2
                && ranges.getFirst().axis().equals(ranges.getLast().axis())) {
            problem("wrong-type", "a map needs two different axes", "name another one");
        }
        checkModels(wanted.between());
        Optional<Metric> metric = metric(wanted.metric());
        List<String> searched = ranges.stream().map(Search.Range::axis).toList();
        wanted.at().keySet().forEach(axis -> axis(axis));
        Map<String, String> at = pinned(searched, wanted.at());
        checkPinned(searched, at);
        if (!problems.isEmpty() || metric.isEmpty()) {
            return Optional.empty();
        }
        Search search = new Search(
                ranges.size() == 2 ? "map" : "crossover",
                ranges,
                metric.get(),
                new Scenario.Pair(wanted.between().getFirst(), wanted.between().getLast()),
                at,
                file,
                settings,
                profile,
                seed,
                cores);
        long[] low = ranges.stream().mapToLong(Search.Range::from).toArray();
        long[] high = ranges.stream().mapToLong(Search.Range::to).toArray();
        problems.addAll(search.problemsAt(search.point(low)));
        problems.addAll(problems.isEmpty() ? search.problemsAt(search.point(high)) : List.of());
        return problems.isEmpty() ? Optional.of(search) : Optional.empty();
    }

    private Optional<Search.Range> range(SearchRequest.Range wanted) {
        Optional<Scenario.Axis> axis = axis(wanted.axis());
        if (axis.isEmpty()) {
            return Optional.empty();
        }
        LongStream declared = axis.get().declared().stream()
                .map(Scenario.AxisValue::canonical)
                .filter(v -> v.matches("\\d{1,15}"))
                .mapToLong(Long::parseLong);
        TreeSet<Long> values = new TreeSet<>(declared.boxed().toList());
        if (values.isEmpty() && (wanted.from().isEmpty() || wanted.to().isEmpty())) {
            problem(
                    "missing-key",
                    "the values of " + wanted.axis() + " are no whole numbers; a search needs two to search between",
                    "give --from and --to");
            return Optional.empty();
        }
        long from = wanted.from().orElseGet(values::first);
        long to = wanted.to().orElseGet(values::last);
        if (from < 0 || from >= to) {
            problem(
                    "out-of-range",
                    "the range of %s is %d to %d; it begins at 0 or above and ends above its begin"
                            .formatted(wanted.axis(), from, to),
                    "give --from and --to");
            return Optional.empty();
        }
        return Optional.of(new Search.Range(wanted.axis(), from, to));
    }

    private Optional<Scenario.Axis> axis(String name) {
        Optional<Scenario.Axis> axis =
                file.axes().stream().filter(a -> a.name().equals(name)).findFirst();
        if (axis.isEmpty()) {
            unknown("axis", name, file.axes().stream().map(Scenario.Axis::name).toList());
        }
        return axis;
    }

    /// Every model of the file has parameters at its points, also one that is not measured by default.
    private void checkModels(List<String> between) {
        Collection<String> known = file.points().getFirst().parameters().keySet();
        between.stream().filter(n -> !known.contains(n)).forEach(n -> unknown("model", n, known));
        if (between.size() != 2 || between.getFirst().equals(between.getLast())) {
            problem(
                    "wrong-type",
                    "a search compares two different models (found " + String.join(", ", between) + ")",
                    "the file has " + String.join(", ", known));
        }
    }

    private Optional<Metric> metric(Optional<String> wanted) {
        if (wanted.isEmpty()) {
            return Optional.of(file.measure().primary());
        }
        Optional<Metric> metric = Metric.of(wanted.get());
        if (metric.isEmpty()) {
            unknown("metric", wanted.get(), Metric.ids());
        }
        return metric;
    }

    /// The other axes at the values asked for; an axis with one value needs no word.
    private Map<String, String> pinned(List<String> searched, Map<String, String> wanted) {
        Map<String, String> at = new HashMap<>();
        for (Scenario.Axis axis : file.axes()) {
            if (!searched.contains(axis.name())) {
                Optional.ofNullable(wanted.get(axis.name()))
                        .or(() -> axis.values().size() == 1
                                ? Optional.of(axis.values().getFirst().canonical())
                                : Optional.empty())
                        .ifPresent(value -> at.put(axis.name(), value));
            }
        }
        return at;
    }

    private void checkPinned(List<String> searched, Map<String, String> at) {
        for (Scenario.Axis axis : file.axes()) {
            if (!searched.contains(axis.name()) && !at.containsKey(axis.name())) {
                List<String> values =
                        axis.values().stream().map(Scenario.AxisValue::label).toList();
                problem(
                        "missing-key",
                        "the axis " + axis.name() + " has several values: " + String.join(", ", values),
                        "say which one with --at " + axis.name() + "=" + values.getFirst());
            }
        }
    }

    private void unknown(String what, String found, Collection<String> allowed) {
        Optional<String> suggestion = Spelling.closest(found, allowed);
        problems.add(new Problem(
                "unknown-" + what,
                "no " + what + " `" + found + "`",
                0,
                0,
                1,
                "",
                suggestion,
                suggestion
                        .map(s -> "did you mean `" + s + "`?")
                        .orElse(allowed.isEmpty() ? "the file has none" : "allowed: " + String.join(", ", allowed))));
    }

    private void problem(String code, String message, String help) {
        problems.add(Problem.general(code, message, help));
    }
}
