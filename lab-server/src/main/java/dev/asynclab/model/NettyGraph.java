package dev.asynclab.model;

import dev.asynclab.model.NettySteps.Then;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One task graph as callbacks: a node counts down what it needs, and who ends tells those who need it.
///
/// All of it happens on the task's loop, like the branches of a `parallel` step: nodes wait side by side and compute
/// one after the other. Files are left to the thread beside it: a file calls nobody back, someone has to wait.
final class NettyGraph {
    private final Step.Graph graph;
    private final NettySteps steps;
    private final EventLoop loop;
    private final SharedState shared;
    private final Scope together;
    private final Timeline timeline;
    private final Then then;
    private Optional<NodeStore> store = Optional.empty();
    private int open;
    private long value;
    private @Nullable StepFailure first;

    NettyGraph(Step.Graph graph, NettySteps steps, EventLoop loop, SharedState shared, Scope scope, Then then) {
        this.graph = graph;
        this.steps = steps;
        this.loop = loop;
        this.shared = shared;
        this.together = scope.child();
        this.timeline = scope.timeline();
        this.then = then;
    }

    void start() {
        open = 1; // the start itself, so that nodes that end at once do not end the graph
        if (graph.persist()) {
            steps.aside(() -> shared.nodeStore(graph), together, this::end, found -> {
                store = Optional.of(found);
                begin();
            });
        } else {
            begin();
        }
    }

    private void begin() {
        Map<String, Run> runs = new HashMap<>();
        List<Run> ready = new ArrayList<>();
        for (Step.Node node : graph.nodes()) { // what it needs comes first
            Run run = new Run(node);
            runs.put(node.name(), run);
            node.needs()
                    .forEach(need -> Objects.requireNonNull(runs.get(need), need)
                            .neededBy
                            .add(run));
            if (node.needs().isEmpty()) {
                ready.add(run);
            }
        }
        ready.forEach(Run::start);
        end(0, null);
    }

    private void end(long result, @Nullable StepFailure failure) {
        value = result; // the last to end is the target: it needs all others
        if (failure != null && first == null) {
            first = failure;
            together.cancel();
        }
        if (--open == 0) {
            together.over();
            then.end(first == null ? value : 0, first);
        }
    }

    /// A node on its way.
    private final class Run {
        private final Step.Node node;
        private final List<Run> neededBy = new ArrayList<>();
        private int missing;
        private long ofNeeds;
        private Scope lane = together;

        Run(Step.Node node) {
            this.node = node;
            this.missing = node.needs().size();
        }

        /// Begins with a callback of its own: a chain of short nodes must not nest as many calls.
        void start() {
            open++;
            lane = together.child(timeline.branch());
            loop.execute(() -> {
                lane.timeline().running();
                if (lane.cancelled()) {
                    complete(0, Failures.cancelled());
                } else if (store.isPresent()) {
                    find(store.get());
                } else {
                    work((sum, failure) -> complete(ofNeeds + sum, failure));
                }
            });
        }

        private void find(NodeStore kept) {
            steps.aside(() -> kept.find(node), lane, this::complete, found -> {
                if (found.isPresent()) {
                    complete(found.getAsLong(), null);
                } else {
                    work((sum, failure) -> keep(kept, ofNeeds + sum, failure));
                }
            });
        }

        private void work(Then end) {
            shared.count("nodes.run", 1);
            steps.all(node.steps(), lane, end);
        }

        private void keep(NodeStore kept, long worked, @Nullable StepFailure failure) {
            if (failure != null) {
                complete(0, failure);
                return;
            }
            steps.aside(
                    () -> {
                        kept.store(node, worked);
                        return worked;
                    },
                    lane,
                    this::complete,
                    _ -> complete(worked, null));
        }

        private void complete(long worked, @Nullable StepFailure failure) {
            lane.over();
            if (failure == null) {
                for (Run next : neededBy) {
                    next.ofNeeds += worked;
                    if (--next.missing == 0) {
                        next.start();
                    }
                }
            }
            lane.timeline().ended();
            end(worked, failure);
        }
    }
}
