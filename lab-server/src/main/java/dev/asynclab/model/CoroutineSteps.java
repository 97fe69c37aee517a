package dev.asynclab.model;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The steps of one task as plain statements. Every `await` lets other tasks run; nothing else does.
final class CoroutineSteps {

    /// Steps that may be cancelled while they wait.
    private interface Cancellable {
        long run(Scope scope) throws Exception;
    }

    private final long taskId;
    private final Vertx vertx;
    private final HttpClient client;
    private final Bulkhead.Registry bulkheads;
    private final Context context;

    CoroutineSteps(long taskId, Vertx vertx, HttpClient client, Bulkhead.Registry bulkheads, Context context) {
        this.taskId = taskId;
        this.vertx = vertx;
        this.client = client;
        this.bulkheads = bulkheads;
        this.context = context;
    }

    long all(List<Step> steps, Scope scope) throws Exception {
        long sum = 0;
        for (Step step : steps) {
            if (scope.cancelled()) {
                throw Failures.cancelled();
            }
            sum += run(step, scope);
        }
        return sum;
    }

    private long run(Step step, Scope scope) throws Exception {
        return switch (step) {
            case Step.Call call ->
                call.timeoutNanos() > 0
                        ? within(call.timeoutNanos(), scope, covered -> call(call, covered))
                        : call(call, scope);
            case Step.Compute(Kernel kernel, boolean globalLock) ->
                globalLock ? GlobalLock.run(kernel, scope.timeline()) : kernel.run(); // holds the loop
            case Step.Wait(long nanos) -> {
                Timer timer = after(nanos);
                await(timer, scope, timer::cancel);
                yield 0;
            }
            case Step.Block(long nanos) -> {
                // Parks the virtual thread, but keeps the context: only await gives that away.
                Thread.sleep(Duration.ofNanos(nanos)); // holds the loop
                yield 0;
            }
            case Step.Parallel parallel -> parallel(parallel, scope);
            case Step.Timeout(long nanos, List<Step> steps) -> within(nanos, scope, covered -> all(steps, covered));
            case Step.Limit limit -> limited(limit, scope);
            case Step.Race _,
                    Step.Retry _,
                    Step.Lock _,
                    Step.Cache _,
                    Step.Update _,
                    Step.Hold _,
                    Step.Send _,
                    Step.Job _,
                    Step.Graph _ -> throw Failures.notExpressed(step);
        };
    }

    private long call(Step.Call call, Scope scope) throws Exception {
        HttpClientRequest request = connect(call, scope);
        request.exceptionHandler(_ -> {}); // await tells; without a handler it would be logged as well
        try {
            HttpClientResponse response = await(send(request, call), scope, request::reset);
            if (response.statusCode() != 200) {
                throw Failures.status(response.statusCode());
            }
            return await(response.body(), scope, request::reset).length();
        } catch (HttpClosedException closed) {
            throw new StepFailure(StepFailure.Kind.RESET, "connection closed");
        }
    }

    /// Waits for a connection of the pool. One that comes after the call was given up goes back unused.
    private HttpClientRequest connect(Step.Call call, Scope scope) throws Exception {
        HttpMethod method = call.bodyBytes() > 0 ? HttpMethod.POST : HttpMethod.GET;
        Promise<HttpClientRequest> ready = Promise.promise();
        client.request(method, call.port(), call.host(), call.requestTarget(taskId))
                .onComplete(
                        request -> {
                            if (!ready.tryComplete(request)) {
                                request.exceptionHandler(_ -> {});
                                request.reset();
                            }
                        },
                        ready::tryFail);
        return await(ready.future(), scope, () -> ready.tryFail(Failures.cancelled()));
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, Step.Call call) {
        if (call.bodyBytes() == 0) {
            return request.send();
        }
        // The client would write this header too, but after content-length: every model sends the same bytes.
        request.putHeader(HttpHeaders.HOST, call.host() + ":" + call.port());
        return request.send(Buffer.buffer(new byte[call.bodyBytes()]));
    }

    /// `limit` coroutines take branches from one iterator. Nobody races for it: one runs at a time.
    private long parallel(Step.Parallel parallel, Scope scope) throws Exception {
        Scope together = scope.child();
        Iterator<List<Step>> branches = parallel.branches().iterator();
        int width =
                parallel.limit() > 0 ? parallel.limit() : parallel.branches().size();
        List<Future<Long>> lanes = new ArrayList<>();
        for (int i = 0; i < Math.min(width, parallel.branches().size()); i++) {
            Promise<Long> lane = Promise.promise();
            Timeline own = scope.timeline().branch();
            context.runOnContext(_ -> lane(branches, together.child(own), together, lane));
            lanes.add(lane.future());
        }
        Future<?> first = Future.all(lanes);
        scope.timeline().queued(); // from the end of the last lane on, until it is this coroutine's turn
        try {
            // Joins every lane, also after a failure: nothing of a task runs on once the task has ended.
            Future.join(lanes).await();
        } catch (Exception anyOfThem) {
            throw Failures.of(first.cause());
        } finally {
            scope.timeline().running();
            together.over();
        }
        return lanes.stream().mapToLong(Future::result).sum();
    }

    private void lane(Iterator<List<Step>> branches, Scope scope, Scope together, Promise<Long> end) {
        scope.timeline().running();
        try {
            long sum = 0;
            while (branches.hasNext()) {
                sum += all(branches.next(), scope);
            }
            scope.timeline().ended();
            end.complete(sum);
        } catch (Exception | Error failed) {
            scope.timeline().ended();
            end.fail(failed);
            together.cancel();
        } finally {
            scope.over();
        }
    }

    private long limited(Step.Limit limit, Scope scope) throws Exception {
        Bulkhead bulkhead = bulkheads.of(limit);
        Promise<Void> turn = Promise.promise();
        Runnable handedOver = () -> {
            if (!turn.tryComplete()) {
                bulkhead.leave();
            }
        };
        switch (bulkhead.enter(handedOver)) {
            case INSIDE -> turn.complete();
            case REJECTED -> throw Failures.rejected(limit.name());
            case WAITING -> {
                scope.timeline().queued();
                suspend(turn.future(), scope, () -> {
                    bulkhead.giveUp(handedOver);
                    turn.tryFail(Failures.cancelled());
                });
            }
        }
        try {
            return all(limit.steps(), scope);
        } finally {
            bulkhead.leave();
        }
    }

    private long within(long nanos, Scope scope, Cancellable steps) throws Exception {
        Scope covered = scope.child();
        Timer timer = after(nanos);
        timer.onSuccess(_ -> covered.cancel());
        try {
            return steps.run(covered);
        } catch (Exception failed) {
            // Cancelled by the timer, unless the cancellation came from outside.
            throw covered.cancelled() && !scope.cancelled() ? Failures.timeout(nanos) : failed;
        } finally {
            timer.cancel();
            covered.over();
        }
    }

    private static <T> T await(Future<T> result, Scope scope, Runnable stop) throws Exception {
        scope.timeline().waiting();
        return suspend(result, scope, stop);
    }

    /// Lets others run until the result is there, or the scope is cancelled.
    private static <T> T suspend(Future<T> result, Scope scope, Runnable stop) throws Exception {
        Scope.Stop open = scope.onCancel(stop);
        try {
            return result.await();
        } catch (Exception failed) {
            throw scope.cancelled() ? Failures.cancelled() : failed;
        } finally {
            scope.timeline().running();
            open.over();
        }
    }

    private Timer after(long nanos) {
        return vertx.timer(Math.max(1, nanos), TimeUnit.NANOSECONDS);
    }
}
