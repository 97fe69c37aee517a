package dev.asynclab.model;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.model.Cancellations.Cancellation;
import dev.asynclab.workload.Step;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The steps of one task as futures, all on the task's loop.
///
/// Calls, choices between branches, what tasks share, jobs and graphs have a file each.
final class EventLoopSteps {
    private final long taskId;
    private final EventLoopParts parts;
    private final Context loop;
    private @Nullable EventLoopShared shared;

    EventLoopSteps(long taskId, EventLoopParts parts, Context loop) {
        this.taskId = taskId;
        this.parts = parts;
        this.loop = loop;
    }

    Future<Long> all(List<Step> steps, Scope scope) {
        Promise<Long> end = Promise.promise();
        inTurn(steps.iterator(), step -> attempt(() -> run(step, scope)), scope, 0, end);
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

    /// What is thrown becomes a failed future: nobody is there to catch what leaves a callback.
    static <T> Future<T> attempt(Callable<Future<T>> work) {
        try {
            return work.call();
        } catch (Exception | Error thrown) {
            return Future.failedFuture(thrown);
        }
    }

    private Future<Long> run(Step step, Scope scope) {
        return switch (step) {
            case Step.Call call -> new EventLoopCalls(taskId, this, parts.client()).call(call, scope);
            case Step.Compute(Kernel kernel, boolean globalLock) ->
                held(() -> globalLock ? GlobalLock.run(kernel, scope.timeline()) : kernel.run(), scope);
            case Step.Wait(long nanos) -> pause(nanos, scope);
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
                yield within(nanos, covered, () -> all(steps, covered)).onComplete(_ -> covered.over());
            }
            case Step.Limit limit -> inside(parts.bulkheads().of(limit), limit, scope);
            case Step.Race race -> new EventLoopChoices(this).race(race, scope);
            case Step.Retry retry -> new EventLoopChoices(this).retry(retry, scope);
            case Step.Lock lock -> shared().locked(lock, scope);
            case Step.Cache cache -> shared().cached(cache, scope);
            case Step.Update update -> shared().updated(update, scope);
            case Step.Hold hold -> shared().held(hold, scope);
            case Step.Send send -> shared().sent(send, scope);
            case Step.Job job -> new EventLoopJob(job, parts, loop, scope).run();
            case Step.Graph graph -> new EventLoopGraph(graph, this, parts, scope).run();
        };
    }

    /// Made for the steps that need it: most tasks share nothing.
    private EventLoopShared shared() {
        EventLoopShared present = shared;
        if (present == null) {
            present = new EventLoopShared(taskId, this, parts, loop);
            shared = present;
        }
        return present;
    }

    Future<Long> pause(long nanos, Scope scope) {
        Timer timer = after(nanos);
        scope.timeline().waiting();
        return stoppable(timer.map(0L), scope, timer::cancel);
    }

    /// Runs on the loop, which can do nothing else meanwhile; or on the pool, and only its result returns to the
    /// loop.
    <T> Future<T> held(Callable<T> work, Scope scope) {
        WorkerExecutor offload = parts.offload();
        if (offload == null) {
            return attempt(() -> Future.succeededFuture(work.call())); // holds the loop
        }
        Timeline timeline = scope.timeline();
        timeline.queued();
        Callable<T> timed = () -> {
            timeline.running();
            T result = work.call();
            timeline.queued(); // for the loop, which gets the result
            return result;
        };
        Future<T> result = offload.executeBlocking(timed, false).map(Objects::requireNonNull);
        // What runs in a thread of the pool cannot be stopped, only abandoned: the task goes on, and so does the work.
        return stoppable(result, scope, () -> {
            Cancellation cancellation = scope.cancellation();
            if (cancellation != null) {
                cancellation.alsoCovers();
                result.onComplete(_ -> cancellation.ended());
            }
        });
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
                .onFailure(_ -> cancelRest(lanes, together, scope))
                .onComplete(_ -> together.over());
    }

    /// What is cancelled from outside is counted there.
    private void cancelRest(List<Future<Long>> lanes, Scope together, Scope outside) {
        if (outside.cancelled() || lanes.stream().allMatch(Future::isComplete)) {
            together.cancel();
        } else {
            Cancellation ofOthers = cancellations().begin();
            together.cancelBecause(ofOthers);
            ofOthers.ended();
        }
    }

    /// Runs the steps with a permit, which is given back when they have ended.
    Future<Long> inside(Bulkhead bulkhead, Step.Limit limit, Scope scope) {
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
    /// The clock starts before the work, which may hold the loop from its first step on.
    Future<Long> within(long nanos, Scope scope, Supplier<Future<Long>> work) {
        Cancellation cancellation = cancellations().in(nanos);
        Timer timer = after(nanos);
        timer.onSuccess(_ -> {
            cancellation.begin();
            scope.cancelBecause(cancellation);
        });
        return work.get()
                .onComplete(_ -> {
                    timer.cancel();
                    if (timer.succeeded()) {
                        cancellation.ended();
                    }
                })
                .recover(failure -> Future.failedFuture(timer.succeeded() ? Failures.timeout(nanos) : failure));
    }

    /// Where to tell what was cancelled.
    Cancellations cancellations() {
        return parts.shared().cancellations();
    }

    /// The same result, or a failure at once when the scope is cancelled.
    static <T> Future<T> stoppable(Future<T> work, Scope scope, Runnable stop) {
        Promise<T> result = Promise.promise();
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

    Timer after(long nanos) {
        return parts.vertx().timer(Math.max(1, nanos), TimeUnit.NANOSECONDS);
    }
}
