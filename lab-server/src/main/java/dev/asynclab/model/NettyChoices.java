package dev.asynclab.model;

import dev.asynclab.model.Cancellations.Cancellation;
import dev.asynclab.model.NettySteps.Then;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Several ways to one result, as callbacks: side by side (`race`), or one after the other (`retry`).
final class NettyChoices {
    private final NettySteps steps;
    private final EventLoop loop;
    private final Cancellations cancellations;

    NettyChoices(NettySteps steps, EventLoop loop, Cancellations cancellations) {
        this.steps = steps;
        this.loop = loop;
        this.cancellations = cancellations;
    }

    void race(Step.Race race, Scope scope, Then then) {
        new Race(race, scope, then).advance();
    }

    void retry(Step.Retry retry, Scope scope, Then then) {
        new Attempts(retry, scope, then).next();
    }

    /// Branches of which one has to succeed. Ends when the last of those it started has: no loser runs on.
    private final class Race {
        private final List<List<Step>> branches;
        private final long staggerNanos;
        private final Scope together;
        private final Timeline timeline;
        private final Then then;
        private @Nullable ScheduledFuture<?> timer;
        private boolean starting;
        private int started;
        private int open;
        private boolean won;
        private long result;
        private @Nullable StepFailure first;
        private @Nullable Cancellation ofLosers;

        Race(Step.Race race, Scope scope, Then then) {
            this.branches = race.branches();
            this.staggerNanos = race.staggerNanos();
            this.together = scope.child();
            this.timeline = scope.timeline();
            this.then = then;
        }

        /// Starts what is due: at the beginning, when the timer rings, and when nothing that was started runs any
        /// more. A branch that ends inside its start comes here too, and leaves the rest to the loop around it.
        void advance() {
            if (starting) {
                return;
            }
            disarm();
            starting = true;
            boolean due = true;
            while (more() && (due || open == 0)) {
                branch(started++);
                due = staggerNanos == 0;
            }
            starting = false;
            if (open == 0) {
                together.over();
                if (ofLosers != null) {
                    ofLosers.ended();
                }
                then.end(result, won ? null : first == null ? Failures.cancelled() : first);
            } else if (more()) {
                timer = loop.schedule(this::advance, staggerNanos, TimeUnit.NANOSECONDS);
            }
        }

        private boolean more() {
            return !won && started < branches.size() && !together.cancelled();
        }

        private void branch(int number) {
            open++;
            Scope lane = together.child(timeline.branch());
            lane.timeline().running();
            steps.all(branches.get(number), lane, (sum, failure) -> {
                lane.over();
                lane.timeline().ended();
                end(number, sum, failure);
            });
        }

        private void end(int number, long sum, @Nullable StepFailure failure) {
            if (failure == null && !won) {
                won = true;
                result = sum;
                disarm();
                ofLosers = open > 1 ? cancellations.begin() : null;
                // This branch still counts as open, so that the losers' ends do not end the race.
                together.cancelBecause(ofLosers);
            } else if (failure != null && number == 0) {
                first = failure;
            }
            if (--open == 0) {
                advance();
            }
        }

        private void disarm() {
            if (timer != null) {
                timer.cancel(false);
                timer = null;
            }
        }
    }

    /// Attempts with pauses that double. A cancellation ends whichever of the two is going on.
    private final class Attempts implements Then {
        private final Iterator<List<Step>> attempts;
        private final Scope scope;
        private final Then then;
        private long pauseNanos;

        Attempts(Step.Retry retry, Scope scope, Then then) {
            this.attempts = retry.attempts().iterator();
            this.scope = scope;
            this.then = then;
            this.pauseNanos = retry.backoffNanos();
        }

        void next() {
            steps.all(attempts.next(), scope, this);
        }

        @Override
        public void end(long result, @Nullable StepFailure failure) {
            if (failure == null || !attempts.hasNext() || scope.cancelled()) {
                then.end(result, failure);
                return;
            }
            long pause = pauseNanos;
            pauseNanos *= 2;
            steps.waiting(pause, scope, (_, cancelled) -> {
                if (cancelled != null) {
                    then.end(0, cancelled);
                } else {
                    next();
                }
            });
        }
    }
}
