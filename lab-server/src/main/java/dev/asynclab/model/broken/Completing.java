package dev.asynclab.model.broken;

import dev.asynclab.model.Completion;
import java.util.concurrent.CompletableFuture;

/// Makes a future of the end of a task.
record Completing(CompletableFuture<Long> end) implements Completion {

    @Override
    public void started() {
        // Told by whoever runs the whole task.
    }

    @Override
    public void succeeded(long checksum) {
        end.complete(checksum);
    }

    @Override
    public void failed(Throwable cause) {
        end.completeExceptionally(cause);
    }
}
