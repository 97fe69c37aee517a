package dev.asynclab.server.fork;

/// A child process that did not answer.
final class ChildGone extends Exception {

    private static final long serialVersionUID = 1;

    private final String outcome;

    /// @param outcome `crashed` or `timed-out`
    ChildGone(String outcome, String detail) {
        super(detail, null, false, false);
        this.outcome = outcome;
    }

    String outcome() {
        return outcome;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
