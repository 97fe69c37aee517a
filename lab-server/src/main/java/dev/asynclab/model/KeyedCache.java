package dev.asynclab.model;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A bounded map from keys to results which nobody blocks on: who finds a key being worked on leaves a callback.
///
/// Thread-safe. A [Waiter] is called by whoever did the work, which may be on another loop: it has to hop to its own.
/// The lock is held for a look-up only, never while a value is worked out.
final class KeyedCache {

    /// Who waits for the work of another.
    @FunctionalInterface
    interface Waiter {
        /// @param failure null when there is a value
        void end(long value, @Nullable StepFailure failure);
    }

    /// What a look-up found.
    sealed interface Look {

        /// It was there.
        record Hit(long value) implements Look {}

        /// It is not there; the caller works it out and then calls [#store] or [#fail], exactly once.
        record Miss() implements Look {}

        /// Another one works it out and will call the waiter.
        record Waiting() implements Look {}
    }

    private static final Look MISS = new Look.Miss();
    private static final Look WAITING = new Look.Waiting();

    private static final class Entry {
        private final long value;
        private final long storedNanos;
        private long uses;

        Entry(long value, long storedNanos) {
            this.value = value;
            this.storedNanos = storedNanos;
        }
    }

    private final Step.Cache step;
    private final double[] table;
    private final LongSupplier clock;
    private final LongAdder hits = new LongAdder();
    private final LongAdder lookUps = new LongAdder();
    // Both guarded by `this`. The order of the map is that of leaving: least recently used, or first in, first.
    private final LinkedHashMap<Integer, Entry> entries;
    private final Map<Integer, List<Waiter>> inFlight = new HashMap<>();

    /// @param clock nanoseconds, for entries that expire
    KeyedCache(Step.Cache step, LongSupplier clock) {
        this.step = step;
        this.table = step.keys().table();
        this.clock = clock;
        this.entries = new LinkedHashMap<>(16, 0.75f, step.policy() == Step.Policy.LRU);
    }

    /// The key this task asks for.
    int key(long taskId) {
        return step.keys().of(taskId, table);
    }

    /// @param waiter kept only when the answer is [Look.Waiting], which it is only with single flight
    synchronized Look look(int key, Waiter waiter) {
        lookUps.increment();
        Entry entry = entries.get(key);
        if (entry != null && fresh(entry)) {
            entry.uses++;
            hits.increment();
            return new Look.Hit(entry.value);
        }
        if (!step.singleFlight()) {
            return MISS;
        }
        List<Waiter> waiting = inFlight.get(key);
        if (waiting == null) {
            inFlight.put(key, new ArrayList<>());
            return MISS;
        }
        hits.increment(); // answered by the work of another, if that succeeds
        waiting.add(waiter);
        return WAITING;
    }

    /// Stops waiting. False when the answer is already on its way.
    synchronized boolean giveUp(int key, Waiter waiter) {
        List<Waiter> waiting = inFlight.get(key);
        return waiting != null && waiting.remove(waiter);
    }

    /// The value was worked out: it is kept, and those who wait get it.
    void store(int key, long value) {
        List<Waiter> waiting;
        synchronized (this) {
            entries.remove(key); // so that a value stored anew counts as new
            if (entries.size() >= step.size()) {
                entries.remove(leaving());
            }
            entries.put(key, new Entry(value, clock.getAsLong()));
            waiting = inFlight.remove(key);
        }
        if (waiting != null) {
            waiting.forEach(w -> w.end(value, null));
        }
    }

    /// There is no value: nothing is kept, and those who wait fail the same way.
    void fail(int key, StepFailure failure) {
        List<Waiter> waiting;
        synchronized (this) {
            waiting = inFlight.remove(key);
        }
        if (waiting != null) {
            hits.add(-waiting.size());
            waiting.forEach(w -> w.end(0, failure));
        }
    }

    private boolean fresh(Entry entry) {
        return step.policy() != Step.Policy.TTL || clock.getAsLong() - entry.storedNanos < step.ttlNanos();
    }

    private Integer leaving() {
        if (step.policy() != Step.Policy.LFU) {
            return entries.firstEntry().getKey();
        }
        Map.Entry<Integer, Entry> least = entries.firstEntry();
        for (Map.Entry<Integer, Entry> entry : entries.entrySet()) {
            if (entry.getValue().uses < least.getValue().uses) {
                least = entry;
            }
        }
        return least.getKey();
    }

    long hits() {
        return hits.sum();
    }

    long lookUps() {
        return lookUps.sum();
    }
}
