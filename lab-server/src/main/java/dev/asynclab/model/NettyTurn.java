package dev.asynclab.model;

import dev.asynclab.model.NettySteps.Then;
import dev.asynclab.workload.Step;
import io.netty.channel.EventLoop;

/// A task in the line of a bulkhead.
final class NettyTurn implements Runnable {
    private final Step.Limit limit;
    private final Bulkhead bulkhead;
    private final NettySteps steps;
    private final EventLoop loop;
    private final Scope scope;
    private final Scope line;
    private final Then then;

    NettyTurn(Step.Limit limit, Bulkhead bulkhead, NettySteps steps, EventLoop loop, Scope scope, Then then) {
        this.limit = limit;
        this.bulkhead = bulkhead;
        this.steps = steps;
        this.loop = loop;
        this.scope = scope;
        this.line = scope.child();
        this.then = then;
    }

    void waits() {
        scope.timeline().queued();
        line.onCancel(() -> {
            bulkhead.giveUp(this);
            then.end(0, Failures.cancelled());
        });
    }

    /// The permit was handed over, by whichever loop left. It goes back if the task was cancelled on its way
    /// here.
    @Override
    public void run() {
        loop.execute(() -> {
            if (line.cancelled()) {
                bulkhead.leave();
            } else {
                inside();
            }
        });
    }

    void inside() {
        line.over();
        scope.timeline().running();
        steps.all(limit.steps(), scope, (sum, failure) -> {
            bulkhead.leave();
            then.end(sum, failure);
        });
    }
}
