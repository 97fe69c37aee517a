package dev.asynclab.model;

import dev.asynclab.model.ConcurrencyModelContractTest.Fibonacci;
import dev.asynclab.model.ConcurrencyModelContractTest.Variant;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The models whose tasks share a loop, and what their tests start on them.
final class LoopVariants {
    static final int CORES = 2;

    private LoopVariants() {}

    static Stream<Variant> all() {
        return Stream.of(
                new Variant("event-loop", Map.of()),
                new Variant("event-loop", Map.of("loops", "3")),
                new Variant("event-loop", Map.of("offload", "true")),
                new Variant("coroutine", Map.of()));
    }

    static ConcurrencyModel create(Variant variant, SharedState shared) {
        return Models.create(variant.id(), new Setup(variant.resolved(), 64, CORES, shared));
    }

    static Outcome start(ConcurrencyModel model, long id, Step... steps) {
        var outcome = new Outcome();
        model.start(new Task(id, List.of(steps)), outcome);
        return outcome;
    }

    static List<Outcome> startMany(ConcurrencyModel model, int count, Step... steps) {
        var outcomes = new ArrayList<Outcome>();
        for (long id = 0; id < count; id++) {
            outcomes.add(start(model, id, steps));
        }
        return outcomes;
    }

    static Step compute(long n) {
        return new Step.Compute(new Fibonacci(n), false);
    }
}
