package dev.asynclab.model;

import dev.asynclab.workload.Task;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitResult;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/// A stream of tasks, each a pipeline of operators on event loops.
///
/// **What it is.** A task is a `Mono`: a description that does nothing until someone subscribes. All tasks pass
/// through one `flatMap`, whose concurrency says how many are subscribed at once.
///
/// **In asyncio terms.** Async iterators, with a demand that flows upstream; a `Semaphore` around `gather`.
///
/// **Good at.** Operators for what is hard by hand: timeout, cancellation, fan-out with a bound, all in a line
/// each.
///
/// **Breaks when.** One operator computes or blocks on the loop; and when somebody has to read a stack trace.
///
/// **Look at.** `start` emits into the sink, `flatMap` in the constructor takes from it. `ReactorSteps.run` has no
/// cancellation code: disposing of a subscription is cancelling.
///
/// **A real system would add.** A bounded sink, so that demand reaches whoever produces the tasks.
public final class ReactorModel implements ConcurrencyModel {

    /// What all tasks of a model use.
    ///
    /// @param aside one more thread, which receives what tasks send and waits for files; starts with the first use
    /// @param locks the bulkheads for one that stand for locks
    /// @param heldByThread memory each loop keeps for its life, by its size
    record Owned(
            List<Scheduler> loops,
            Scheduler aside,
            HttpClient client,
            Bulkhead.Registry bulkheads,
            Bulkhead.Registry locks,
            SharedState shared,
            ThreadLocal<Map<Integer, byte[]>> heldByThread) {}

    /// A task and where to report on it. Not a record: a set of them must not compare, or hash, whole trees of
    /// steps.
    private static final class Job {
        private final Task task;
        private final Completion done;

        Job(Task task, Completion done) {
            this.task = task;
            this.done = done;
        }
    }

    private final int connections;
    private final int concurrency;
    private final LoopResources resources;
    private final EventExecutor aside = new DefaultEventExecutor(new DefaultThreadFactory("aside", true));
    private final ConnectionProvider pool;
    private final Owned owned;
    private final Sinks.Many<Job> intake = Sinks.many().unicast().onBackpressureBuffer();
    // A job is in here until its end is reported: whoever removes it reports.
    private final Set<Job> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private final Disposable running;

    public ReactorModel(Setup setup) {
        connections = setup.connections();
        concurrency = setup.count("concurrency");
        int count = setup.count("loops");
        resources = LoopResources.create("event-loop", 1, count, true);
        // Not native: left alone, Reactor Netty would take io_uring or epoll as soon as it finds them.
        var group = resources.onClient(false);
        List<Scheduler> loops = IntStream.range(0, count)
                .mapToObj(_ -> Schedulers.fromExecutorService(group.next()))
                .toList();
        pool = ConnectionProvider.builder("model")
                .maxConnections(connections)
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(Duration.ZERO)
                .lifo()
                .build();
        HttpClient client = HttpClient.create(pool)
                .runOn(resources, false)
                .resolver(DefaultAddressResolverGroup.INSTANCE)
                .protocol(HttpProtocol.HTTP11)
                .disableRetry(true)
                .doOnRequest((request, _) ->
                        request.requestHeaders().remove("user-agent").remove("accept"));
        owned = new Owned(
                loops,
                Schedulers.fromExecutorService(aside),
                client,
                new Bulkhead.Registry(),
                new Bulkhead.Registry(),
                setup.shared(),
                ThreadLocal.withInitial(HashMap::new));
        running = intake.asFlux()
                .flatMap(this::run, concurrency > 0 ? concurrency : Integer.MAX_VALUE)
                .subscribe();
    }

    @Override
    public void start(Task task, Completion done) {
        Job job = new Job(task, done);
        open.add(job);
        EmitResult result = intake.tryEmitNext(job);
        while (result == EmitResult.FAIL_NON_SERIALIZED) {
            // Another thread is emitting this moment: a sink takes one at a time.
            Thread.onSpinWait();
            result = intake.tryEmitNext(job);
        }
        if (result.isFailure()) {
            end(job, completion -> completion.failed(Failures.cancelled()));
        }
    }

    private Mono<Void> run(Job job) {
        List<Scheduler> loops = owned.loops();
        Scheduler loop = loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
        return Mono.defer(() -> {
                    job.done.started();
                    ReactorStrand strand = ReactorStrand.of(job.done.timeline());
                    return new ReactorSteps(job.task.id(), owned, loop)
                            .all(job.task.steps(), strand)
                            .doOnTerminate(strand::release)
                            .doOnCancel(strand::release);
                })
                .subscribeOn(loop)
                .doOnSuccess(sum -> end(job, done -> done.succeeded(sum)))
                .doOnError(failure -> end(job, done -> done.failed(Failures.of(failure))))
                .onErrorComplete()
                .then();
    }

    private void end(Job job, Consumer<Completion> report) {
        if (open.remove(job)) {
            report.accept(job.done);
        }
    }

    @Override
    public Map<String, String> limits() {
        return new TreeMap<>(Map.of(
                "client", "reactor-netty",
                "connect-timeout", "30 s",
                "concurrency", concurrency > 0 ? String.valueOf(concurrency) : "unbounded",
                "connections", String.valueOf(connections),
                "io", "nio",
                "keep-alive", "unlimited",
                "locks", "asynchronous: one permit, not reentrant",
                "loops", String.valueOf(owned.loops().size()),
                "pending-queue", "unbounded"));
    }

    @Override
    public void close() {
        running.dispose();
        open.forEach(job -> end(job, done -> done.failed(Failures.cancelled())));
        pool.disposeLater().block();
        resources.disposeLater(Duration.ZERO, Duration.ofSeconds(10)).block();
        aside.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
