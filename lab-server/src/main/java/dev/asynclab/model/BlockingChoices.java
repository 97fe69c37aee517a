package dev.asynclab.model;

import dev.asynclab.model.Cancellations.Cancellation;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One success out of several, in blocking code: side by side (`race`), or one after the other (`retry`).
final class BlockingChoices {

    /// What a branch of a race told at its end.
    private record End(
            int branch,
            long value,
            @Nullable StepFailure failure,
            @Nullable Cancellation ofOthers) {
        boolean won() {
            return failure == null;
        }

        End alone() {
            return new End(branch, value, failure, null);
        }
    }

    private final BlockingSteps steps;
    private final Executor branches;

    BlockingChoices(BlockingSteps steps, Executor branches) {
        this.steps = steps;
        this.branches = branches;
    }

    /// The thread of the task starts branches and listens for their ends; when one has won it stops the others
    /// and waits until they are gone. A loser that computes cannot be stopped, and is waited for. When all fail,
    /// which one fails first is up to the clock: the race fails like the branch that stands first in the file.
    long race(Step.Race race, long taskId, Strand parent) throws StepFailure {
        var strands = new Strands(parent, branches);
        Cancellation ofLosers = null;
        try {
            End first = race(race, taskId, parent, strands);
            ofLosers = first.ofOthers();
            return first.value();
        } finally {
            if (ofLosers != null) {
                ofLosers.begin();
            }
            strands.stop();
            strands.awaitAll();
            if (ofLosers != null) {
                ofLosers.ended();
            }
        }
    }

    private End race(Step.Race race, long taskId, Strand parent, Strands strands) throws StepFailure {
        var ends = new LinkedBlockingQueue<End>();
        int all = race.branches().size();
        int started = 0;
        int ended = 0;
        long dueNanos = System.nanoTime();
        StepFailure first = null;
        while (ended < all) {
            End end;
            long wait = dueNanos - System.nanoTime();
            if (started < all && (ended == started || wait <= 0)) {
                List<Step> branch = race.branches().get(started);
                int number = started;
                if (!strands.start(strand -> ends.add(branch(number, branch, taskId, strand)))) {
                    throw Failures.cancelled();
                }
                started++;
                dueNanos = System.nanoTime() + race.staggerNanos();
                end = ends.poll(); // when branches run in turn, this one is over
            } else {
                end = nextEnd(ends, started < all ? wait : Long.MAX_VALUE, parent);
            }
            if (end != null && end.won()) {
                return started - ended > 1 ? end : end.alone();
            }
            if (end != null) {
                ended++;
                first = end.branch() == 0 ? end.failure() : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return new End(0, 0, null, null); // a race of nobody
    }

    private End branch(int number, List<Step> branch, long taskId, Strand strand) {
        try {
            long value = steps.run(branch, taskId, strand);
            // From here on nobody wants the others, though it takes the thread of the task to tell them.
            return new End(number, value, null, strand.cancellations().in(0));
        } catch (StepFailure e) {
            return new End(number, 0, e, null);
        } catch (RuntimeException | Error e) {
            return new End(number, 0, Failures.of(e), null);
        }
    }

    private static @Nullable End nextEnd(BlockingQueue<End> ends, long waitNanos, Strand parent) throws StepFailure {
        parent.timeline().queued();
        try {
            return parent.<@Nullable End>blocking(() -> ends.poll(waitNanos, TimeUnit.NANOSECONDS));
        } finally {
            parent.timeline().running();
        }
    }

    /// A loop around a `try`, which is all that blocking code needs for it.
    long retry(Step.Retry retry, long taskId, Strand strand) throws StepFailure {
        int last = retry.attempts().size() - 1;
        for (int attempt = 0; attempt < last; attempt++) {
            try {
                return steps.run(retry.attempts().get(attempt), taskId, strand);
            } catch (StepFailure e) {
                strand.check(); // told to stop: that is no failure of the attempt
            }
            BlockingSteps.await(backoff(retry.backoffNanos(), attempt), strand);
        }
        return steps.run(retry.attempts().get(last), taskId, strand);
    }

    /// Doubled with every attempt, and never more than a `long` holds.
    private static long backoff(long nanos, int doublings) {
        return doublings >= Long.numberOfLeadingZeros(nanos) - 1 ? Long.MAX_VALUE : nanos << doublings;
    }
}
