package dev.asynclab.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.asynclab.workload.StepFailure;
import java.net.ConnectException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ErrorCountTest {

    @Test
    void failures_are_counted_by_kind_however_they_are_wrapped() {
        ErrorCount errors = new ErrorCount();
        errors.failed(new StepFailure(StepFailure.Kind.RESET, "gone"));
        errors.failed(new CompletionException(new StepFailure(StepFailure.Kind.RESET, "gone")));
        errors.failed(new ExecutionException(new CompletionException(new TimeoutException())));
        errors.failed(new ConnectException());
        errors.failed(new RejectedExecutionException());
        errors.failed(new CancellationException());
        errors.failed(new IllegalStateException("odd"));
        errors.wrong(1, 2);

        assertEquals(
                Map.of(
                        "reset",
                        2L,
                        "timeout",
                        1L,
                        "connect",
                        1L,
                        "rejected",
                        1L,
                        "cancelled",
                        1L,
                        "other",
                        1L,
                        "wrong-result",
                        1L),
                errors.counts());
        assertEquals(8, errors.total());
        assertEquals("java.lang.IllegalStateException: odd", errors.examples().get("other"));
        assertEquals("checksum 1 instead of 2", errors.examples().get("wrong-result"));
    }
}
