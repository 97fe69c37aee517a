package dev.asynclab.model;

import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.StepFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/// Turns what libraries throw into the kinds that errors are counted by.
final class Failures {

    private Failures() {}

    static StepFailure of(Throwable cause) {
        return switch (cause) {
            case StepFailure failure -> failure;
            case CompletionException wrapper when wrapper.getCause() != null -> of(wrapper.getCause());
            case ExecutionException wrapper when wrapper.getCause() != null -> of(wrapper.getCause());
            case ConnectException e -> failure(Kind.CONNECT, e);
            case SocketTimeoutException e -> failure(Kind.TIMEOUT, e);
            case TimeoutException e -> failure(Kind.TIMEOUT, e);
            case IOException e -> failure(Kind.RESET, e);
            case InterruptedException e -> failure(Kind.CANCELLED, e);
            case CancellationException e -> failure(Kind.CANCELLED, e);
            case RejectedExecutionException e -> failure(Kind.REJECTED, e);
            default -> failure(Kind.OTHER, cause);
        };
    }

    private static StepFailure failure(Kind kind, Throwable cause) {
        return new StepFailure(kind, cause.toString());
    }
}
