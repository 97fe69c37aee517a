package dev.asynclab.model;

import dev.asynclab.workload.Step;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/// One task graph: a node is a `Mono` zipped from those of its needs. `cache` lets a shared node run once, whoever
/// subscribes to it. Used once.
///
/// What is cached is hot: nobody's cancellation reaches it any more. So nodes end with the graph by a signal of
/// their own.
final class ReactorGraph {
    private final Step.Graph graph;
    private final ReactorSteps steps;
    private final Scheduler loop;
    private final SharedState shared;
    private final ReactorStrand strand;
    private final Sinks.Empty<Void> over = Sinks.empty();

    ReactorGraph(Step.Graph graph, ReactorSteps steps, Scheduler loop, SharedState shared, ReactorStrand strand) {
        this.graph = graph;
        this.steps = steps;
        this.loop = loop;
        this.shared = shared;
        this.strand = strand;
    }

    Mono<Long> run() {
        return kept().flatMap(this::target).doOnTerminate(over::tryEmitEmpty).doOnCancel(over::tryEmitEmpty);
    }

    /// Where values are kept, if they are.
    private Mono<Optional<NodeStore>> kept() {
        return graph.persist()
                ? steps.aside(() -> Optional.of(shared.nodeStore(graph)), strand.timeline())
                : Mono.just(Optional.empty());
    }

    /// Subscribes to needs before those who need them, so that a long chain does not nest as many subscriptions.
    private Mono<Long> target(Optional<NodeStore> store) {
        Map<String, Mono<Long>> values = new LinkedHashMap<>();
        Mono<Long> last = Mono.just(0L);
        for (Step.Node node : graph.nodes()) {
            List<Mono<Long>> needs = node.needs().stream()
                    .map(need -> Objects.requireNonNull(values.get(need), need))
                    .toList();
            Mono<Long> ofNeeds = needs.isEmpty() ? Mono.just(0L) : Mono.zip(needs, ReactorGraph::sum);
            last = ofNeeds.flatMap(sum -> node(node, sum, store))
                    .takeUntilOther(over.asMono())
                    .cache();
            values.put(node.name(), last);
        }
        return Mono.when(values.values()).then(last);
    }

    private static long sum(Object[] values) {
        return Arrays.stream(values).mapToLong(value -> (Long) value).sum();
    }

    /// Begins with a callback of its own: a chain of short nodes must not nest as many calls.
    private Mono<Long> node(Step.Node node, long ofNeeds, Optional<NodeStore> store) {
        return Mono.defer(() -> {
                    ReactorStrand own = strand.branch();
                    return store.map(kept -> found(node, ofNeeds, kept, own))
                            .orElseGet(() -> work(node, ofNeeds, own))
                            .doOnTerminate(own::over)
                            .doOnCancel(own::over);
                })
                .subscribeOn(loop);
    }

    private Mono<Long> found(Step.Node node, long ofNeeds, NodeStore store, ReactorStrand own) {
        return steps.aside(() -> store.find(node), own.timeline())
                .flatMap(found -> found.isPresent()
                        ? Mono.just(found.getAsLong())
                        : work(node, ofNeeds, own).flatMap(value -> keep(node, value, store, own)));
    }

    private Mono<Long> work(Step.Node node, long ofNeeds, ReactorStrand own) {
        return Mono.defer(() -> {
            shared.count("nodes.run", 1);
            return steps.all(node.steps(), own).map(sum -> ofNeeds + sum);
        });
    }

    private Mono<Long> keep(Step.Node node, long value, NodeStore store, ReactorStrand own) {
        return steps.aside(
                () -> {
                    store.store(node, value);
                    return value;
                },
                own.timeline());
    }
}
