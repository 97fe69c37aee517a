package dev.asynclab.model;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.StepFailure.Kind;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/// What a library throws, as a kind of failure: so that the same fault counts as the same kind in every model.
///
/// Knows the JDK's exceptions only. A library whose exceptions are not among them is translated by its model.
final class Failures {
    private Failures() {}

    static StepFailure of(Throwable thrown) {
        return switch (thrown) {
            case StepFailure failure -> failure;
            case CompletionException e when e.getCause() != null -> of(e.getCause());
            case ExecutionException e when e.getCause() != null -> of(e.getCause());
            default -> new StepFailure(kind(thrown), thrown.toString());
        };
    }

    static StepFailure cancelled() {
        return new StepFailure(Kind.CANCELLED, "cancelled");
    }

    static StepFailure timeout(long nanos) {
        return new StepFailure(Kind.TIMEOUT, "no result within " + nanos + " ns");
    }

    static StepFailure status(int status) {
        return new StepFailure(Kind.STATUS, "status " + status);
    }

    static StepFailure rejected(String limit) {
        return new StepFailure(Kind.REJECTED, "limit " + limit + " has no room");
    }

    /// A step the model has no way to express; a scenario that asks for it is refused before it runs.
    static StepFailure notExpressed(Step step) {
        return new StepFailure(
                Kind.OTHER, "this model does not run " + step.getClass().getSimpleName());
    }

    private static Kind kind(Throwable thrown) {
        return switch (thrown) {
            case ConnectException _, NoRouteToHostException _, UnknownHostException _, BindException _ -> Kind.CONNECT;
            case UnresolvedAddressException _ -> Kind.CONNECT;
            case SocketTimeoutException _, TimeoutException _ -> Kind.TIMEOUT;
            // After the cases above: what is left of I/O is a connection that ended before its answer.
            case IOException _ -> Kind.RESET;
            case CancellationException _, InterruptedException _ -> Kind.CANCELLED;
            case RejectedExecutionException _ -> Kind.REJECTED;
            default -> Kind.OTHER;
        };
    }
}
