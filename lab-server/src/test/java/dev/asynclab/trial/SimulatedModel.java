package dev.asynclab.trial;

import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.workload.Task;
import java.util.Map;

/// A model in simulated time: each task needs `serviceNanos`, any number at once, but nothing gets started
/// between `stallFrom` and `stallTo`, like on a loop that is held.
record SimulatedModel(FakeClock clock, long serviceNanos, long stallFrom, long stallTo) implements ConcurrencyModel {

    static SimulatedModel steady(FakeClock clock, long serviceNanos) {
        return new SimulatedModel(clock, serviceNanos, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    @Override
    public void start(Task task, Completion done) {
        long now = clock.nanos();
        long begin = now >= stallFrom && now < stallTo ? stallTo : now;
        clock.at(begin, done::started);
        clock.at(begin + serviceNanos, () -> done.succeeded(FakeModels.CHECKSUM));
    }

    @Override
    public Map<String, String> limits() {
        return Map.of();
    }

    @Override
    public void close() {
        // Owns nothing.
    }
}
