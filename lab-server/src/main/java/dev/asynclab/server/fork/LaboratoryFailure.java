package dev.asynclab.server.fork;

/// The processes of a run could not be brought up; the run fails with this reason.
public final class LaboratoryFailure extends Exception {

    private static final long serialVersionUID = 1;

    public LaboratoryFailure(String message) {
        super(message);
    }

    /// The reason, one sentence.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
