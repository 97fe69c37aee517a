package dev.asynclab.model;

import dev.asynclab.kernel.Fibonacci;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Task;
import java.util.ArrayList;
import java.util.List;

/// Writes tasks down, starts them, and keeps what becomes of them.
final class Tasks {
    private Tasks() {}

    static Outcome start(ConcurrencyModel model, long id, List<Step> steps) {
        var outcome = new Outcome();
        model.start(new Task(id, steps), outcome);
        return outcome;
    }

    static Outcome start(ConcurrencyModel model, long id, Step... steps) {
        return start(model, id, List.of(steps));
    }

    static List<Outcome> startMany(ConcurrencyModel model, int count, List<Step> steps) {
        var outcomes = new ArrayList<Outcome>();
        for (long id = 0; id < count; id++) {
            outcomes.add(start(model, id, steps));
        }
        return outcomes;
    }

    static List<Outcome> startMany(ConcurrencyModel model, int count, Step... steps) {
        return startMany(model, count, List.of(steps));
    }

    static String run(ConcurrencyModel model, Step... steps) throws InterruptedException {
        return start(model, 1, steps).await();
    }

    /// On a model of its own.
    static String runOne(Variant variant, Step... steps) throws InterruptedException {
        try (var model = variant.create(Variants.CONNECTIONS)) {
            return run(model, steps);
        }
    }

    /// Its result is the n-th number of Fibonacci: 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144.
    static Step compute(int n) {
        return new Step.Compute(new Fibonacci(n), false);
    }

    static Step parallel(int limit, List<? extends List<Step>> branches) {
        return new Step.Parallel(List.copyOf(branches), limit);
    }

    @SafeVarargs
    static Step race(long staggerNanos, List<Step>... branches) {
        return new Step.Race(List.of(branches), staggerNanos);
    }

    @SafeVarargs
    static Step retry(long backoffNanos, List<Step>... attempts) {
        return new Step.Retry(List.of(attempts), backoffNanos);
    }
}
