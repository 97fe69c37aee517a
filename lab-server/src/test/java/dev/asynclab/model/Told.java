package dev.asynclab.model;

import dev.asynclab.workload.StepFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// A completion that can be waited for and counts how often it was told what.
final class Told implements Completion {

    final AtomicInteger starts = new AtomicInteger();
    final AtomicInteger ends = new AtomicInteger();
    private final CompletableFuture<Long> end = new CompletableFuture<>();

    @Override
    public void started() {
        starts.incrementAndGet();
    }

    @Override
    public void succeeded(long checksum) {
        ends.incrementAndGet();
        end.complete(checksum);
    }

    @Override
    public void failed(Throwable cause) {
        ends.incrementAndGet();
        end.completeExceptionally(cause);
    }

    long checksum() throws InterruptedException, ExecutionException, TimeoutException {
        return end.get(30, TimeUnit.SECONDS);
    }

    /// Waits for the end, whichever it is.
    void await() throws InterruptedException, TimeoutException {
        try {
            end.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // an end like any other
        }
    }

    StepFailure.Kind failure() throws InterruptedException, TimeoutException {
        try {
            long checksum = end.get(30, TimeUnit.SECONDS);
            throw new AssertionError("succeeded with " + checksum);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StepFailure failure) {
                return failure.kind();
            }
            throw new AssertionError("not a step failure", e);
        }
    }
}
