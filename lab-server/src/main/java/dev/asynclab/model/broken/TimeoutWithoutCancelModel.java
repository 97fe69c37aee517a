package dev.asynclab.model.broken;

import dev.asynclab.model.Cancellations;
import dev.asynclab.model.Cancellations.Cancellation;
import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.model.Models;
import dev.asynclab.model.Setup;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Task;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Broken on purpose: when time is up the caller is told so, and the work goes on.
///
/// *The mistake:* a timeout on the waiting is none on the work. The call keeps its connection, the backend works out
/// an answer, and nobody reads it. Whoever tries again has two calls out, then three: the slower the backend, the
/// more it has to do.
///
/// *Where it was made:* `future.get(timeout)` and `CompletableFuture.orTimeout` without `cancel`, a `select` over a
/// promise and a timer, `asyncio.wait` where `wait_for` was meant.
///
/// *What gives it away:* the backend counts more answers than the tasks have read.
final class TimeoutWithoutCancelModel implements ConcurrencyModel {

    private final ConcurrencyModel honest;
    private final Cancellations cancellations;

    TimeoutWithoutCancelModel(Setup setup) {
        cancellations = setup.shared().cancellations();
        honest = Models.create("virtual-threads", BrokenModels.virtualThreads(setup));
    }

    @Override
    public void start(Task task, Completion done) {
        done.started();
        all(task.id(), task.steps().iterator(), 0).whenComplete((sum, failure) -> {
            if (failure == null) {
                done.succeeded(sum);
            } else {
                done.failed(failure);
            }
        });
    }

    private CompletableFuture<Long> all(long taskId, Iterator<Step> steps, long before) {
        return steps.hasNext()
                ? run(taskId, steps.next()).thenCompose(result -> all(taskId, steps, before + result))
                : CompletableFuture.completedFuture(before);
    }

    /// Timeouts and what tries again after one; the rest is honest, and so are timeouts inside the rest.
    private CompletableFuture<Long> run(long taskId, Step step) {
        return switch (step) {
            case Step.Timeout(long nanos, List<Step> covered) -> given(nanos, all(taskId, covered.iterator(), 0));
            case Step.Call(String host, int port, String target, int ordinal, long timeoutNanos, int bodyBytes)
            when timeoutNanos > 0 ->
                given(timeoutNanos, honest(taskId, new Step.Call(host, port, target, ordinal, 0, bodyBytes)));
            case Step.Retry(List<List<Step>> attempts, long backoffNanos) ->
                attempt(taskId, attempts.iterator(), backoffNanos);
            case Step.Call _,
                    Step.Compute _,
                    Step.Wait _,
                    Step.Block _,
                    Step.Parallel _,
                    Step.Limit _,
                    Step.Race _,
                    Step.Lock _,
                    Step.Cache _,
                    Step.Update _,
                    Step.Hold _,
                    Step.Send _,
                    Step.Job _,
                    Step.Graph _ -> honest(taskId, step);
        };
    }

    /// The timeout is that of a copy: nobody tells the work that nobody waits for it any more. The lab does
    /// notice when it ends.
    private CompletableFuture<Long> given(long nanos, CompletableFuture<Long> work) {
        Cancellation cancellation = cancellations.in(nanos);
        CompletableFuture<Long> waiting = work.copy().orTimeout(nanos, TimeUnit.NANOSECONDS);
        waiting.whenComplete((_, _) -> {
            if (!work.isDone()) {
                cancellation.begin();
                work.whenComplete((_, _) -> cancellation.ended());
            }
        });
        return waiting;
    }

    private CompletableFuture<Long> attempt(long taskId, Iterator<List<Step>> attempts, long pauseNanos) {
        CompletableFuture<Long> attempt = all(taskId, attempts.next().iterator(), 0);
        return attempts.hasNext()
                ? attempt.exceptionallyCompose(_ -> honest(taskId, new Step.Wait(pauseNanos))
                        .thenCompose(_ -> attempt(taskId, attempts, 2 * pauseNanos)))
                : attempt;
    }

    private CompletableFuture<Long> honest(long taskId, Step step) {
        CompletableFuture<Long> end = new CompletableFuture<>();
        honest.start(new Task(taskId, List.of(step)), new Completing(end));
        return end;
    }

    @Override
    public Map<String, String> limits() {
        return Map.of("broken", "a timeout cancels nothing");
    }

    @Override
    public void close() {
        honest.close();
    }
}
