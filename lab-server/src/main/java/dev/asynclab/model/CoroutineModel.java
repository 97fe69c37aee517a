package dev.asynclab.model;

import dev.asynclab.workload.Task;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Straight-line code that gives way only where it says `await`.
///
/// **What it is.** A virtual thread per task on one Vert.x context. The context lets one of them run; the others
/// wait in an `await`, or for their turn.
///
/// **In asyncio terms.** `async` and `await`: a coroutine owns everything until its next `await`.
///
/// **Good at.** Reading like blocking code, with try, finally and loops, and no lock around shared state.
///
/// **Breaks when.** A task computes or blocks between two awaits: nobody else runs, on any core. Each await costs a
/// switch of threads, which a callback does not.
///
/// **Look at.** `CoroutineSteps.all` is a plain loop; `CoroutineSteps.within` is try and finally.
///
/// **A real system would add.** A deployment per core, since one context is one core.
public final class CoroutineModel implements ConcurrencyModel {
    private final int connections;
    private final Vertx vertx;
    private final CoroutineParts parts;
    private final Scope tasks = new Scope();
    private final OpenTasks open = new OpenTasks();

    public CoroutineModel(Setup setup) {
        connections = setup.connections();
        vertx = Vertx.builder().with(options()).build();
        HttpClient client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_1_1)
                        .setKeepAliveTimeout(0)
                        .setConnectTimeout(30_000)
                        .setTcpNoDelay(true))
                .with(new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(-1))
                // Failures come through await; without a handler the client would write each one to the log too.
                .withConnectHandler(connection -> connection.exceptionHandler(_ -> {}))
                .build();
        parts = new CoroutineParts(vertx, client, context(), context(), setup.shared());
    }

    /// Coroutines of one context run one at a time, those of two beside each other. A context has no thread of its own.
    private Context context() {
        Promise<Context> deployed = Promise.promise();
        vertx.deployVerticle(
                        context -> {
                            deployed.complete(context);
                            return Future.succeededFuture();
                        },
                        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
        return deployed.future().await();
    }

    @Override
    public void start(Task task, Completion done) {
        if (open.enter()) {
            parts.context().runOnContext(_ -> run(task, done));
        } else {
            done.failed(Failures.cancelled());
        }
    }

    private void run(Task task, Completion done) {
        done.started();
        Scope scope = tasks.child(done.timeline());
        try {
            done.succeeded(new CoroutineSteps(task.id(), parts).all(task.steps(), scope));
        } catch (Exception | Error failed) {
            done.failed(Failures.of(failed));
        } finally {
            scope.over();
            open.leave();
        }
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
                "loops", "1",
                "pending-queue", "unbounded",
                "running-at-once", "1"));
    }

    @Override
    public void close() {
        open.refuse();
        // Only wakes the tasks: each still has to run to its end, in its own finally blocks.
        parts.context().runOnContext(_ -> tasks.cancel());
        open.awaitLast();
        vertx.close().await();
    }

    private static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setPreferNativeTransport(false)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false))
                // A held context is a result here, measured elsewhere: the watchdog would only write to the log.
                .setBlockedThreadCheckInterval(1)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.DAYS);
    }
}
