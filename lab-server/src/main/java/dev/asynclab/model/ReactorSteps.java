package dev.asynclab.model;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.workload.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
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
    private final HttpClient client;
    private final Bulkhead.Registry bulkheads;
    private final Scheduler loop;

    ReactorSteps(long taskId, HttpClient client, Bulkhead.Registry bulkheads, Scheduler loop) {
        this.taskId = taskId;
        this.client = client;
        this.bulkheads = bulkheads;
        this.loop = loop;
    }

    Mono<Long> all(List<Step> steps, Timeline timeline) {
        return Flux.fromIterable(steps).concatMap(step -> run(step, timeline)).reduce(0L, Long::sum);
    }

    private Mono<Long> run(Step step, Timeline timeline) {
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
                Flux.fromIterable(branches)
                        .flatMap(branch -> lane(branch, timeline), limit > 0 ? limit : Integer.MAX_VALUE)
                        .reduce(0L, Long::sum);
            case Step.Timeout(long nanos, List<Step> steps) -> within(nanos, all(steps, timeline));
            case Step.Limit limit -> limited(limit, timeline);
            case Step.Race _,
                    Step.Retry _,
                    Step.Lock _,
                    Step.Cache _,
                    Step.Update _,
                    Step.Hold _,
                    Step.Send _,
                    Step.Job _,
                    Step.Graph _ -> Mono.error(Failures.notExpressed(step));
        };
    }

    private Mono<Long> lane(List<Step> branch, Timeline timeline) {
        return Mono.defer(() -> {
            Timeline own = timeline.branch();
            own.running();
            // Not doFinally, which comes after the steps that follow.
            return all(branch, own).doOnTerminate(own::ended).doOnCancel(own::ended);
        });
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
                ? client.post()
                        .uri(uri)
                        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(new byte[call.bodyBytes()])))
                : client.get().uri(uri);
        return request.response(ReactorSteps::length).single();
    }

    private static Publisher<Long> length(HttpClientResponse response, ByteBufFlux body) {
        int status = response.status().code();
        return status == 200
                ? body.map(ByteBuf::readableBytes).reduce(0L, Long::sum)
                : body.then(Mono.error(Failures.status(status))); // read to its end, which keeps the connection
    }

    private Mono<Long> limited(Step.Limit limit, Timeline timeline) {
        return Mono.usingWhen(
                Mono.<Bulkhead>create(entered -> enter(limit, entered))
                        .doOnSubscribe(_ -> timeline.queued())
                        .doOnTerminate(timeline::running),
                _ -> all(limit.steps(), timeline),
                bulkhead -> Mono.fromRunnable(bulkhead::leave));
    }

    private void enter(Step.Limit limit, MonoSink<Bulkhead> entered) {
        Bulkhead bulkhead = bulkheads.of(limit);
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
            case REJECTED -> entered.error(Failures.rejected(limit.name()));
            case WAITING ->
                entered.onCancel(() -> {
                    if (decided.compareAndSet(false, true)) {
                        bulkhead.giveUp(handedOver);
                    }
                });
        }
    }

    private Mono<Long> within(long nanos, Mono<Long> work) {
        return work.timeout(Duration.ofNanos(nanos), Mono.error(() -> Failures.timeout(nanos)), loop);
    }
}
