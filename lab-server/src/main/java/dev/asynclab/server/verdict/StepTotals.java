package dev.asynclab.server.verdict;

import dev.asynclab.api.Scenario;
import dev.asynclab.api.StepSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// How much of what a task of a cell does: counts per task over all branches and repetitions, a mix weighted by its
/// shares.
final class StepTotals {

    private final Scenario.Point point;

    StepTotals(Scenario.Point point) {
        this.point = point;
    }

    /// Time a task holds its thread by `block`, over all branches.
    double blockNanos() {
        return total(s -> s instanceof StepSpec.Block block ? block.duration().toNanos() : 0);
    }

    /// Steps that may cut a delay short.
    double timeouts() {
        return total(s -> s instanceof StepSpec.Timeout
                        || s instanceof StepSpec.Race
                        || s instanceof StepSpec.Cache
                        || (s instanceof StepSpec.Call call && call.timeout().isPresent())
                ? 1
                : 0);
    }

    /// `compute` steps per task, over all branches.
    double computes() {
        return total(s -> s instanceof StepSpec.Compute ? 1 : 0);
    }

    /// `compute` steps per task that hold the global lock.
    double lockedComputes() {
        return total(s -> s instanceof StepSpec.Compute compute && compute.globalLock() ? 1 : 0);
    }

    /// Calls per task to each backend, over all branches.
    Map<String, Double> calls() {
        Map<String, Double> calls = new LinkedHashMap<>();
        for (String backend : point.backends().keySet()) {
            double n =
                    total(s -> s instanceof StepSpec.Call call && call.backend().equals(backend) ? 1 : 0);
            if (n > 0) {
                calls.put(backend, n);
            }
        }
        return calls;
    }

    /// The calls a task cannot do without: those behind a cache may all be hits, those of a persistent graph may all
    /// be found. Only these may enter a bound.
    Map<String, Double> leastCalls() {
        Map<String, Double> least = new LinkedHashMap<>();
        for (String backend : calls().keySet()) {
            double n =
                    least(s -> s instanceof StepSpec.Call call && call.backend().equals(backend) ? 1 : 0);
            if (n > 0) {
                least.put(backend, n);
            }
        }
        return least;
    }

    /// Whether a task has `compute` steps and cannot do without any of them: only then does the time of the kernels
    /// bound it.
    boolean computesAlways() {
        double all = computes();
        return all > 0 && least(s -> s instanceof StepSpec.Compute ? 1 : 0) == all;
    }

    /// Whether a task leaves results on a disk. The CPU of a window then also holds what puts the store back between
    /// two repetitions, which no task needs.
    boolean keepsResults() {
        return total(s -> s instanceof StepSpec.Graph graph && graph.persist() ? 1 : 0) > 0;
    }

    /// A count per task, share-weighted, every branch and repetition included.
    private double total(ToDoubleFunction<StepSpec> leaf) {
        return weighted(leaf, true);
    }

    /// The same without what a kept result can stand for.
    private double least(ToDoubleFunction<StepSpec> leaf) {
        return weighted(leaf, false);
    }

    private double weighted(ToDoubleFunction<StepSpec> leaf, boolean kept) {
        return point.kinds().stream()
                .mapToDouble(k -> k.share() * count(k.steps(), leaf, kept))
                .sum();
    }

    private static double count(List<StepSpec> steps, ToDoubleFunction<StepSpec> leaf, boolean kept) {
        double sum = 0;
        for (StepSpec step : steps) {
            boolean may = step instanceof StepSpec.Cache || (step instanceof StepSpec.Graph graph && graph.persist());
            double inside = may && !kept
                    ? 0
                    : step.inside().stream()
                            .mapToDouble(c -> count(c, leaf, kept))
                            .sum();
            sum += leaf.applyAsDouble(step) + (step instanceof StepSpec.Repeat repeat ? repeat.times() : 1) * inside;
        }
        return sum;
    }
}
