package dev.asynclab.model;

import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Distribute;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Who computes which items of a job next. Thread-safe, never blocks; the ranges given out cover every item once.
///
/// The four ways differ in when it is decided: beforehand (`STATIC`), chunk by chunk (`DYNAMIC`), in chunks that
/// shrink (`GUIDED`, as OpenMP does it), or item by item through a queue (`ONE_BY_ONE`, as `map` over a pool does).
final class Chunks {

    /// Items `from`, inclusive, to `to`, exclusive.
    record Range(long from, long to) {}

    /// A queue is filled up so far at a time: all items of a large job would fill the heap.
    private static final int FILL = 1024;

    private final long items;
    private final long chunkItems;
    private final Distribute distribute;
    private final int lanes;
    /// The next item of all, and with `STATIC` the next chunk of each lane.
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong[] ofLane;
    private final Deque<Range> queue = new ArrayDeque<>(); // guarded by itself

    /// @param lanes how many could compute; no more than there are pieces will
    Chunks(Step.Job job, int lanes) {
        this(job.kernel().items(), job.chunkItems(), job.distribute(), lanes);
    }

    Chunks(long items, long chunkItems, Distribute distribute, int lanes) {
        this.items = items;
        this.chunkItems = distribute == Distribute.ONE_BY_ONE ? 1 : chunkItems;
        this.distribute = distribute;
        this.lanes = (int) Math.max(1, Math.min(lanes, chunks()));
        this.ofLane = new AtomicLong[this.lanes];
        for (int lane = 0; lane < this.lanes; lane++) {
            ofLane[lane] = new AtomicLong(firstChunk(lane));
        }
    }

    /// Lanes that get work: those with a number below this.
    int lanes() {
        return lanes;
    }

    /// What a lane computes next; empty when nothing is left for it.
    Optional<Range> next(int lane) {
        return switch (distribute) {
            case STATIC -> {
                long chunk = ofLane[lane].getAndIncrement();
                yield chunk < firstChunk(lane + 1) ? Optional.of(chunk(chunk)) : Optional.empty();
            }
            case DYNAMIC -> {
                long chunk = next.getAndIncrement();
                yield chunk < chunks() ? Optional.of(chunk(chunk)) : Optional.empty();
            }
            case GUIDED -> guided();
            case ONE_BY_ONE -> queued();
        };
    }

    private long chunks() {
        return (items + chunkItems - 1) / chunkItems;
    }

    /// Lane k gets the chunks k * n / lanes to (k + 1) * n / lanes: shares that differ by one chunk at most.
    private long firstChunk(int lane) {
        return lane * chunks() / lanes;
    }

    private Range chunk(long chunk) {
        return new Range(chunk * chunkItems, Math.min(items, (chunk + 1) * chunkItems));
    }

    private Optional<Range> guided() {
        while (true) {
            long from = next.get();
            if (from >= items) {
                return Optional.empty();
            }
            long to = Math.min(items, from + Math.max(chunkItems, (items - from) / (2L * lanes)));
            if (next.compareAndSet(from, to)) {
                return Optional.of(new Range(from, to));
            }
        }
    }

    private Optional<Range> queued() {
        synchronized (queue) {
            if (queue.isEmpty()) {
                long from = next.get();
                long to = Math.min(items, from + FILL);
                for (long item = from; item < to; item++) {
                    queue.addLast(new Range(item, item + 1));
                }
                next.set(to);
            }
            return Optional.ofNullable(queue.pollFirst());
        }
    }
}
