package dev.asynclab.model;

import dev.asynclab.workload.Step;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A semaphore nobody blocks on: who finds no permit leaves a callback behind. First come, first served.
///
/// Thread-safe, since the tasks of several loops share it. A callback runs on the thread that gave its permit back,
/// which may belong to another loop: it has to hop to its own.
final class Bulkhead {

    /// What came of trying to enter.
    enum Entry {
        /// A permit was free; the callback is not called.
        INSIDE,
        /// The callback is called, once, when a permit is handed over.
        WAITING,
        /// No permit and no room to wait.
        REJECTED
    }

    /// The bulkheads of one model instance by name.
    static final class Registry {
        private final Map<String, Bulkhead> byName = new ConcurrentHashMap<>();

        /// The first step to name a bulkhead sets its size.
        Bulkhead of(Step.Limit limit) {
            return byName.computeIfAbsent(limit.name(), _ -> new Bulkhead(limit.permits(), limit.queue()));
        }
    }

    private final int queue;
    // Guarded by `this`. A linked set, because whoever gives up waiting may stand anywhere in the line.
    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private int free;

    private Bulkhead(int permits, int queue) {
        this.free = permits;
        this.queue = queue;
    }

    synchronized Entry enter(Runnable handedOver) {
        if (free > 0) {
            free--;
            return Entry.INSIDE;
        }
        if (queue >= 0 && waiting.size() >= queue) {
            return Entry.REJECTED;
        }
        waiting.add(handedOver);
        return Entry.WAITING;
    }

    /// Stops waiting. False when the permit is already on its way; then it must be given back.
    synchronized boolean giveUp(Runnable handedOver) {
        return waiting.remove(handedOver);
    }

    /// Gives a permit back, or hands it to the first in line.
    void leave() {
        Runnable next;
        synchronized (this) {
            if (waiting.isEmpty()) {
                free++;
                return;
            }
            var line = waiting.iterator();
            next = line.next();
            line.remove();
        }
        next.run();
    }
}
