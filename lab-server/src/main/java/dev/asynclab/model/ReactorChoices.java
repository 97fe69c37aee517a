package dev.asynclab.model;

import dev.asynclab.workload.Step;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/// Several ways to one result, as operators: side by side (`race`), or one after the other (`retry`).
final class ReactorChoices {
    private final ReactorSteps steps;
    private final Scheduler loop;

    ReactorChoices(ReactorSteps steps, Scheduler loop) {
        this.steps = steps;
        this.loop = loop;
    }

    /// All at once is an operator. It cancels the losers, and fails with the failures of all of them.
    Mono<Long> race(Step.Race race, ReactorStrand strand) {
        return Mono.defer(() -> {
            ReactorLosers losers = new ReactorLosers(steps.cancellations());
            List<Mono<Long>> branches = race.branches().stream()
                    .map(b -> steps.lane(b, strand, losers))
                    .toList();
            Mono<Long> winner = race.staggerNanos() == 0
                    ? Mono.firstWithValue(branches)
                    : staggered(branches, Duration.ofNanos(race.staggerNanos()), Mono.empty());
            return winner.doOnNext(_ -> losers.haveEnded())
                    .onErrorMap(NoSuchElementException.class, ReactorChoices::ofTheFirst);
        });
    }

    /// With head starts it is one operator inside the other: the first branch against a race of the rest, which
    /// begins when the time is over, or when all that started have failed.
    private Mono<Long> staggered(List<Mono<Long>> branches, Duration stagger, Mono<Void> othersFailed) {
        if (branches.size() == 1) {
            return branches.getFirst();
        }
        Sinks.Empty<Void> failed = Sinks.empty();
        Mono<Long> first = branches.getFirst().doOnError(_ -> failed.tryEmitEmpty());
        Mono<Void> allFailed = Mono.when(othersFailed, failed.asMono());
        Mono<Long> rest = Mono.firstWithSignal(Mono.delay(stagger, loop).then(), allFailed)
                .then(Mono.defer(() -> staggered(branches.subList(1, branches.size()), stagger, allFailed)));
        return Mono.firstWithValue(first, rest);
    }

    private static Throwable ofTheFirst(NoSuchElementException nobodyWon) {
        Throwable all = nobodyWon.getCause();
        return all == null ? nobodyWon : Exceptions.unwrapMultiple(all).getFirst();
    }

    /// Trying again is subscribing again. What is subscribed to takes the next attempt, whose calls differ.
    Mono<Long> retry(Step.Retry retry, ReactorStrand strand) {
        return Mono.defer(() -> {
            Iterator<List<Step>> attempts = retry.attempts().iterator();
            return Mono.defer(() -> steps.all(attempts.next(), strand))
                    .retryWhen(again(retry.attempts().size() - 1, retry.backoffNanos(), strand.timeline()));
        });
    }

    private Retry again(int times, long backoffNanos, Timeline timeline) {
        return backoffNanos == 0
                ? Retry.max(times).onRetryExhaustedThrow((_, last) -> last.failure())
                : Retry.backoff(times, Duration.ofNanos(backoffNanos))
                        .jitter(0) // would draw from an unseeded source
                        .scheduler(loop)
                        .doBeforeRetry(_ -> timeline.waiting())
                        .doAfterRetry(_ -> timeline.running())
                        .onRetryExhaustedThrow((_, last) -> last.failure());
    }
}
