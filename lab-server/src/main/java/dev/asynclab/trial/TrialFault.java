package dev.asynclab.trial;

import dev.asynclab.wire.FromTrial;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// Why an order could not be carried out: the reason and detail of [FromTrial.Failed].
final class TrialFault extends Exception {

    private static final long serialVersionUID = 1;

    private final String reason;

    TrialFault(String reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    static TrialFault badOrder(String detail) {
        return new TrialFault("bad-order", detail);
    }

    /// Sorts a throwable: running out of memory or threads is the model's result, anything unforeseen is a bug.
    static TrialFault of(Throwable cause) {
        return switch (cause) {
            case TrialFault fault -> fault;
            case InterruptedException _ -> new TrialFault("cancelled", "the order was cancelled");
            case OutOfMemoryError e -> new TrialFault("out-of-memory", String.valueOf(e.getMessage()));
            default -> new TrialFault("bug", describe(cause));
        };
    }

    /// Sorts what building a model threw: a refusal means the model cannot run here, the rest as in [#of].
    static TrialFault whileCreating(Throwable cause) {
        return switch (cause) {
            case IllegalArgumentException e -> new TrialFault("unavailable", String.valueOf(e.getMessage()));
            case IllegalStateException e -> new TrialFault("unavailable", String.valueOf(e.getMessage()));
            case UnsupportedOperationException e -> new TrialFault("unavailable", String.valueOf(e.getMessage()));
            case UncheckedIOException e -> new TrialFault("unavailable", String.valueOf(e.getMessage()));
            case LinkageError e -> new TrialFault("unavailable", describe(e));
            default -> of(cause);
        };
    }

    FromTrial.Failed message() {
        return new FromTrial.Failed(reason, String.valueOf(getMessage()));
    }

    private static String describe(Throwable cause) {
        return Arrays.stream(cause.getStackTrace())
                .findFirst()
                .map(frame -> cause + " at " + frame)
                .orElse(cause.toString());
    }
}
