package dev.asynclab.model;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the model owns and the steps of all its tasks use.
///
/// @param offload the pool beside the loops; null when everything runs on the loops
/// @param loops the loops tasks run on
/// @param receiver a loop no task runs on: the other end of a `send` step
/// @param bulkheads of `limit` steps
/// @param locks of `lock` steps: bulkheads of one
/// @param lanes how many chunks of a job can be computed at the same time
/// @param ofThread what each thread keeps for as long as it lives, by size
record EventLoopParts(
        Vertx vertx,
        HttpClient client,
        @Nullable WorkerExecutor offload,
        List<Context> loops,
        Context receiver,
        Bulkhead.Registry bulkheads,
        Bulkhead.Registry locks,
        SharedState shared,
        int lanes,
        ThreadLocal<Map<Integer, byte[]>> ofThread) {

    EventLoopParts(
            Vertx vertx,
            HttpClient client,
            @Nullable WorkerExecutor offload,
            List<Context> loops,
            Context receiver,
            SharedState shared,
            int lanes) {
        this(
                vertx,
                client,
                offload,
                loops,
                receiver,
                new Bulkhead.Registry(),
                new Bulkhead.Registry(),
                shared,
                lanes,
                ThreadLocal.withInitial(HashMap::new));
    }

    /// The next turn of the loop that calls, after its connections and timers had theirs. A plain callback would not
    /// be that: Netty goes on with callbacks, and those they add, for up to a second before it looks at either.
    Future<Void> turn() {
        return vertx.timer(1, TimeUnit.NANOSECONDS);
    }
}
