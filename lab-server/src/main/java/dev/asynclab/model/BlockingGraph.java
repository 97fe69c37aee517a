package dev.asynclab.model;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Node;
import dev.asynclab.workload.StepFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// One task graph on threads: a future per node, and a thread for it when all it needs are complete.
///
/// No thread waits for a need: it would be one more thread for every level of the graph. Who completes the last need
/// of a node starts it.
final class BlockingGraph {

    private final Step.Graph graph;
    private final long taskId;
    private final BlockingSteps steps;
    private final Executor executor;
    private final SharedState shared;
    private final Optional<NodeStore> store;
    private final Map<String, CompletableFuture<Long>> values = new HashMap<>();

    BlockingGraph(Step.Graph graph, long taskId, BlockingSteps steps, Executor executor, SharedState shared) {
        this.graph = graph;
        this.taskId = taskId;
        this.steps = steps;
        this.executor = executor;
        this.shared = shared;
        this.store = graph.persist() ? Optional.of(shared.nodeStore(graph)) : Optional.empty();
    }

    /// Runs every node once and returns the value of the last.
    long run(Strand caller) throws StepFailure {
        var strands = new Strands(caller, executor);
        CompletableFuture<Long> target = CompletableFuture.completedFuture(0L); // of a graph without nodes
        for (Node node : graph.nodes()) { // what it needs comes first
            List<CompletableFuture<Long>> needs =
                    node.needs().stream().map(this::value).toList();
            var value = new CompletableFuture<Long>();
            CompletableFuture.allOf(needs.toArray(CompletableFuture[]::new))
                    .thenRun(() -> strands.start(strand -> {
                        if (!strands.stopped()) {
                            value.complete(value(node, needs, strand));
                        }
                    }));
            values.put(node.name(), value);
            target = value;
        }
        strands.join();
        return target.resultNow();
    }

    private CompletableFuture<Long> value(String name) {
        CompletableFuture<Long> value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no node " + name + " before the one that needs it");
        }
        return value;
    }

    private long value(Node node, List<CompletableFuture<Long>> needs, Strand strand) throws StepFailure {
        OptionalLong kept = store.map(s -> s.find(node)).orElse(OptionalLong.empty());
        if (kept.isPresent()) {
            return kept.getAsLong();
        }
        long value = steps.run(node.steps(), taskId, strand);
        for (CompletableFuture<Long> need : needs) {
            value += need.resultNow();
        }
        shared.count("nodes.run", 1);
        long complete = value;
        store.ifPresent(s -> s.store(node, complete));
        return value;
    }
}
