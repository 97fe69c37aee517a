package dev.asynclab.model;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.model.Cancellations.Cancellation;
import dev.asynclab.workload.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/// The steps of one task as operators. Nothing here runs: it is put together, then subscribed to.
final class ReactorSteps {
    private final long taskId;
    private final ReactorModel.Owned owned;
    private final Scheduler loop;
    private final ReactorChoices choices;
    private final ReactorShared shared;

    ReactorSteps(long taskId, ReactorModel.Owned owned, Scheduler loop) {
        this.taskId = taskId;
        this.owned = owned;
        this.loop = loop;
        this.choices = new ReactorChoices(this, loop);
        this.shared = new ReactorShared(taskId, this, loop, owned);
    }

    Mono<Long> all(List<Step> steps, ReactorStrand strand) {
        return Flux.fromIterable(steps).concatMap(step -> run(step, strand)).reduce(0L, Long::sum);
    }

    private Mono<Long> run(Step step, ReactorStrand strand) {
        Timeline timeline = strand.timeline();
        return switch (step) {
            case Step.Call call -> {
                Mono<Long> answer = awaited(call(call), timeline);
                yield call.timeoutNanos() > 0 ? within(call.timeoutNanos(), answer) : answer;
            }
            case Step.Compute(Kernel kernel, boolean globalLock) ->
                // holds the loop
                Mono.fromCallable(() -> globalLock ? GlobalLock.run(kernel, timeline) : kernel.run());
            case Step.Wait(long nanos) ->
                awaited(Mono.delay(Duration.ofNanos(nanos), loop), timeline).thenReturn(0L);
            case Step.Block(long nanos) ->
                Mono.fromCallable(() -> {
                    Thread.sleep(Duration.ofNanos(nanos)); // holds the loop
                    return 0L;
                });
            case Step.Parallel(List<List<Step>> branches, int limit) ->
                // The first error cancels the other branches: that is what flatMap does.
                Mono.defer(() -> {
                    ReactorLosers rest = new ReactorLosers(cancellations());
                    return Flux.fromIterable(branches)
                            .flatMap(branch -> lane(branch, strand, rest), limit > 0 ? limit : Integer.MAX_VALUE)
                            .doOnError(_ -> rest.haveEnded())
                            .reduce(0L, Long::sum);
                });
            case Step.Timeout(long nanos, List<Step> steps) -> within(nanos, all(steps, strand));
            case Step.Limit limit -> limited(owned.bulkheads(), limit, strand);
            case Step.Race race -> choices.race(race, strand);
            case Step.Retry retry -> choices.retry(retry, strand);
            case Step.Lock lock -> shared.locked(lock, strand);
            case Step.Cache cache -> shared.cached(cache, strand);
            case Step.Update update -> shared.updated(update, strand);
            case Step.Hold hold -> shared.held(hold, strand);
            case Step.Send send -> shared.sent(send, strand);
            case Step.Job job -> Mono.defer(() -> new ReactorJob(job, owned, loop, timeline).run());
            case Step.Graph graph ->
                Mono.defer(() -> new ReactorGraph(graph, this, loop, owned.shared(), strand).run());
        };
    }

    /// Steps beside others, on a strand of their own.
    Mono<Long> lane(List<Step> branch, ReactorStrand strand, ReactorLosers beside) {
        return Mono.defer(() -> {
            ReactorStrand own = strand.branch();
            beside.branchBegins();
            // Not doFinally, which comes after the steps that follow.
            return all(branch, own)
                    .doOnTerminate(() -> {
                        own.over();
                        beside.branchEnds();
                    })
                    .doOnCancel(own::over);
        });
    }

    /// Work on the thread beside the loops, which may wait for a file; what follows is back on the task's loop.
    <T> Mono<T> aside(Callable<T> work, Timeline timeline) {
        return Mono.fromCallable(() -> {
                    timeline.running();
                    try {
                        return work.call();
                    } finally {
                        timeline.queued();
                    }
                })
                .subscribeOn(owned.aside())
                .publishOn(loop)
                .doOnSubscribe(_ -> timeline.queued())
                .doOnTerminate(timeline::running);
    }

    /// The same work, whose time counts as waiting. A task that is not sampled does not pay for the operators.
    private static Mono<Long> awaited(Mono<Long> work, Timeline timeline) {
        return !timeline.sampled()
                ? work
                : work.doOnSubscribe(_ -> timeline.waiting()).doOnTerminate(timeline::running);
    }

    private Mono<Long> call(Step.Call call) {
        String uri = "http://" + call.host() + ":" + call.port() + call.requestTarget(taskId);
        HttpClient.ResponseReceiver<?> request = call.bodyBytes() > 0
                ? owned.client()
                        .post()
                        .uri(uri)
                        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(new byte[call.bodyBytes()])))
                : owned.client().get().uri(uri);
        return request.response(ReactorSteps::length).single();
    }

    private static Publisher<Long> length(HttpClientResponse response, ByteBufFlux body) {
        int status = response.status().code();
        return status == 200
                ? body.map(ByteBuf::readableBytes).reduce(0L, Long::sum)
                : body.then(Mono.error(Failures.status(status))); // read to its end, which keeps the connection
    }

    /// The steps of a limit once it lets the task in.
    ///
    /// @param bulkheads those it is one of
    Mono<Long> limited(Bulkhead.Registry bulkheads, Step.Limit limit, ReactorStrand strand) {
        Timeline timeline = strand.timeline();
        return Mono.usingWhen(
                Mono.<Bulkhead>create(entered -> enter(bulkheads.of(limit), limit.name(), entered))
                        .doOnSubscribe(_ -> timeline.queued())
                        .doOnTerminate(timeline::running),
                _ -> all(limit.steps(), strand),
                bulkhead -> Mono.fromRunnable(bulkhead::leave));
    }

    private void enter(Bulkhead bulkhead, String name, MonoSink<Bulkhead> entered) {
        // Decides between the permit and a cancellation that crosses it: one of them gives the permit back.
        AtomicBoolean decided = new AtomicBoolean();
        // Called from whichever loop leaves.
        Runnable handedOver = () -> loop.schedule(() -> {
            if (decided.compareAndSet(false, true)) {
                entered.success(bulkhead);
            } else {
                bulkhead.leave();
            }
        });
        switch (bulkhead.enter(handedOver)) {
            case INSIDE -> entered.success(bulkhead);
            case REJECTED -> entered.error(Failures.rejected(name));
            case WAITING ->
                entered.onCancel(() -> {
                    if (decided.compareAndSet(false, true)) {
                        bulkhead.giveUp(handedOver);
                    }
                });
        }
    }

    private Mono<Long> within(long nanos, Mono<Long> work) {
        return Mono.defer(() -> {
            Cancellation cancellation = cancellations().in(nanos);
            return work.timeout(
                    Duration.ofNanos(nanos),
                    Mono.error(
                            () -> { // asked for when the work has been cancelled
                                cancellation.ended();
                                return Failures.timeout(nanos);
                            }),
                    loop);
        });
    }

    /// Where to tell what was cancelled.
    Cancellations cancellations() {
        return owned.shared().cancellations();
    }
}
