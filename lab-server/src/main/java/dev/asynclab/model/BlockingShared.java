package dev.asynclab.model;

import dev.asynclab.model.KeyedCache.Look;
import dev.asynclab.model.PayloadCodec.Parcel;
import dev.asynclab.workload.Payload;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Limit;
import dev.asynclab.workload.Step.LockKind;
import dev.asynclab.workload.StepFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What tasks share, and what they move, in blocking code: whoever cannot go on holds its thread.
final class BlockingShared implements AutoCloseable {

    private static final int PAGE_BYTES = 4096;
    private static final int RECEIVERS = 2;

    private final BlockingSteps steps;
    private final Crew crew;
    private final Admission admission;
    private final SharedState shared;
    // Both start their threads with the first use.
    private final ExecutorService owner =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("owner").factory());
    private final ExecutorService receivers = Executors.newFixedThreadPool(
            RECEIVERS, Thread.ofPlatform().name("receiver-", 0).factory());
    /// Not a `ScopedValue`: the point is memory that a thread keeps from one task to the next.
    private final ThreadLocal<byte @Nullable []> ofThread = new ThreadLocal<>();

    BlockingShared(BlockingSteps steps, Crew crew, Admission admission, SharedState shared) {
        this.steps = steps;
        this.crew = crew;
        this.admission = admission;
        this.shared = shared;
    }

    /// The two locks of the JDK differ here in one thing: who waits for a monitor cannot be interrupted, so a task
    /// that is told to stop in that line leaves it when its turn comes, and not before.
    long locked(Step.Lock lock, long taskId, Strand strand) throws StepFailure {
        boolean ofAllProcesses = lock.kind() != LockKind.NONE && !lock.perTask() && admission instanceof ParentProcess;
        if (ofAllProcesses) {
            return steps.inside(new Limit("lock " + lock.name(), 1, -1, lock.steps()), taskId, strand);
        }
        return switch (lock.kind()) {
            case NONE -> steps.run(lock.steps(), taskId, strand);
            case MONITOR -> monitor(lock, lock.perTask() ? new Object() : shared.monitor(lock.name()), taskId, strand);
            case REENTRANT ->
                reentrant(lock, lock.perTask() ? new ReentrantLock() : shared.lock(lock.name()), taskId, strand);
        };
    }

    private long monitor(Step.Lock lock, Object monitor, long taskId, Strand strand) throws StepFailure {
        strand.timeline().queued();
        synchronized (monitor) {
            strand.timeline().running();
            return steps.run(lock.steps(), taskId, strand);
        }
    }

    private long reentrant(Step.Lock step, ReentrantLock lock, long taskId, Strand strand) throws StepFailure {
        if (!lock.tryLock()) {
            strand.timeline().queued();
            try {
                strand.blocking(() -> {
                    lock.lockInterruptibly();
                    return 0;
                });
            } finally {
                strand.timeline().running();
            }
        }
        try {
            return steps.run(step.steps(), taskId, strand);
        } finally {
            lock.unlock();
        }
    }

    long cached(Step.Cache step, long taskId, Strand strand) throws StepFailure {
        KeyedCache cache = shared.cache(step);
        int key = cache.key(taskId);
        var answer = new CompletableFuture<Long>();
        KeyedCache.Waiter waiter = (value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(failure);
            }
        };
        return switch (cache.look(key, waiter)) {
            case Look.Hit(long value) -> value;
            case Look.Miss _ -> missed(step, cache, key, taskId, strand);
            case Look.Waiting _ -> {
                try {
                    yield queuedFor(() -> answer, strand);
                } finally {
                    cache.giveUp(key, waiter); // when it was told to stop; otherwise it stands in no line
                }
            }
        };
    }

    private long missed(Step.Cache step, KeyedCache cache, int key, long taskId, Strand strand) throws StepFailure {
        long value;
        try {
            value = steps.run(step.steps(), taskId, strand);
        } catch (StepFailure e) {
            cache.fail(key, e);
            throw e;
        } catch (RuntimeException | Error e) {
            cache.fail(key, Failures.of(e));
            throw e;
        }
        cache.store(key, value);
        return value;
    }

    /// Confined: one thread owns the counter, and whoever wants something of it waits for that thread. A task that
    /// is alone with its thread is the owner.
    long update(Step.Update update, Strand strand) throws StepFailure {
        SharedCounter counter = shared.counter(update);
        if (update.how() == Step.How.CONFINED && !crew.inTurn()) {
            queuedFor(() -> CompletableFuture.runAsync(counter::add, owner), strand);
        } else {
            counter.add();
        }
        return 0;
    }

    /// A new array is zeros in pages the system has promised; writing to each makes them real.
    long hold(Step.Hold hold, Strand strand) {
        if (!hold.perThread()) {
            strand.hold(touched(hold.bytes()));
            return 0;
        }
        byte[] kept = ofThread.get();
        if (kept == null || kept.length < hold.bytes()) {
            ofThread.set(touched(hold.bytes()));
        }
        return 0;
    }

    private static byte[] touched(int bytes) {
        byte[] memory = new byte[bytes];
        for (int at = 0; at < bytes; at += PAGE_BYTES) {
            memory[at] = 1;
        }
        return memory;
    }

    long send(Step.Send send, Strand strand) throws StepFailure {
        Payload payload = shared.payload(send);
        if (admission instanceof ParentProcess parent) {
            return queued(() -> parent.send(payload, send.codec()), strand);
        }
        Executor there = crew.receivers().orElse(receivers);
        Parcel parcel = PayloadCodec.pack(payload, send.codec());
        Answer answer = queuedFor(
                () -> CompletableFuture.supplyAsync(() -> received(parcel, send, strand.timeline()), there), strand);
        answer.back().open();
        shared.count("bytes.moved", parcel.bytes() + answer.back().bytes());
        return answer.sum();
    }

    private record Answer(long sum, Parcel back) {}

    /// The other thread works for the task meanwhile.
    private static Answer received(Parcel parcel, Step.Send send, Timeline timeline) {
        timeline.running();
        try {
            Payload arrived = parcel.open();
            return new Answer(arrived.sum(), PayloadCodec.pack(arrived, send.codec()));
        } finally {
            timeline.queued();
        }
    }

    /// Asks another thread and waits for its answer.
    private static <T extends @Nullable Object> T queuedFor(Supplier<CompletableFuture<T>> question, Strand strand)
            throws StepFailure {
        return queued(
                () -> {
                    CompletableFuture<T> answer = question.get();
                    try {
                        return answer.get();
                    } catch (ExecutionException e) {
                        throw Failures.of(e);
                    } finally {
                        answer.cancel(false); // told to stop before the other one began: then it never does
                    }
                },
                strand);
    }

    private static <T extends @Nullable Object> T queued(Blocking<T> operation, Strand strand) throws StepFailure {
        strand.timeline().queued();
        try {
            return strand.blocking(operation);
        } finally {
            strand.timeline().running();
        }
    }

    @Override
    public void close() {
        owner.close();
        receivers.close();
    }
}
