package dev.asynclab.server.run;

import dev.asynclab.server.plan.Plan;
import dev.asynclab.server.plan.TraceRound;

/// How far the attempt at a run is that goes on now, and when it will end.
///
/// By what its rounds cost; before the first is over by the plan, and where that was too hopeful at the pace of the
/// trials, whose first ones pay for calibration as well. Counting trials alone would not do: rounds that are added,
/// searches and traces come after the last planned one.
final class RunPace {

    /// A run that takes longer than expected is never said to be complete before it is.
    private static final double MOST_BEFORE_THE_END = 0.99;

    private final long startedNanos;
    private final int doneBefore;
    private volatile double estimatedSeconds;
    private volatile boolean learned;

    /// @param doneBefore trials of earlier attempts, which need not be made again
    RunPace(long startedNanos, int doneBefore) {
        this.startedNanos = startedNanos;
        this.doneBefore = doneBefore;
    }

    /// @param progress share of the run that is done, in 0..1
    /// @param etaSeconds expected time to the end
    record Now(double progress, double etaSeconds) {}

    /// A search goes on for as long as the budget lasts, whatever its first trials cost.
    void planned(Plan plan) {
        learned = !plan.searches().isEmpty();
        estimatedSeconds = learned ? plan.budgetSeconds() + TraceRound.seconds(plan) : plan.estimatedSeconds();
    }

    /// What the whole run will take, by its rounds so far.
    void learned(double seconds) {
        estimatedSeconds = seconds;
        learned = true;
    }

    /// What earlier attempts measured counts as the share of the trials that it is.
    Now at(long nowNanos, int trialsDone, int plannedTrials) {
        double elapsed = (nowNanos - startedNanos) / 1e9;
        int here = trialsDone - doneBefore;
        double before = plannedTrials == 0 ? 0 : Math.min(1, (double) doneBefore / plannedTrials);
        double left = learned ? estimatedSeconds - elapsed : estimatedSeconds * (1 - before) - elapsed;
        if (left <= 0) {
            left = here > 0 && !learned ? elapsed / here * Math.max(0, plannedTrials - trialsDone) : 0;
        }
        double whole = elapsed + left;
        double share = whole > 0 ? before + (1 - before) * elapsed / whole : before;
        return new Now(Math.min(share, MOST_BEFORE_THE_END), left);
    }
}
