package dev.asynclab.model;

import dev.asynclab.model.Cancellations.Cancellation;
import dev.asynclab.workload.Step;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import java.util.ArrayList;
import java.util.List;

/// Steps that succeed although a part of them does not, as plain statements.
final class CoroutineChoices {
    private final CoroutineSteps steps;

    CoroutineChoices(CoroutineSteps steps) {
        this.steps = steps;
    }

    /// A loop with a `try` in it.
    long retry(Step.Retry retry, Scope scope) throws Exception {
        int failed = 0;
        while (true) {
            try {
                return steps.all(retry.attempts().get(failed), scope);
            } catch (Exception | Error failure) {
                failed++;
                if (scope.cancelled() || failed == retry.attempts().size()) {
                    throw failure;
                }
            }
            if (retry.backoffNanos() > 0) {
                // The shift cannot overflow before centuries have been waited.
                steps.pause(retry.backoffNanos() << (failed - 1), scope);
            }
        }
    }

    /// Starts a coroutine per branch and waits for the first answer. Then it waits for the losers too, which were
    /// cancelled: none of them runs any more when the result goes on.
    long race(Step.Race race, Scope scope) throws Exception {
        Scope together = scope.child();
        List<Future<Long>> branches = new ArrayList<>();
        Promise<Won> winner = Promise.promise();
        Cancellation ofLosers = null;
        scope.timeline().queued(); // from the end of the last branch on, until this coroutine has its turn
        try {
            for (List<Step> branch : race.branches()) {
                if (!branches.isEmpty()) {
                    headStart(branches, race.staggerNanos());
                }
                if (winner.future().isComplete() || scope.cancelled()) {
                    break;
                }
                branches.add(steps.launch(together, inBranch -> steps.all(branch, inBranch))
                        .onSuccess(value -> winner.tryComplete(
                                new Won(value, steps.cancellations().in(0)))));
            }
            Future.any(branches).onComplete(_ -> winner.tryFail(Failures.cancelled())); // unless one has won
            Won won = winner.future().await();
            ofLosers = branches.stream().allMatch(Future::isComplete) ? null : won.ofLosers();
            return won.value();
        } catch (Exception | Error noneOfThem) {
            throw scope.cancelled()
                    ? Failures.cancelled()
                    : Failures.of(branches.getFirst().cause());
        } finally {
            if (ofLosers != null) {
                ofLosers.begin();
            }
            together.cancel();
            CoroutineSteps.awaitEnd(Future.join(branches));
            if (ofLosers != null) {
                ofLosers.ended();
            }
            scope.timeline().running();
            together.over();
        }
    }

    /// The first answer; from then on nobody wants the others, though they are told only when the race has its
    /// turn.
    private record Won(long value, Cancellation ofLosers) {}

    /// Waits until the time is over, or the race is, or nobody runs any more.
    private void headStart(List<Future<Long>> branches, long nanos) {
        if (nanos > 0) {
            Timer timer = steps.after(nanos);
            Future.any(branches).onComplete(_ -> timer.cancel());
            CoroutineSteps.awaitEnd(timer);
        }
    }
}
