package dev.asynclab.workload;

/// Why a step failed. Carries no stack trace: a failure is a result that is counted by kind, and may be frequent.
public final class StepFailure extends Exception {

    /// The kinds errors are counted by.
    public enum Kind {
        TIMEOUT,
        CONNECT,
        STATUS,
        RESET,
        REJECTED,
        CANCELLED,
        OTHER
    }

    private static final long serialVersionUID = 1;

    private final Kind kind;

    public StepFailure(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
