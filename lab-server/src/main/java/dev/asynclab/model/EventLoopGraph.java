package dev.asynclab.model;

import dev.asynclab.workload.Step;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One task graph: every node is a future, composed of the futures of the nodes it needs.
final class EventLoopGraph {
    private final Step.Graph graph;
    private final EventLoopSteps steps;
    private final EventLoopParts parts;
    private final Scope scope;
    private final Scope together;
    private final Map<String, Future<Long>> values = new HashMap<>();

    EventLoopGraph(Step.Graph graph, EventLoopSteps steps, EventLoopParts parts, Scope scope) {
        this.graph = graph;
        this.steps = steps;
        this.parts = parts;
        this.scope = scope;
        this.together = scope.child();
    }

    Future<Long> run() {
        return kept().compose(this::target).onFailure(_ -> together.cancel()).onComplete(_ -> together.over());
    }

    /// Where values are kept, if they are. Files are read and written like anything that blocks: on the loop, or in
    /// the pool beside it.
    private Future<Optional<NodeStore>> kept() {
        return graph.persist()
                ? steps.held(() -> Optional.of(parts.shared().nodeStore(graph)), together)
                : Future.succeededFuture(Optional.empty());
    }

    /// Nodes come after what they need, so that every future is there when it is asked for.
    private Future<Long> target(Optional<NodeStore> kept) {
        Future<Long> last = Future.succeededFuture(0L);
        for (Step.Node node : graph.nodes()) {
            List<Future<Long>> needs = node.needs().stream().map(values::get).toList();
            last = Future.all(needs)
                    .compose(_ ->
                            run(node, needs.stream().mapToLong(Future::result).sum(), kept));
            values.put(node.name(), last);
        }
        return last;
    }

    /// Shared nodes run once because their future is one. Each begins with a turn of its own: a chain of short nodes
    /// must neither nest as many calls nor keep other tasks from the loop.
    private Future<Long> run(Step.Node node, long ofNeeds, Optional<NodeStore> kept) {
        Timeline own = scope.timeline().branch();
        Scope inNode = together.child(own);
        return EventLoopSteps.stoppable(parts.turn(), inNode, () -> {})
                .compose(_ -> found(node, kept, inNode))
                .compose(value -> value.isPresent()
                        ? Future.succeededFuture(value.getAsLong())
                        : work(node, ofNeeds, kept, inNode))
                .onComplete(_ -> {
                    inNode.over();
                    own.ended();
                });
    }

    private Future<OptionalLong> found(Step.Node node, Optional<NodeStore> kept, Scope inNode) {
        return kept.isPresent()
                ? steps.held(() -> kept.get().find(node), inNode)
                : Future.succeededFuture(OptionalLong.empty());
    }

    private Future<Long> work(Step.Node node, long ofNeeds, Optional<NodeStore> kept, Scope inNode) {
        parts.shared().count("nodes.run", 1);
        Future<Long> value = steps.all(node.steps(), inNode).map(own -> own + ofNeeds);
        return kept.isEmpty()
                ? value
                : value.compose(worked -> steps.held(
                        () -> {
                            kept.get().store(node, worked);
                            return worked;
                        },
                        inNode));
    }
}
