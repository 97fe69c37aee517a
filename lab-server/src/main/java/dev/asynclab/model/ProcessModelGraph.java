package dev.asynclab.model;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Node;
import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// One task graph on children: the steps of a node are a task for a child as soon as all its needs are complete.
///
/// The graph itself stays in the parent, and with it the values: a child never hears of the other nodes.
final class ProcessModelGraph {

    private final Step.Graph graph;
    private final long taskId;
    private final ProcessModelJob.Children children;
    private final SharedState shared;
    private final Optional<NodeStore> store;
    private volatile boolean failed;

    ProcessModelGraph(Step.Graph graph, long taskId, ProcessModelJob.Children children, SharedState shared) {
        this.graph = graph;
        this.taskId = taskId;
        this.children = children;
        this.shared = shared;
        this.store = graph.persist() ? Optional.of(shared.nodeStore(graph)) : Optional.empty();
    }

    /// Runs every node once and returns the value of the last.
    long run(Timeline timeline) throws StepFailure {
        Map<String, CompletableFuture<Long>> values = new HashMap<>();
        CompletableFuture<Long> target = CompletableFuture.completedFuture(0L); // of a graph without nodes
        for (Node node : graph.nodes()) { // what it needs comes first
            List<CompletableFuture<Long>> needs = node.needs().stream()
                    .map(name -> Objects.requireNonNull(values.get(name), name))
                    .toList();
            target = CompletableFuture.allOf(needs.toArray(CompletableFuture[]::new))
                    .thenApplyAsync(_ -> value(node, needs, timeline), children);
            values.put(node.name(), target);
        }
        timeline.queued();
        try {
            CompletableFuture.allOf(new ArrayList<>(values.values()).toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw Failures.of(e);
        } finally {
            timeline.running();
        }
        return target.resultNow();
    }

    private long value(Node node, List<CompletableFuture<Long>> needs, Timeline timeline) {
        if (failed) {
            throw new CompletionException(Failures.cancelled());
        }
        OptionalLong kept = store.map(s -> s.find(node)).orElse(OptionalLong.empty());
        if (kept.isPresent()) {
            return kept.getAsLong();
        }
        Timeline lane = timeline.branch();
        try {
            long value = children.with(child -> child.run(new Task(taskId, node.steps()), lane));
            for (CompletableFuture<Long> need : needs) {
                value += need.resultNow();
            }
            shared.count("nodes.run", 1);
            long complete = value;
            store.ifPresent(s -> s.store(node, complete));
            return value;
        } catch (StepFailure e) {
            failed = true;
            throw new CompletionException(e);
        } finally {
            lane.ended();
        }
    }
}
