package dev.asynclab.model;

import dev.asynclab.workload.Task;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Futures on a fixed number of event loops.
///
/// **What it is.** A loop is one thread that runs callbacks one after the other. A task is a chain of futures on
/// its loop; while it waits it is an object in memory, not a thread.
///
/// **In asyncio terms.** The event loop itself, before `async` and `await`: callbacks and `Future`.
/// `offload: true` is `run_in_executor`; several loops are several processes with one loop each, without the
/// copying.
///
/// **Good at.** Waiting for very many things at once, cheaply.
///
/// **Breaks when.** One step computes or blocks: every task of that loop waits behind it. And one loop is one core.
///
/// **Look at.** `start`: it only queues a callback. `EventLoopSteps.inTurn`: "then" is a callback too.
///
/// **A real system would add.** Back-pressure in front of `start`, retries with a budget, metrics of the loop's
/// delay.
public final class EventLoopModel implements ConcurrencyModel {

    /// One loop and the tasks it has not finished.
    private record Loop(Context context, Scope tasks) {}

    private final int connections;
    private final int offloadThreads;
    private final Vertx vertx;
    private final EventLoopParts parts;
    private final List<Loop> loops = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    public EventLoopModel(Setup setup) {
        connections = setup.connections();
        offloadThreads = setup.flag("offload") ? setup.cores() : 0;
        vertx = Vertx.builder().with(options(setup.count("loops") + 1)).build();
        // One client for all loops, so that the connection limit holds exactly; its pool prefers connections of the
        // loop that asks.
        HttpClient client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_1_1)
                        .setKeepAliveTimeout(0)
                        .setConnectTimeout(30_000)
                        .setTcpNoDelay(true))
                .with(new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(-1))
                // Failures come through the futures; without a handler the client would write each one to the log too.
                .withConnectHandler(connection -> connection.exceptionHandler(_ -> {}))
                .build();
        WorkerExecutor offload =
                offloadThreads > 0 ? vertx.createSharedWorkerExecutor("offload", offloadThreads) : null;
        // A deployment each is how Vert.x hands out its loops in turn.
        for (int i = 0; i < setup.count("loops"); i++) {
            vertx.deployVerticle(context -> {
                        loops.add(new Loop(context, new Scope()));
                        return Future.succeededFuture();
                    })
                    .await();
        }
        parts = new EventLoopParts(
                vertx,
                client,
                offload,
                loops.stream().map(Loop::context).toList(),
                // The next loop in turn; its thread starts with the first callback, so that who sends nothing has none.
                vertx.getOrCreateContext(),
                setup.shared(),
                offload == null ? loops.size() : offloadThreads);
    }

    @Override
    public void start(Task task, Completion done) {
        Loop loop = loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
        try {
            loop.context().runOnContext(_ -> run(task, loop, done));
        } catch (RejectedExecutionException closed) {
            done.failed(Failures.cancelled());
        }
    }

    private void run(Task task, Loop loop, Completion done) {
        done.started();
        Scope scope = loop.tasks().child(done.timeline());
        new EventLoopSteps(task.id(), parts, loop.context())
                .all(task.steps(), scope)
                .onComplete(result -> {
                    scope.over();
                    if (result.succeeded()) {
                        done.succeeded(result.result());
                    } else {
                        done.failed(Failures.of(result.cause()));
                    }
                });
    }

    @Override
    public Map<String, String> limits() {
        return new TreeMap<>(Map.of(
                "client", "vertx",
                "connect-timeout", "30 s",
                "connections", String.valueOf(connections),
                "io", "nio",
                "keep-alive", "unlimited",
                "locks", "asynchronous: one permit, not reentrant",
                "loops", String.valueOf(loops.size()),
                "offload-threads", String.valueOf(offloadThreads),
                "pending-queue", "unbounded"));
    }

    @Override
    public void close() {
        for (Loop loop : loops) {
            Future.<Void>future(stopped -> loop.context().runOnContext(_ -> {
                        loop.tasks().cancel();
                        stopped.complete();
                    }))
                    .await();
        }
        vertx.close().await();
    }

    private static VertxOptions options(int loops) {
        return new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setPreferNativeTransport(false)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false))
                // A held loop is a result here, measured elsewhere: the watchdog would only write to the log.
                .setBlockedThreadCheckInterval(1)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.DAYS);
    }
}
