package dev.asynclab.server.verdict;

import dev.asynclab.api.BackendSpec;
import dev.asynclab.api.DelaySpec;
import dev.asynclab.api.Scenario;
import dev.asynclab.api.StepSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/// What the file says a task waits for: the delay along its longest path, and its stay in everything shared.
///
/// A sequence adds, `parallel` takes its longest branch, a mix is weighted by its shares. All times in
/// nanoseconds.
final class Delays {

    private final Scenario.Point point;
    private final ToDoubleFunction<String> callNanos;
    private final boolean oneByOne;

    /// @param callNanos time of one call to a backend, by backend name
    /// @param oneByOne whether the model runs the branches of `parallel` one after the other
    Delays(Scenario.Point point, ToDoubleFunction<String> callNanos, boolean oneByOne) {
        this.point = point;
        this.callNanos = callNanos;
        this.oneByOne = oneByOne;
    }

    /// With the declared mean delays alone: no real call can be faster on average.
    static Delays declared(Scenario.Point point, boolean oneByOne) {
        return new Delays(point, backend -> declaredNanos(point, backend), oneByOne);
    }

    static double declaredNanos(Scenario.Point point, String backend) {
        BackendSpec spec = point.backends().get(backend);
        return spec == null ? 0 : spec.delay().meanNanos();
    }

    /// Time of one call to a backend.
    double callNanosOf(String backend) {
        return callNanos.applyAsDouble(backend);
    }

    /// Mean delay of a task of this point.
    double taskNanos() {
        return weighted(this::sequence);
    }

    /// Mean delay of a task of one kind.
    double kindNanos(Scenario.TaskKind kind) {
        return sequence(kind.steps());
    }

    private double weighted(ToDoubleFunction<List<StepSpec>> figure) {
        return point.kinds().stream()
                .mapToDouble(k -> k.share() * figure.applyAsDouble(k.steps()))
                .sum();
    }

    private double sequence(List<StepSpec> steps) {
        return steps.stream().mapToDouble(this::step).sum();
    }

    private double step(StepSpec step) {
        return switch (step) {
            case StepSpec.Call call -> {
                double nanos = callNanos.applyAsDouble(call.backend());
                yield call.timeout()
                        .map(t -> within(List.of(call), t.toNanos()))
                        .orElse(nanos);
            }
            case StepSpec.Compute _ -> 0;
            case StepSpec.Wait wait -> wait.duration().toNanos();
            case StepSpec.Block block -> block.duration().toNanos();
            case StepSpec.Parallel parallel -> parallel(parallel.branches(), parallel.limit());
            case StepSpec.Repeat repeat -> repeat.times() * sequence(repeat.steps());
            case StepSpec.Timeout timeout ->
                within(timeout.steps(), timeout.after().toNanos());
            case StepSpec.Limit limit -> sequence(limit.steps());
            case StepSpec.Race race ->
                race.branches().stream().mapToDouble(this::atLeast).min().orElse(0);
            case StepSpec.Retry retry -> sequence(retry.steps());
            case StepSpec.Lock lock -> sequence(lock.steps());
            case StepSpec.Cache _ -> 0; // how many hit is not said beforehand
            case StepSpec.Update _, StepSpec.Hold _, StepSpec.Send _, StepSpec.Job _ -> 0;
            case StepSpec.Graph graph -> graph.persist() ? 0 : criticalPath(graph);
        };
    }

    /// The mean of a delay that is cut short, at least: `E[min(X, t)]`, which is below `min(E[X], t)` when X is
    /// drawn. What is not drawn passes first; of several drawn delays the one that says most is taken, the others
    /// for nothing.
    private double within(List<StepSpec> steps, double limitNanos) {
        double fixed =
                steps.stream().filter(s -> !isDrawn(s)).mapToDouble(this::step).sum();
        double left = limitNanos - fixed;
        if (left <= 0) {
            return limitNanos;
        }
        return fixed
                + steps.stream()
                        .filter(this::isDrawn)
                        .mapToDouble(s -> s instanceof StepSpec.Call call ? drawnWithin(call.backend(), left) : 0)
                        .max()
                        .orElse(0);
    }

    private double drawnWithin(String backend, double limitNanos) {
        BackendSpec spec = point.backends().get(backend);
        double overhead = callNanos.applyAsDouble(backend) - declaredNanos(point, backend);
        return spec == null
                ? 0
                : StrictMath.min(limitNanos, overhead + DelayMoments.meanWithin(spec.delay(), limitNanos));
    }

    private boolean isDrawn(StepSpec step) {
        return step instanceof StepSpec.Call call
                ? !isFixed(call.backend())
                : step.inside().stream().flatMap(List::stream).anyMatch(this::isDrawn);
    }

    /// The least a branch of a race can take: the mean of the faster of two drawn delays is below both their means,
    /// so only what no draw undercuts may enter a bound.
    private double atLeast(List<StepSpec> steps) {
        boolean drawn = steps.stream()
                .anyMatch(s -> !(s instanceof StepSpec.Wait || s instanceof StepSpec.Block)
                        && !(s instanceof StepSpec.Call call && isFixed(call.backend())));
        return drawn ? 0 : sequence(steps);
    }

    private boolean isFixed(String backend) {
        BackendSpec spec = point.backends().get(backend);
        return spec != null && spec.delay() instanceof DelaySpec.Fixed;
    }

    /// The longest way through a graph; all nodes in turn where nothing runs side by side.
    private double criticalPath(StepSpec.Graph graph) {
        Map<String, Double> ends = new LinkedHashMap<>();
        double longest = 0;
        double total = 0;
        for (StepSpec.Node node : graph.nodes()) {
            double own = sequence(node.steps());
            double start = node.needs().stream()
                    .mapToDouble(n -> ends.getOrDefault(n, 0.0))
                    .max()
                    .orElse(0);
            ends.put(node.name(), start + own);
            longest = StrictMath.max(longest, start + own);
            total += own;
        }
        return oneByOne ? total : longest;
    }

    /// All at once: the longest branch. With a limit: equal branches go in ceil(n / limit) turns; unequal ones
    /// take at least their total shared by `limit` places.
    private double parallel(List<List<StepSpec>> branches, OptionalInt limit) {
        double[] each = branches.stream().mapToDouble(this::sequence).toArray();
        double longest = 0;
        double shortest = Double.POSITIVE_INFINITY;
        double total = 0;
        for (double nanos : each) {
            longest = StrictMath.max(longest, nanos);
            shortest = StrictMath.min(shortest, nanos);
            total += nanos;
        }
        if (oneByOne) {
            return total;
        }
        if (limit.isEmpty() || limit.getAsInt() >= each.length) {
            return longest;
        }
        int places = limit.getAsInt();
        return shortest == longest
                ? StrictMath.ceil((double) each.length / places) * longest
                : StrictMath.max(longest, total / places);
    }

    /// Permits of each named bulkhead and the time a task spends inside it.
    Map<String, Inside> limits() {
        Map<String, Inside> limits = new LinkedHashMap<>();
        point.kinds().forEach(k -> collectLimits(k.steps(), k.share(), limits));
        return limits;
    }

    /// @param nanos mean time a task is inside
    record Inside(int permits, double nanos) {}

    private void collectLimits(List<StepSpec> steps, double weight, Map<String, Inside> into) {
        for (StepSpec step : steps) {
            if (step instanceof StepSpec.Limit limit) {
                double nanos = weight * sequence(limit.steps());
                into.merge(
                        limit.name(),
                        new Inside(limit.permits(), nanos),
                        (x, y) -> new Inside(x.permits(), x.nanos() + y.nanos()));
            }
            double times = step instanceof StepSpec.Repeat repeat ? repeat.times() : 1;
            step.inside().forEach(c -> collectLimits(c, weight * times, into));
        }
    }

    /// Standard deviation of one task's delay: of the drawn delays of its calls, and of the kinds of a mix.
    /// Branches count in full, which errs on the wide side.
    double deviationNanos() {
        double mean = taskNanos();
        double squares = 0;
        for (Scenario.TaskKind kind : point.kinds()) {
            double nanos = kindNanos(kind);
            squares += kind.share() * nanos * nanos;
        }
        double drawn = 0;
        for (Map.Entry<String, Double> calls : new StepTotals(point).calls().entrySet()) {
            BackendSpec spec = point.backends().get(calls.getKey());
            double one = spec == null ? 0 : DelayMoments.deviation(spec.delay());
            drawn += calls.getValue() * one * one;
        }
        return StrictMath.sqrt(StrictMath.max(0, squares - mean * mean) + drawn);
    }
}
