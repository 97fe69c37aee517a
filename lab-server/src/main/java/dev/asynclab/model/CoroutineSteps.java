package dev.asynclab.model;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.model.Cancellations.Cancellation;
import dev.asynclab.workload.Step;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The steps of one task as plain statements. Every `await` lets other tasks run; nothing else does.
///
/// Calls, choices between branches, what tasks share, jobs and graphs have a file each.
final class CoroutineSteps {

    /// Steps that may be cancelled while they wait.
    interface Cancellable {
        long run(Scope scope) throws Exception;
    }

    private final long taskId;
    private final CoroutineParts parts;
    private @Nullable CoroutineShared shared;

    CoroutineSteps(long taskId, CoroutineParts parts) {
        this.taskId = taskId;
        this.parts = parts;
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
                        ? within(call.timeoutNanos(), scope, covered -> calls().call(call, covered))
                        : calls().call(call, scope);
            case Step.Compute(Kernel kernel, boolean globalLock) ->
                globalLock ? GlobalLock.run(kernel, scope.timeline()) : kernel.run(); // holds the loop
            case Step.Wait(long nanos) -> pause(nanos, scope);
            case Step.Block(long nanos) -> {
                // Parks the virtual thread, but keeps the context: only await gives that away.
                Thread.sleep(Duration.ofNanos(nanos)); // holds the loop
                yield 0;
            }
            case Step.Parallel parallel -> new CoroutineJoin(this, parallel, scope).run();
            case Step.Timeout(long nanos, List<Step> steps) -> within(nanos, scope, covered -> all(steps, covered));
            case Step.Limit limit -> inside(parts.bulkheads().of(limit), limit, scope);
            case Step.Race race -> new CoroutineChoices(this).race(race, scope);
            case Step.Retry retry -> new CoroutineChoices(this).retry(retry, scope);
            case Step.Lock lock -> shared().locked(lock, scope);
            case Step.Cache cache -> shared().cached(cache, scope);
            case Step.Update update -> shared().updated(update);
            case Step.Hold hold -> shared().held(hold, scope);
            case Step.Send send -> shared().sent(send, scope);
            case Step.Job job -> new CoroutineJob(job, this, parts.shared(), scope).run();
            case Step.Graph graph -> new CoroutineGraph(graph, this, parts.shared(), scope).run();
        };
    }

    private CoroutineCalls calls() {
        return new CoroutineCalls(taskId, parts.client());
    }

    /// Made for the steps that need it: most tasks share nothing.
    private CoroutineShared shared() {
        CoroutineShared present = shared;
        if (present == null) {
            present = new CoroutineShared(taskId, this, parts);
            shared = present;
        }
        return present;
    }

    /// Where to tell what was cancelled.
    Cancellations cancellations() {
        return parts.shared().cancellations();
    }

    /// Starts a coroutine beside this one, in a strand of its own.
    Future<Long> launch(Scope together, Cancellable work) {
        Promise<Long> end = Promise.promise();
        Timeline own = together.timeline().branch();
        parts.context().runOnContext(_ -> {
            own.running();
            Scope strand = together.child(own);
            Future<Long> result;
            try {
                result = Future.succeededFuture(work.run(strand));
            } catch (Exception | Error failed) {
                result = Future.failedFuture(failed);
            }
            strand.over();
            own.ended();
            result.onComplete(end);
        });
        return end.future();
    }

    /// Joins every coroutine, also after a failure: nothing of a task runs on once the task has ended. Fails like the
    /// first that failed.
    void join(List<Future<Long>> coroutines, Scope scope) throws Exception {
        Future<?> first = Future.all(coroutines);
        scope.timeline().queued(); // from the end of the last one on, until this one has its turn
        try {
            Future.join(coroutines).await();
        } catch (Exception anyOfThem) {
            throw Failures.of(first.cause());
        } finally {
            scope.timeline().running();
        }
    }

    /// Runs the steps with a permit, which is given back when they have ended.
    long inside(Bulkhead bulkhead, Step.Limit limit, Scope scope) throws Exception {
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
        Cancellation cancellation = cancellations().in(nanos);
        Timer timer = after(nanos);
        timer.onSuccess(_ -> {
            cancellation.begin();
            covered.cancel();
        });
        try {
            return steps.run(covered);
        } catch (Exception failed) {
            // Cancelled by the timer, unless the cancellation came from outside.
            throw covered.cancelled() && !scope.cancelled() ? Failures.timeout(nanos) : failed;
        } finally {
            timer.cancel();
            covered.over();
            if (timer.succeeded()) {
                cancellation.ended();
            }
        }
    }

    long pause(long nanos, Scope scope) throws Exception {
        Timer timer = after(nanos);
        await(timer, scope, timer::cancel);
        return 0;
    }

    /// Lets every other coroutine that could run have its turn first: `await asyncio.sleep(0)`.
    void giveWay(Scope scope) throws Exception {
        Promise<Void> turn = Promise.promise();
        parts.context().runOnContext(_ -> turn.complete());
        scope.timeline().queued();
        suspend(turn.future(), scope, () -> {});
        if (scope.cancelled()) {
            throw Failures.cancelled();
        }
    }

    /// Lets others run until it has ended, no matter how.
    static void awaitEnd(Future<?> work) {
        work.<Long>map(0L).otherwise(0L).await();
    }

    static <T> T await(Future<T> result, Scope scope, Runnable stop) throws Exception {
        scope.timeline().waiting();
        return suspend(result, scope, stop);
    }

    /// Lets others run until the result is there, or the scope is cancelled.
    static <T> T suspend(Future<T> result, Scope scope, Runnable stop) throws Exception {
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

    Timer after(long nanos) {
        return parts.vertx().timer(Math.max(1, nanos), TimeUnit.NANOSECONDS);
    }
}
