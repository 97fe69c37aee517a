package dev.asynclab.cli;

import dev.asynclab.api.RunState;

/// What `lab` tells the shell. Scripts and graders rely on these numbers; they never change.
public final class ExitCode {
    /// The must claims hold; also void or inconclusive when `--strict` was not given.
    public static final int HOLDS = 0;

    /// A defect of the lab itself.
    public static final int BUG = 1;

    /// A command line that means nothing.
    public static final int USAGE = 2;

    /// A scenario with problems.
    public static final int INVALID = 3;

    /// No server answers, or the port is taken.
    public static final int UNREACHABLE = 4;

    /// The run did not come to a result.
    public static final int FAILED = 5;

    /// A must claim is refuted.
    public static final int REFUTED = 6;

    /// A must claim is inconclusive or was not run, with `--strict`.
    public static final int INCONCLUSIVE = 7;

    /// The measurement was about something else, with `--strict`.
    public static final int VOID = 8;

    /// Runs that cannot be compared.
    public static final int NOT_COMPARABLE = 9;

    /// Ctrl-C, or a run somebody cancelled.
    public static final int INTERRUPTED = 130;

    private ExitCode() {}

    /// The code for a run's end state and outcome.
    ///
    /// @param outcome outcome of the result document; ignored unless the run succeeded
    public static int of(RunState state, String outcome, boolean strict) {
        return switch (state) {
            case SUCCEEDED -> of(outcome, strict);
            case CANCELLED, CANCELLING -> INTERRUPTED;
            case FAILED, POISONED, INTERRUPTED, QUEUED, STARTING, RUNNING -> FAILED;
        };
    }

    private static int of(String outcome, boolean strict) {
        return switch (outcome) {
            case "holds" -> HOLDS;
            case "refuted" -> REFUTED;
            case "inconclusive" -> strict ? INCONCLUSIVE : HOLDS;
            case "void" -> strict ? VOID : HOLDS;
            // A newer server may know more outcomes: no grade is invented for them.
            default -> FAILED;
        };
    }
}
