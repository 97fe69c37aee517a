package dev.asynclab.model;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Node;
import dev.asynclab.workload.StepFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;

/// One task graph as fork-join tasks: a node is forked by the node that completes the last of its needs.
///
/// It counts needs instead of joining them, and has to. A thread that joins helps out meanwhile, on top of its own
/// stack; in a tree that is harmless, but where nodes are shared it may pick up a node that needs the very one it
/// has half done below, and then waits for itself.
final class ForkJoinGraph {

    /// A node and how far it is.
    private static final class Vertex {
        private final Node node;
        private final List<Vertex> needs = new ArrayList<>();
        private final List<Vertex> neededBy = new ArrayList<>();
        private final AtomicInteger missing = new AtomicInteger();
        private volatile long value;

        Vertex(Node node) {
            this.node = node;
        }
    }

    private final long taskId;
    private final BlockingSteps steps;
    private final SharedState shared;
    private final Optional<NodeStore> store;
    private final Map<String, Vertex> byName = new HashMap<>();
    private final List<Vertex> all = new ArrayList<>();
    private final Executor pool;

    /// @param pool takes nodes from a thread that is not its own
    ForkJoinGraph(Step.Graph graph, long taskId, BlockingSteps steps, Executor pool, SharedState shared) {
        this.taskId = taskId;
        this.steps = steps;
        this.shared = shared;
        this.store = graph.persist() ? Optional.of(shared.nodeStore(graph)) : Optional.empty();
        this.pool = pool;
        for (Node node : graph.nodes()) { // what it needs comes first
            var vertex = new Vertex(node);
            for (String name : node.needs()) {
                Vertex need = byName.get(name);
                if (need == null) {
                    throw new IllegalArgumentException("no node " + name + " before the one that needs it");
                }
                vertex.needs.add(need);
                need.neededBy.add(vertex);
            }
            vertex.missing.set(vertex.needs.size());
            byName.put(node.name(), vertex);
            all.add(vertex);
        }
    }

    /// Runs every node once and returns the value of the last.
    long run(Strand caller) throws StepFailure {
        // Into the deque of the thread that forks: a node is likely to use what its needs have left in the cache.
        var strands = new Strands(caller, node -> {
            if (ForkJoinTask.inForkJoinPool()) {
                ForkJoinTask.adapt(node).fork();
            } else {
                pool.execute(node);
            }
        });
        for (Vertex vertex : all) {
            if (vertex.needs.isEmpty()) {
                strands.start(strand -> run(vertex, strand, strands));
            }
        }
        strands.join();
        return all.isEmpty() ? 0 : all.getLast().value;
    }

    private void run(Vertex vertex, Strand strand, Strands strands) throws StepFailure {
        vertex.value = value(vertex, strand);
        for (Vertex next : vertex.neededBy) {
            if (next.missing.decrementAndGet() == 0) {
                strands.start(other -> run(next, other, strands));
            }
        }
    }

    private long value(Vertex vertex, Strand strand) throws StepFailure {
        OptionalLong kept = store.map(s -> s.find(vertex.node)).orElse(OptionalLong.empty());
        if (kept.isPresent()) {
            return kept.getAsLong();
        }
        long value = steps.run(vertex.node.steps(), taskId, strand);
        for (Vertex need : vertex.needs) {
            value += need.value;
        }
        shared.count("nodes.run", 1);
        long complete = value;
        store.ifPresent(s -> s.store(vertex.node, complete));
        return value;
    }
}
