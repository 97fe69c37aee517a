package dev.asynclab.model;

import dev.asynclab.model.Cancellations.Cancellation;
import dev.asynclab.workload.Step;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Steps that succeed although a part of them does not, as futures.
final class EventLoopChoices {
    private final EventLoopSteps steps;

    EventLoopChoices(EventLoopSteps steps) {
        this.steps = steps;
    }

    Future<Long> race(Step.Race race, Scope scope) {
        return new Heat(race, scope).run();
    }

    Future<Long> retry(Step.Retry retry, Scope scope) {
        return attempt(retry, 0, scope);
    }

    /// "Again" is a callback too: the future of an attempt recovers by becoming that of the next.
    private Future<Long> attempt(Step.Retry retry, int failed, Scope scope) {
        return steps.all(retry.attempts().get(failed), scope).recover(failure -> {
            int next = failed + 1;
            if (scope.cancelled() || next == retry.attempts().size()) {
                return Future.failedFuture(failure);
            }
            // The shift cannot overflow before centuries have been waited.
            return backoff(retry.backoffNanos() << failed, scope).compose(_ -> attempt(retry, next, scope));
        });
    }

    private Future<Long> backoff(long nanos, Scope scope) {
        return nanos > 0 ? steps.pause(nanos, scope) : Future.succeededFuture(0L);
    }

    /// The branches of one race. All their callbacks come on one loop, so that one of them is always the first.
    private final class Heat {
        private final List<List<Step>> branches;
        private final long staggerNanos;
        private final Timeline timeline;
        private final Scope together;
        private final Promise<Long> end = Promise.promise();
        private @Nullable Timer headStart;
        private @Nullable Throwable failureOfFirst;
        private int started;
        private int ended;
        private int failed;
        private boolean over;

        Heat(Step.Race race, Scope scope) {
            this.branches = race.branches();
            this.staggerNanos = race.staggerNanos();
            this.timeline = scope.timeline();
            this.together = scope.child();
        }

        Future<Long> run() {
            startNext();
            while (staggerNanos == 0 && more()) {
                startNext();
            }
            return end.future();
        }

        private boolean more() {
            return !over && started < branches.size() && !together.cancelled();
        }

        private void startNext() {
            int number = started++;
            if (staggerNanos > 0 && more()) {
                headStart = steps.after(staggerNanos);
                headStart.onSuccess(_ -> startNext());
            }
            Timeline own = timeline.branch();
            own.running();
            Scope inBranch = together.child(own);
            steps.all(branches.get(number), inBranch).onComplete(result -> {
                inBranch.over();
                own.ended();
                ended++;
                if (result.succeeded()) {
                    won(result.result());
                } else {
                    lost(number, result.cause());
                }
            });
        }

        /// Cancelling ends the losers at once: none of them runs any more when the result goes on.
        private void won(long result) {
            if (!over) {
                over();
                if (ended < started) {
                    Cancellation ofLosers = steps.cancellations().begin();
                    together.cancelBecause(ofLosers);
                    ofLosers.ended();
                } else {
                    together.cancel();
                }
                end.complete(result);
            }
        }

        private void lost(int number, Throwable cause) {
            failed++;
            if (number == 0) {
                failureOfFirst = cause;
            }
            if (over || failed < started) {
                return;
            }
            stopHeadStart();
            if (more()) {
                startNext();
            } else {
                over();
                boolean stopped = together.cancelled() || failureOfFirst == null;
                end.fail(stopped ? Failures.cancelled() : failureOfFirst);
            }
        }

        private void over() {
            over = true;
            stopHeadStart();
            together.over();
        }

        private void stopHeadStart() {
            if (headStart != null) {
                headStart.cancel();
            }
        }
    }
}
