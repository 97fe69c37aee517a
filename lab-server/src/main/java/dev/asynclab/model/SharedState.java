package dev.asynclab.model;

import dev.asynclab.workload.Payload;
import dev.asynclab.workload.Step;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/// What the tasks of one model instance share on purpose: counters, caches and locks by name, and what was counted.
///
/// The steps reach it through their model; the trial reads [#counts()], calls [#reset()] while no task runs, and
/// closes it after the model.
public final class SharedState implements AutoCloseable {

    private final Map<String, SharedCounter> counters = new ConcurrentHashMap<>();
    private final Map<String, KeyedCache> caches = new ConcurrentHashMap<>();
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Map<String, Object> monitors = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<Step.Send, Payload> payloads = new ConcurrentHashMap<>();
    private final GraphStores graphs = new GraphStores();
    private final Cancellations cancellations = new Cancellations(System::nanoTime);

    /// The first step to name a counter says how it is protected.
    SharedCounter counter(Step.Update step) {
        return counters.computeIfAbsent(step.counter(), _ -> new SharedCounter(step.how()));
    }

    /// The first step to name a cache says what it is like.
    KeyedCache cache(Step.Cache step) {
        return caches.computeIfAbsent(step.name(), _ -> new KeyedCache(step, System::nanoTime));
    }

    /// A lock of all tasks, for code that blocks.
    ReentrantLock lock(String name) {
        return locks.computeIfAbsent(name, _ -> new ReentrantLock());
    }

    /// An object of all tasks to synchronize on.
    Object monitor(String name) {
        return monitors.computeIfAbsent(name, _ -> new Object());
    }

    /// What a step sends: made once, since nobody writes to it and making it is not what is measured.
    Payload payload(Step.Send step) {
        return payloads.computeIfAbsent(step, s -> Payload.of(s.bytes(), s.shape()));
    }

    /// The kept values of a persistent graph; since the last reset, and from its history. The first call for a
    /// graph with a history blocks for as long as a JVM takes to start and work: see [#prepare].
    NodeStore nodeStore(Step.Graph graph) {
        return graphs.of(graph);
    }

    /// Makes ready what tasks of these steps would have to wait for: the histories of persistent graphs.
    public void prepare(List<Step> steps) {
        for (Step step : steps) {
            if (step instanceof Step.Graph graph && graph.persist()) {
                nodeStore(graph);
            }
        }
    }

    /// What was cancelled, and when it ended.
    public Cancellations cancellations() {
        return cancellations;
    }

    /// Counts something under the id of its metric, for example `bytes.moved`.
    void count(String metric, long amount) {
        counts.computeIfAbsent(metric, _ -> new LongAdder()).add(amount);
    }

    /// What was counted since the last reset, by metric id: `lost-updates`, `cache.hits`, `cache.look-ups`,
    /// `bytes.moved`, `nodes.run`; only what occurred. Exact while no task runs.
    public Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((metric, count) -> all.put(metric, count.sum()));
        counters.values().forEach(c -> all.merge("lost-updates", c.attempts() - c.value(), Long::sum));
        caches.values().forEach(c -> {
            all.merge("cache.hits", c.hits(), Long::sum);
            all.merge("cache.look-ups", c.lookUps(), Long::sum);
        });
        return all;
    }

    /// Empties caches, counters and counts, and leaves of each persistent graph its history only. Locks stay: nobody
    /// holds one while no task runs.
    public void reset() {
        counters.clear();
        caches.clear();
        counts.clear();
        cancellations.next();
        graphs.reset();
    }

    /// Deletes what is kept in files.
    @Override
    public void close() {
        graphs.close();
    }
}
