package dev.asynclab.model;

import dev.asynclab.workload.StepFailure;
import java.io.IOException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ManagedBlocker;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/// Something that blocks its thread until it is over or interrupted.
@FunctionalInterface
interface Blocking<T extends @Nullable Object> {

    T run() throws InterruptedException, IOException, StepFailure;

    /// Blocks the calling thread. A thread of a fork-join pool tells its pool first, which then starts another one
    /// in its place: otherwise as many blocked tasks as there are threads would hold up all that wait in
    /// the deques. Every other thread, a virtual one on its carrier too, just blocks.
    static <T extends @Nullable Object> T call(Blocking<T> operation)
            throws InterruptedException, IOException, StepFailure {
        if (!ForkJoinTask.inForkJoinPool()) {
            return operation.run();
        }
        var managed = new Managed<>(operation);
        ForkJoinPool.managedBlock(managed);
        return managed.result();
    }

    /// An operation between the two questions of a fork-join pool: is it over, and if not, block.
    final class Managed<T extends @Nullable Object> implements ManagedBlocker {
        private final Blocking<T> operation;
        private @Nullable Outcome<T> outcome;

        private record Outcome<T extends @Nullable Object>(T value) {}

        private @Nullable Exception failure;

        Managed(Blocking<T> operation) {
            this.operation = operation;
        }

        @Override
        public boolean block() throws InterruptedException {
            try {
                outcome = new Outcome<>(operation.run());
            } catch (IOException | StepFailure e) {
                failure = e;
            }
            return true;
        }

        @Override
        public boolean isReleasable() {
            return false; // whether an answer is there is not known without asking for it
        }

        private T result() throws IOException, StepFailure {
            if (failure instanceof StepFailure e) {
                throw e;
            }
            if (failure instanceof IOException e) {
                throw e;
            }
            Outcome<T> ended = outcome;
            if (ended == null) {
                throw new IllegalStateException("a blocker that was not asked to block");
            }
            return ended.value();
        }
    }
}
