package dev.asynclab.model;

import dev.asynclab.workload.Step;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One task graph: every node is a coroutine that awaits the nodes it needs.
final class CoroutineGraph {
    private final Step.Graph graph;
    private final CoroutineSteps steps;
    private final SharedState shared;
    private final Scope scope;
    private final Map<String, Future<Long>> values = new HashMap<>();

    CoroutineGraph(Step.Graph graph, CoroutineSteps steps, SharedState shared, Scope scope) {
        this.graph = graph;
        this.steps = steps;
        this.shared = shared;
        this.scope = scope;
    }

    /// Shared nodes run once because whoever needs one awaits the same coroutine.
    long run() throws Exception {
        Optional<NodeStore> kept = graph.persist() ? Optional.of(shared.nodeStore(graph)) : Optional.empty();
        Scope together = scope.child();
        List<Future<Long>> nodes = new ArrayList<>();
        for (Step.Node node : graph.nodes()) {
            List<Future<Long>> needs = node.needs().stream().map(values::get).toList();
            Future<Long> value = steps.launch(together, inNode -> value(node, needs, kept, inNode))
                    .onFailure(_ -> together.cancel());
            values.put(node.name(), value);
            nodes.add(value);
        }
        try {
            steps.join(nodes, scope);
        } finally {
            together.over();
        }
        return nodes.getLast().result();
    }

    private long value(Step.Node node, List<Future<Long>> needs, Optional<NodeStore> kept, Scope inNode)
            throws Exception {
        long ofNeeds = 0;
        for (Future<Long> need : needs) {
            inNode.timeline().queued();
            // Ends also when all is cancelled: then the coroutine behind it ends.
            ofNeeds += CoroutineSteps.suspend(need, inNode, () -> {});
        }
        OptionalLong found = kept.isPresent() ? kept.get().find(node) : OptionalLong.empty(); // holds the loop
        return found.isPresent() ? found.getAsLong() : work(node, ofNeeds, kept, inNode);
    }

    private long work(Step.Node node, long ofNeeds, Optional<NodeStore> kept, Scope inNode) throws Exception {
        shared.count("nodes.run", 1);
        long value = ofNeeds + steps.all(node.steps(), inNode);
        if (kept.isPresent()) {
            kept.get().store(node, value); // holds the loop
        }
        return value;
    }
}
