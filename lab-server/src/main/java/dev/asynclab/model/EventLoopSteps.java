package dev.asynclab.model;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
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
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The steps of one task as futures, all on the task's loop.
final class EventLoopSteps {
    private final long taskId;
    private final Vertx vertx;
    private final HttpClient client;
    private final @Nullable WorkerExecutor offload;
    private final Bulkhead.Registry bulkheads;
    private final Context loop;

    EventLoopSteps(
            long taskId,
            Vertx vertx,
            HttpClient client,
            @Nullable WorkerExecutor offload,
            Bulkhead.Registry bulkheads,
            Context loop) {
        this.taskId = taskId;
        this.vertx = vertx;
        this.client = client;
        this.offload = offload;
        this.bulkheads = bulkheads;
        this.loop = loop;
    }

    Future<Long> all(List<Step> steps, Scope scope) {
        Promise<Long> end = Promise.promise();
        inTurn(steps.iterator(), step -> run(step, scope), scope, 0, end);
        return end.future();
    }

    /// One item after the other, adding up the results. Goes round in a loop as long as results are there at once:
    /// a thousand computing steps must not nest a thousand calls.
    private <T> void inTurn(
            Iterator<T> items, Function<T, Future<Long>> run, Scope scope, long before, Promise<Long> end) {
        long sum = before;
        while (items.hasNext()) {
            if (scope.cancelled()) {
                end.fail(Failures.cancelled());
                return;
            }
            Future<Long> result = run.apply(items.next());
            if (!result.succeeded()) {
                long soFar = sum;
                result.onComplete(value -> inTurn(items, run, scope, soFar + value, end), end::fail);
                return;
            }
            sum += result.result();
        }
        end.complete(sum);
    }

    private Future<Long> run(Step step, Scope scope) {
        return switch (step) {
            case Step.Call call -> call(call, scope);
            case Step.Compute(Kernel kernel, boolean globalLock) ->
                held(() -> globalLock ? GlobalLock.run(kernel, scope.timeline()) : kernel.run(), scope);
            case Step.Wait(long nanos) -> {
                Timer timer = after(nanos);
                scope.timeline().waiting();
                yield stoppable(timer.map(0L), scope, timer::cancel);
            }
            case Step.Block(long nanos) ->
                held(
                        () -> {
                            Thread.sleep(Duration.ofNanos(nanos)); // holds the loop
                            return 0L;
                        },
                        scope);
            case Step.Parallel parallel -> parallel(parallel, scope);
            case Step.Timeout(long nanos, List<Step> steps) -> {
                Scope covered = scope.child();
                yield within(nanos, all(steps, covered), covered).onComplete(_ -> covered.over());
            }
            case Step.Limit limit -> limited(limit, scope);
            case Step.Race _,
                    Step.Retry _,
                    Step.Lock _,
                    Step.Cache _,
                    Step.Update _,
                    Step.Hold _,
                    Step.Send _,
                    Step.Job _,
                    Step.Graph _ -> Future.failedFuture(Failures.notExpressed(step));
        };
    }

    private Future<Long> call(Step.Call call, Scope scope) {
        Scope exchange = scope.child();
        scope.timeline().waiting();
        HttpMethod method = call.bodyBytes() > 0 ? HttpMethod.POST : HttpMethod.GET;
        Future<HttpClientRequest> request =
                client.request(method, call.port(), call.host(), call.requestTarget(taskId));
        Future<Long> answer = request.compose(ready -> send(ready, call, exchange))
                .compose(EventLoopSteps::length)
                .recover(cause -> Future.failedFuture(
                        cause instanceof HttpClosedException
                                ? new StepFailure(StepFailure.Kind.RESET, "connection closed")
                                : cause));
        Future<Long> result = stoppable(answer, exchange, () -> request.onSuccess(HttpClientRequest::reset));
        return (call.timeoutNanos() > 0 ? within(call.timeoutNanos(), result, exchange) : result)
                .onComplete(_ -> exchange.over());
    }

    /// The connection may come after the call was given up: then nothing is sent.
    private static Future<HttpClientResponse> send(HttpClientRequest request, Step.Call call, Scope exchange) {
        request.exceptionHandler(_ -> {}); // the future tells; without a handler it would be logged as well
        if (exchange.cancelled()) {
            return Future.failedFuture(Failures.cancelled());
        }
        if (call.bodyBytes() == 0) {
            return request.send();
        }
        // The client would write this header too, but after content-length: every model sends the same bytes.
        request.putHeader(HttpHeaders.HOST, call.host() + ":" + call.port());
        return request.send(Buffer.buffer(new byte[call.bodyBytes()]));
    }

    private static Future<Long> length(HttpClientResponse response) {
        return response.statusCode() == 200
                ? response.body().map(body -> (long) body.length())
                : Future.failedFuture(Failures.status(response.statusCode()));
    }

    /// Runs on the loop, which can do nothing else meanwhile; or on the pool, and only its result returns to the
    /// loop.
    private Future<Long> held(Callable<Long> work, Scope scope) {
        if (offload != null) {
            Timeline timeline = scope.timeline();
            timeline.queued();
            Callable<Long> timed = () -> {
                timeline.running();
                Long result = work.call();
                timeline.queued(); // for the loop, which gets the result
                return result;
            };
            // What runs in a thread of the pool cannot be stopped, only abandoned.
            return stoppable(offload.executeBlocking(timed, false).map(Objects::requireNonNull), scope, () -> {});
        }
        try {
            return Future.succeededFuture(work.call()); // holds the loop
        } catch (Exception | Error failed) {
            return Future.failedFuture(failed);
        }
    }

    /// `limit` lanes take branches from one iterator. Nobody races for it: all lanes are callbacks of one loop.
    private Future<Long> parallel(Step.Parallel parallel, Scope scope) {
        Scope together = scope.child();
        Iterator<List<Step>> branches = parallel.branches().iterator();
        int width =
                parallel.limit() > 0 ? parallel.limit() : parallel.branches().size();
        List<Future<Long>> lanes = new ArrayList<>();
        for (int i = 0; i < width && branches.hasNext(); i++) {
            Promise<Long> lane = Promise.promise();
            Timeline own = scope.timeline().branch();
            own.running();
            Scope inLane = together.child(own);
            lanes.add(lane.future().onComplete(_ -> {
                inLane.over();
                own.ended();
            }));
            inTurn(branches, branch -> all(branch, inLane), together, 0, lane);
        }
        return Future.all(lanes)
                .map(_ -> lanes.stream().mapToLong(Future::result).sum())
                .onFailure(_ -> together.cancel())
                .onComplete(_ -> together.over());
    }

    private Future<Long> limited(Step.Limit limit, Scope scope) {
        Bulkhead bulkhead = bulkheads.of(limit);
        Promise<Long> turn = Promise.promise();
        // Called from whichever loop leaves. The permit comes back if the task was cancelled on the way here.
        Runnable handedOver = () -> loop.runOnContext(_ -> {
            scope.timeline().running();
            if (!turn.tryComplete(0L)) {
                bulkhead.leave();
            }
        });
        switch (bulkhead.enter(handedOver)) {
            case INSIDE -> turn.complete(0L);
            case REJECTED -> turn.fail(Failures.rejected(limit.name()));
            case WAITING -> {
                scope.timeline().queued();
                Scope.Stop stop = scope.onCancel(() -> {
                    bulkhead.giveUp(handedOver);
                    turn.tryFail(Failures.cancelled());
                });
                turn.future().onComplete(_ -> stop.over());
            }
        }
        return turn.future().compose(_ -> all(limit.steps(), scope).onComplete(_ -> bulkhead.leave()));
    }

    /// Stops the work when time is up before it. Cancelling ends the work at once, so there is one end to report.
    private Future<Long> within(long nanos, Future<Long> work, Scope scope) {
        Timer timer = after(nanos);
        timer.onSuccess(_ -> scope.cancel());
        return work.onComplete(_ -> timer.cancel())
                .recover(failure -> Future.failedFuture(timer.succeeded() ? Failures.timeout(nanos) : failure));
    }

    /// The same result, or a failure at once when the scope is cancelled.
    private static Future<Long> stoppable(Future<Long> work, Scope scope, Runnable stop) {
        Promise<Long> result = Promise.promise();
        Scope.Stop entry = scope.onCancel(() -> {
            stop.run();
            result.tryFail(Failures.cancelled());
        });
        work.onComplete(
                value -> {
                    entry.over();
                    scope.timeline().running();
                    result.tryComplete(value);
                },
                failure -> {
                    entry.over();
                    scope.timeline().running();
                    result.tryFail(scope.cancelled() ? Failures.cancelled() : failure);
                });
        return result.future();
    }

    private Timer after(long nanos) {
        return vertx.timer(Math.max(1, nanos), TimeUnit.NANOSECONDS);
    }
}
