package dev.asynclab.trial;

import dev.asynclab.model.Completion;
import dev.asynclab.model.ConcurrencyModel;
import dev.asynclab.workload.StepFailure;
import dev.asynclab.workload.Task;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/// Small models for the tests of the trial; they take no notice of steps. Every task's right checksum is 7.
final class FakeModels {

    static final long CHECKSUM = 7;

    private FakeModels() {}

    static ConcurrencyModel create(String id) {
        return switch (id) {
            case "pool" -> new OnExecutor(4, FakeModels::succeed);
            case "single" -> new OnExecutor(1, FakeModels::succeed);
            case "wrong" -> new OnExecutor(2, (task, done) -> done.succeeded(task.id() < 0 ? 0 : CHECKSUM + 1));
            case "every-third-fails" -> new OnExecutor(1, everyThirdFails());
            case "never" -> new OnExecutor(1, (task, done) -> {});
            case "never-after-100" ->
                new OnExecutor(1, (task, done) -> {
                    if (task.id() < 100) {
                        done.succeeded(CHECKSUM);
                    }
                });
            case "never-after-400" ->
                new OnExecutor(1, (task, done) -> {
                    if (task.id() < 400) {
                        done.succeeded(CHECKSUM);
                    }
                });
            case "all-but-100" ->
                new OnExecutor(1, (task, done) -> {
                    if (task.id() != 100) {
                        done.succeeded(CHECKSUM);
                    }
                });
            case "twice" ->
                new OnExecutor(1, (task, done) -> {
                    done.succeeded(CHECKSUM);
                    done.succeeded(CHECKSUM);
                });
            case "no-thread" ->
                new Inline((task, done) -> {
                    throw new OutOfMemoryError("unable to create native thread");
                });
            case "inline" -> new Inline(FakeModels::succeed);
            case "refuses" -> new Inline((task, done) -> done.failed(new RejectedExecutionException("full")));
            case "stuck" -> new Inline((task, done) -> block());
            default -> throw new IllegalArgumentException("no model " + id);
        };
    }

    private static void succeed(Task task, Completion done) {
        done.succeeded(CHECKSUM);
    }

    private static void block() {
        try {
            new java.util.concurrent.CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// By its own count rather than by id, because probes have no id of their own.
    private static BiConsumer<Task, Completion> everyThirdFails() {
        AtomicLong count = new AtomicLong();
        return (task, done) -> {
            if (task.id() >= 0 && count.incrementAndGet() % 3 == 0) {
                done.failed(new StepFailure(StepFailure.Kind.STATUS, "503"));
            } else {
                done.succeeded(CHECKSUM);
            }
        };
    }

    /// Tasks end on the threads of a pool.
    private static final class OnExecutor implements ConcurrencyModel {
        private final ExecutorService executor;
        private final BiConsumer<Task, Completion> body;

        OnExecutor(int threads, BiConsumer<Task, Completion> body) {
            this.executor = Executors.newFixedThreadPool(
                    threads, Thread.ofPlatform().daemon().name("fake-", 0).factory());
            this.body = body;
        }

        @Override
        public void start(Task task, Completion done) {
            try {
                executor.execute(() -> {
                    done.started();
                    body.accept(task, done);
                });
            } catch (RejectedExecutionException e) {
                done.failed(e);
            }
        }

        @Override
        public Map<String, String> limits() {
            return Map.of("threads", "fake");
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }

    /// Tasks end inside `start`, on the caller's thread. Its limit `depth` is how many of its calls of `start`
    /// were ever open at once on one thread.
    private static final class Inline implements ConcurrencyModel {
        private final BiConsumer<Task, Completion> body;
        private final ThreadLocal<Integer> open = ThreadLocal.withInitial(() -> 0);
        private final AtomicLong depth = new AtomicLong();

        Inline(BiConsumer<Task, Completion> body) {
            this.body = body;
        }

        @Override
        public void start(Task task, Completion done) {
            int before = open.get();
            open.set(before + 1);
            depth.accumulateAndGet(before + 1, Math::max);
            try {
                done.started();
                body.accept(task, done);
            } finally {
                open.set(before);
            }
        }

        @Override
        public Map<String, String> limits() {
            return Map.of("depth", depth.toString());
        }

        @Override
        public void close() {
            // Owns nothing.
        }
    }
}
