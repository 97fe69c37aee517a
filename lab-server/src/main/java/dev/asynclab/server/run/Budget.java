package dev.asynclab.server.run;

/// The wall time of a run: what is left of it, by what its rounds really cost.
///
/// The plan's estimate counts until the first round is over; from then on the longest round seen stands for the
/// next.
final class Budget {

    /// No process of the run is waited for any longer: what comes after must be done within a tenth of the
    /// budget.
    static final double LATEST = 1.08;

    private final double seconds;
    private final double estimatedRoundSeconds;
    private double longest;
    private double sum;
    private int measured;

    /// @param seconds wall time asked for
    Budget(double seconds, double estimatedRoundSeconds) {
        this.seconds = seconds;
        this.estimatedRoundSeconds = estimatedRoundSeconds;
    }

    /// A round was measured from its beginning to its end.
    void round(double took) {
        longest = Math.max(longest, took);
        sum += took;
        measured++;
    }

    /// Whether a round of the plan may start: a verdict depends on it, so the tolerance may be used up.
    boolean holdsPlanned(double elapsedSeconds) {
        return measured == 0 || elapsedSeconds + longest <= seconds * LATEST;
    }

    /// Whether a round may be added to the plan.
    boolean holdsAnother(double elapsedSeconds) {
        return measured == 0 || elapsedSeconds + longest <= seconds;
    }

    /// Seconds from the start of the run at which everything ends.
    double latestSeconds() {
        return seconds * LATEST;
    }

    /// Expected end of the run in seconds from its start, with so many rounds still to come.
    double endSeconds(double elapsedSeconds, int roundsLeft) {
        return Math.min(
                latestSeconds(),
                elapsedSeconds + roundsLeft * (measured == 0 ? estimatedRoundSeconds : sum / measured));
    }

    /// A budget that holds so many rounds from the start, by the longest seen.
    ///
    /// @param onceSeconds what came before the first round
    double toHold(int rounds, double onceSeconds) {
        return Math.ceil(onceSeconds + rounds * (measured == 0 ? estimatedRoundSeconds : longest));
    }
}
