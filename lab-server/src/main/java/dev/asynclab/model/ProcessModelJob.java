package dev.asynclab.model;

import dev.asynclab.kernel.Divisible;
import dev.asynclab.model.Chunks.Range;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Reduce;
import dev.asynclab.workload.Step.Transport;
import dev.asynclab.workload.StepFailure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One job on children: a thread of the parent per child sends it ranges, and only those; what comes back are result
/// vectors, as text, as bytes, or as the number of a slot in a file both have mapped.
///
/// A tree of children goes through the parent all the same: pipes lead to nobody else. With shared memory it only
/// passes on numbers, otherwise every vector travels twice.
final class ProcessModelJob {

    /// The children, and the threads that feed them; once the model is closed, these throw a `CancellationException`.
    interface Children extends Executor {
        /// Has a child for itself, on the calling thread.
        <T> T with(Work<T> work) throws StepFailure;
    }

    /// What is done with a child.
    @FunctionalInterface
    interface Work<T> {
        T with(ProcessChild child) throws IOException, StepFailure;
    }

    /// A vector on its way: its bytes, or the slot it stands in.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Moved(byte[] code, int slot) {}

    private final Step.Job job;
    private final SharedState shared;
    private final Chunks chunks;
    private final long[] total;
    private final @Nullable SharedMemory memory;
    /// On their way to the caller; empty is the end of a lane.
    private final BlockingQueue<Optional<Moved>> results = new LinkedBlockingQueue<>();
    /// What each lane gives to another one of a tree.
    private final List<CompletableFuture<Moved>> gifts;
    private final AtomicReference<@Nullable StepFailure> failure = new AtomicReference<>();

    private ProcessModelJob(Step.Job job, int lanes, SharedState shared, @Nullable SharedMemory memory) {
        this.job = job;
        this.shared = shared;
        this.chunks = new Chunks(job, lanes);
        this.total = new long[job.kernel().width()];
        this.memory = memory;
        this.gifts = Stream.generate(CompletableFuture<Moved>::new)
                .limit(chunks.lanes())
                .toList();
    }

    /// Runs the job and returns the checksum of the whole. One job at a time, since lanes of a tree wait for each
    /// other; and on none of the threads that feed children, since it needs them.
    static long run(Step.Job job, int lanes, Children children, SharedState shared) throws StepFailure {
        if (job.transport() == Transport.HEAP) {
            throw Failures.notExpressed(job);
        }
        if (job.transport() != Transport.SHARED_MEMORY) {
            return new ProcessModelJob(job, lanes, shared, null).run(children);
        }
        try (var memory = SharedMemory.create((long) job.kernel().width() * Long.BYTES)) {
            return new ProcessModelJob(job, lanes, shared, memory).run(children);
        }
    }

    private long run(Children children) throws StepFailure {
        int open = 0;
        try {
            for (int lane = 0; lane < chunks.lanes(); lane++) {
                int own = lane;
                children.execute(() -> lane(own, children));
                open++;
            }
        } catch (CancellationException e) {
            fail(Failures.cancelled());
        }
        addUp(open);
        StepFailure first = failure.get();
        if (first != null) {
            throw first;
        }
        return Divisible.checksum(total);
    }

    /// Waits for the end of every lane, whatever happens: they write to memory that is given back afterwards.
    private void addUp(int lanes) {
        int open = lanes;
        boolean interrupted = false;
        while (open > 0) {
            try {
                Optional<Moved> part = results.take();
                if (part.isPresent()) {
                    PartCodec.add(opened(part.get()), total);
                } else {
                    open--;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                fail(Failures.cancelled());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void lane(int lane, Children children) {
        try {
            children.with(child -> {
                compute(lane, child);
                return lane;
            });
        } catch (StepFailure e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(Failures.of(e));
        } finally {
            results.add(Optional.empty());
        }
    }

    private void fail(StepFailure cause) {
        failure.compareAndSet(null, cause);
        gifts.forEach(gift -> gift.completeExceptionally(cause));
    }

    private void compute(int lane, ProcessChild child) throws IOException, StepFailure {
        child.prepare(job, memory == null ? "" : memory.file().toString());
        for (Optional<Range> next = chunks.next(lane); next.isPresent(); next = chunks.next(lane)) {
            if (failure.get() != null) {
                return;
            }
            if (job.reduce() == Reduce.CALLER) {
                int slot = slot();
                results.add(Optional.of(moved(child.compute(next.get(), slot), slot)));
            } else {
                child.accumulate(next.get());
            }
        }
        switch (job.reduce()) {
            case CALLER -> {}
            case WORKERS -> results.add(Optional.of(given(child)));
            case TREE -> pairUp(lane, child);
        }
    }

    /// The same tree as in [BlockingJob], where a lane adds in its own memory; here it tells its child to.
    private void pairUp(int lane, ProcessChild child) throws IOException, StepFailure {
        for (int bit = 1; bit < chunks.lanes(); bit *= 2) {
            if ((lane & bit) != 0) {
                gifts.get(lane).complete(given(child));
                return;
            }
            if (lane + bit < chunks.lanes()) {
                Moved gift = gift(lane + bit);
                shared.count("bytes.moved", gift.code().length);
                child.add(gift.code(), gift.slot());
                giveBack(gift);
            }
        }
        results.add(Optional.of(given(child)));
    }

    private Moved gift(int lane) throws StepFailure {
        try {
            return gifts.get(lane).get();
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.cancelled();
        }
    }

    private Moved given(ProcessChild child) throws IOException, StepFailure {
        int slot = slot();
        return moved(child.give(slot), slot);
    }

    /// @return -1 without shared memory
    private int slot() {
        return memory == null ? -1 : memory.take();
    }

    private Moved moved(byte[] code, int slot) {
        shared.count("bytes.moved", slot < 0 ? code.length : (long) total.length * Long.BYTES);
        return new Moved(code, slot);
    }

    private long[] opened(Moved part) {
        if (memory == null) {
            return PartCodec.decode(part.code(), job.transport());
        }
        long[] vector = new long[total.length];
        memory.read(part.slot(), vector);
        giveBack(part);
        return vector;
    }

    private void giveBack(Moved part) {
        if (memory != null) {
            memory.giveBack(part.slot());
        }
    }
}
