package dev.asynclab.model;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.model.Cancellations.Cancellation;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The steps of one task as callbacks, all on the task's loop. Whoever is given a [Then] calls it exactly once.
final class NettySteps {

    /// What happens next.
    interface Then {
        /// @param failure null when the step succeeded
        void end(long result, @Nullable StepFailure failure);
    }

    /// How to do one item of a sequence.
    interface Run<T> {
        void run(T item, Scope scope, Then then);
    }

    private final long taskId;
    private final EventLoop loop;
    private final NettyModel.Owned owned;
    private @Nullable NettyShared sharing;

    NettySteps(long taskId, EventLoop loop, NettyModel.Owned owned) {
        this.taskId = taskId;
        this.loop = loop;
        this.owned = owned;
    }

    void all(List<Step> steps, Scope scope, Then then) {
        new Sequence<>(steps.iterator(), this::run, scope, then).advance();
    }

    /// One item after the other, adding up the results.
    static final class Sequence<T> implements Then {
        private final Iterator<T> items;
        private final Run<T> run;
        private final Scope scope;
        private final Then then;
        private long sum;
        private boolean starting;
        private boolean ended;

        Sequence(Iterator<T> items, Run<T> run, Scope scope, Then then) {
            this.items = items;
            this.run = run;
            this.scope = scope;
            this.then = then;
        }

        /// An item that ends at once calls `end` before `run` returns. Then this goes round again, not deeper: a
        /// thousand computing steps must not nest a thousand calls.
        void advance() {
            do {
                if (!items.hasNext()) {
                    then.end(sum, null);
                    return;
                }
                if (scope.cancelled()) {
                    then.end(0, Failures.cancelled());
                    return;
                }
                ended = false;
                starting = true;
                run.run(items.next(), scope, this);
                starting = false;
            } while (ended);
        }

        @Override
        public void end(long result, @Nullable StepFailure failure) {
            if (failure != null) {
                then.end(0, failure);
                return;
            }
            sum += result;
            ended = true;
            if (!starting) {
                advance();
            }
        }
    }

    private void run(Step step, Scope scope, Then then) {
        switch (step) {
            case Step.Call call -> {
                if (call.timeoutNanos() > 0) {
                    within(call.timeoutNanos(), scope, then, (covered, end) -> call(call, covered, end));
                } else {
                    call(call, scope, then);
                }
            }
            case Step.Compute(Kernel kernel, boolean globalLock) ->
                held(() -> globalLock ? GlobalLock.run(kernel, scope.timeline()) : kernel.run(), then);
            case Step.Wait(long nanos) -> waiting(nanos, scope, then);
            case Step.Block(long nanos) ->
                held(
                        () -> {
                            Thread.sleep(Duration.ofNanos(nanos)); // holds the loop
                            return 0L;
                        },
                        then);
            case Step.Parallel parallel ->
                new NettyJoin(this, parallel, owned.shared().cancellations(), scope, then).start();
            case Step.Timeout(long nanos, List<Step> steps) ->
                within(nanos, scope, then, (covered, end) -> all(steps, covered, end));
            case Step.Limit limit -> limited(owned.bulkheads(), limit, scope, then);
            case Step.Race race -> new NettyChoices(this, loop, owned.shared().cancellations()).race(race, scope, then);
            case Step.Retry retry ->
                new NettyChoices(this, loop, owned.shared().cancellations()).retry(retry, scope, then);
            case Step.Lock lock -> sharing().lock(lock, scope, then);
            case Step.Cache cache -> sharing().cache(cache, scope, then);
            case Step.Update update -> sharing().update(update, scope, then);
            case Step.Hold hold -> sharing().hold(hold, scope, then);
            case Step.Send send -> sharing().send(send, scope, then);
            case Step.Job job -> NettyJob.start(job, loop, owned, scope, then);
            case Step.Graph graph -> new NettyGraph(graph, this, loop, owned.shared(), scope, then).start();
        }
    }

    private NettyShared sharing() {
        NettyShared made = sharing;
        if (made == null) {
            made = new NettyShared(taskId, this, loop, owned);
            sharing = made;
        }
        return made;
    }

    private void call(Step.Call call, Scope scope, Then then) {
        new NettyCall(call, call.requestTarget(taskId), owned.pools().of(call.host(), call.port()), loop, then)
                .start(scope);
    }

    /// Does work on the thread beside the loops and goes on here. Cancelled, it does not begin; once it has begun
    /// nothing stops it, and the task waits for it to come back.
    ///
    /// @param failed where it goes on without a result
    <T> void aside(Callable<T> work, Scope scope, Then failed, Consumer<T> next) {
        Timeline timeline = scope.timeline();
        timeline.queued();
        Future<T> result = owned.aside().submit(() -> {
            timeline.running();
            try {
                return work.call();
            } finally {
                timeline.queued();
            }
        });
        Scope.Stop stop = scope.onCancel(() -> result.cancel(false));
        result.addListener(_ -> loop.execute(() -> {
            stop.over();
            timeline.running();
            if (scope.cancelled()) {
                failed.end(0, Failures.cancelled());
            } else if (result.isSuccess()) {
                next.accept(result.getNow());
            } else {
                failed.end(0, Failures.of(result.cause()));
            }
        }));
    }

    /// Work that has its result at once, or fails at once.
    static void held(Callable<Long> work, Then then) {
        long result;
        try {
            result = work.call(); // holds the loop
        } catch (Exception | Error failed) {
            then.end(0, Failures.of(failed));
            return;
        }
        // Outside of the try: what comes next has failures of its own.
        then.end(result, null);
    }

    void waiting(long nanos, Scope scope, Then then) {
        Scope timed = scope.child();
        scope.timeline().waiting();
        ScheduledFuture<?> timer = loop.schedule(
                () -> {
                    timed.over();
                    scope.timeline().running();
                    then.end(0, null);
                },
                nanos,
                TimeUnit.NANOSECONDS);
        timed.onCancel(() -> {
            timer.cancel(false);
            then.end(0, Failures.cancelled());
        });
    }

    /// The steps of a limit once it lets the task in.
    ///
    /// @param bulkheads those it is one of
    void limited(Bulkhead.Registry bulkheads, Step.Limit limit, Scope scope, Then then) {
        Bulkhead bulkhead = bulkheads.of(limit);
        NettyTurn turn = new NettyTurn(limit, bulkhead, this, loop, scope, then);
        switch (bulkhead.enter(turn)) {
            case INSIDE -> turn.inside();
            case REJECTED -> then.end(0, Failures.rejected(limit.name()));
            case WAITING -> turn.waits();
        }
    }

    /// Steps that can be cancelled on their own.
    private interface Coverable {
        void run(Scope covered, Then then);
    }

    /// Stops the work when time is up before it. Cancelling ends the work at once, so there is one end to report.
    private void within(long nanos, Scope scope, Then then, Coverable work) {
        Scope covered = scope.child();
        Cancellation cancellation = owned.shared().cancellations().in(nanos);
        ScheduledFuture<?> timer = loop.schedule(
                () -> {
                    cancellation.begin();
                    covered.cancelBecause(cancellation);
                },
                nanos,
                TimeUnit.NANOSECONDS);
        work.run(covered, (result, failure) -> {
            timer.cancel(false);
            covered.over();
            boolean expired = covered.cancelled() && !scope.cancelled();
            if (expired) {
                cancellation.ended();
            }
            then.end(result, failure != null && expired ? Failures.timeout(nanos) : failure);
        });
    }
}
