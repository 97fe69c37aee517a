package dev.asynclab.load.cost;

import dev.asynclab.api.Catalogue;
import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.model.Models;
import dev.asynclab.model.Setup;
import dev.asynclab.workload.Task;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What a model takes to start and end a task that has nothing to do, a thousand in flight, against the bare
/// mechanism underneath: a callback on the loop, a virtual thread, a pool thread.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ModelDispatch {

    private static final int IN_FLIGHT = 1_000;

    @Param({"event-loop", "coroutine", "netty", "virtual-threads", "platform-threads"})
    public String model = "";

    private final Map<String, Runnable> closing = new HashMap<>();
    private ConcurrencyModel lab = new Nothing();
    private Consumer<Runnable> bare = Runnable::run;

    @org.openjdk.jmh.annotations.Setup
    public void build() {
        int cores = Runtime.getRuntime().availableProcessors();
        var parameters = Catalogue.defaults(Catalogue.model(model).orElseThrow());
        lab = Models.create(model, new Setup(parameters, IN_FLIGHT, cores));
        bare = switch (model) {
            case "event-loop" -> onContext(ThreadingModel.EVENT_LOOP);
            case "coroutine" -> onContext(ThreadingModel.VIRTUAL_THREAD);
            case "netty" -> {
                var loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
                closing.put(
                        "loop",
                        () -> loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly());
                yield loop.next()::execute;
            }
            case "virtual-threads" -> Thread::startVirtualThread;
            default -> {
                ExecutorService pool =
                        Executors.newFixedThreadPool(Integer.parseInt(parameters.getOrDefault("threads", "200")));
                closing.put("pool", pool::close);
                yield pool::execute;
            }
        };
    }

    private Consumer<Runnable> onContext(ThreadingModel threading) {
        Vertx vertx = Vertx.vertx();
        Promise<Context> deployed = Promise.promise();
        vertx.deployVerticle(
                        context -> {
                            deployed.complete(context);
                            return Future.succeededFuture();
                        },
                        new DeploymentOptions().setThreadingModel(threading))
                .await();
        Context context = deployed.future().await();
        closing.put("vertx", () -> vertx.close().await());
        return action -> context.runOnContext(_ -> action.run());
    }

    @TearDown
    public void close() {
        lab.close();
        closing.values().forEach(Runnable::run);
    }

    @Benchmark
    @OperationsPerInvocation(IN_FLIGHT)
    public void throughTheModel() throws InterruptedException {
        var all = new CountDownLatch(IN_FLIGHT);
        var done = new Counting(all);
        for (int i = 0; i < IN_FLIGHT; i++) {
            lab.start(new Task(i, List.of()), done);
        }
        all.await();
    }

    @Benchmark
    @OperationsPerInvocation(IN_FLIGHT)
    public void bareMechanism() throws InterruptedException {
        var all = new CountDownLatch(IN_FLIGHT);
        for (int i = 0; i < IN_FLIGHT; i++) {
            bare.accept(all::countDown);
        }
        all.await();
    }

    private record Counting(CountDownLatch all) implements Completion {
        @Override
        public void started() {}

        @Override
        public void succeeded(long checksum) {
            all.countDown();
        }

        @Override
        public void failed(Throwable cause) {
            throw new IllegalStateException(cause);
        }
    }

    /// Stands in until the model is built.
    private static final class Nothing implements ConcurrencyModel {
        @Override
        public void start(Task task, Completion done) {
            done.failed(new IllegalStateException("no model yet"));
        }

        @Override
        public Map<String, String> limits() {
            return Map.of();
        }

        @Override
        public void close() {}
    }
}
