package dev.asynclab.model;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/// One exchange, from waiting for a connection to the end of its answer.
///
/// Lives on the loop of its task. Its connection may live on another loop; whatever crosses over is a callback
/// queued there.
final class NettyCall {
    private final Step.Call call;
    private final String target;
    private final NettyPool pool;
    private final EventLoop loop;
    private final NettySteps.Then then;
    // Touched on `loop` only.
    private Scope exchange = new Scope();
    private @Nullable NettyConnection connection;
    private boolean ended;

    NettyCall(Step.Call call, String target, NettyPool pool, EventLoop loop, NettySteps.Then then) {
        this.call = call;
        this.target = target;
        this.pool = pool;
        this.loop = loop;
        this.then = then;
    }

    void start(Scope scope) {
        exchange = scope.child();
        scope.timeline().waiting();
        exchange.onCancel(this::cancel);
        pool.acquire(this);
    }

    String target() {
        return target;
    }

    int bodyBytes() {
        return call.bodyBytes();
    }

    EventLoop loop() {
        return loop;
    }

    /// A connection for this call; goes back unused when the call was given up meanwhile.
    void connected(NettyConnection ready) {
        on(loop, () -> {
            if (ended) {
                pool.release(ready);
            } else {
                connection = ready;
                on(ready.loop(), () -> ready.send(this));
            }
        });
    }

    void answered(int status, long bodyBytes) {
        on(loop, () -> end(bodyBytes, status == 200 ? null : Failures.status(status)));
    }

    void failed(Throwable cause) {
        on(loop, () -> end(0, Failures.of(cause)));
    }

    private void cancel() {
        NettyConnection open = connection;
        if (open != null) {
            on(open.loop(), () -> open.abort(this));
        } else {
            pool.giveUp(this);
        }
        end(0, Failures.cancelled());
    }

    private void end(long result, @Nullable StepFailure failure) {
        // An answer from another loop may cross a cancellation.
        if (!ended) {
            ended = true;
            exchange.over();
            exchange.timeline().running();
            then.end(result, failure);
        }
    }

    private static void on(EventLoop loop, Runnable action) {
        if (loop.inEventLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }
}
