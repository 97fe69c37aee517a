package dev.asynclab.model;

import dev.asynclab.kernel.Divisible;
import dev.asynclab.model.Chunks.Range;
import dev.asynclab.model.PartCodec.Part;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Reduce;
import dev.asynclab.workload.StepFailure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/// One job on threads: a thread per lane takes chunk after chunk, and results come together in one of three places.
///
/// The caller only adds up. When results come faster than it can, lanes wait for it ([#UNDER_WAY]); that is the
/// price of `reduce: caller`, and visible.
final class BlockingJob {

    private static final int UNDER_WAY = 256;

    private final Step.Job job;
    private final Crew crew;
    private final SharedState shared;
    private final PartCodec codec;
    private final Chunks chunks;
    private final long[] total;
    /// Results on their way to the caller; empty is the end of a lane.
    private final BlockingQueue<Optional<Part>> results = new LinkedBlockingQueue<>();
    private final Semaphore underWay = new Semaphore(UNDER_WAY);
    /// What each lane gives to another one of a tree.
    private final List<BlockingQueue<Part>> gifts;

    private BlockingJob(Step.Job job, Crew crew, SharedState shared, PartCodec codec) {
        this.job = job;
        this.crew = crew;
        this.shared = shared;
        this.codec = codec;
        this.chunks = new Chunks(job, crew.lanes());
        this.total = new long[job.kernel().width()];
        this.gifts = Stream.<BlockingQueue<Part>>generate(() -> new ArrayBlockingQueue<>(1))
                .limit(chunks.lanes())
                .toList();
    }

    /// Runs the job and returns the checksum of the whole.
    static long run(Step.Job job, Crew crew, SharedState shared, Strand caller) throws StepFailure {
        try (var codec = new PartCodec(job)) {
            return new BlockingJob(job, crew, shared, codec).run(caller);
        }
    }

    private long run(Strand caller) throws StepFailure {
        var lanes = new Strands(caller, crew.branches());
        try {
            int open = 0;
            for (int lane = 0; lane < chunks.lanes(); lane++) {
                int own = lane;
                if (lanes.start(strand -> lane(own, strand, strand == caller))) {
                    open++;
                }
            }
            addUp(open, caller);
        } catch (StepFailure e) {
            lanes.stop();
            throw e;
        } finally {
            lanes.awaitAll();
        }
        lanes.join();
        return Divisible.checksum(total);
    }

    private void addUp(int lanes, Strand caller) throws StepFailure {
        int open = lanes;
        while (open > 0) {
            Optional<Part> part = queued(results::take, caller);
            if (part.isPresent()) {
                underWay.release();
                add(part.get(), total);
            } else {
                open--;
            }
        }
    }

    private void lane(int lane, Strand strand, boolean inTurn) throws StepFailure {
        try {
            long[] own = new long[total.length];
            for (Optional<Range> next = chunks.next(lane); next.isPresent(); next = chunks.next(lane)) {
                strand.check();
                if (job.reduce() == Reduce.CALLER) {
                    long[] single = new long[total.length];
                    compute(next.get(), single, strand);
                    give(single, strand, inTurn);
                } else {
                    compute(next.get(), own, strand);
                }
            }
            switch (job.reduce()) {
                case CALLER -> {}
                case WORKERS -> give(own, strand, inTurn);
                case TREE -> pairUp(lane, own, strand, inTurn);
            }
        } finally {
            results.add(Optional.empty());
        }
    }

    private void compute(Range range, long[] into, Strand strand) {
        crew.computing()
                .run(
                        () -> {
                            job.kernel().run(range.from(), range.to(), into);
                            return 0;
                        },
                        false,
                        strand.timeline());
    }

    private void give(long[] vector, Strand strand, boolean inTurn) throws StepFailure {
        Part part = codec.pack(vector);
        if (inTurn) { // the lane is the caller
            add(part, total);
        } else {
            if (!underWay.tryAcquire()) {
                queued(
                        () -> {
                            underWay.acquire();
                            return 0;
                        },
                        strand);
            }
            results.add(Optional.of(part));
        }
    }

    /// In step k every lane whose bit k is set gives what it has to the lane without that bit, and is done; so
    /// after log2(lanes) steps lane 0 has everything.
    private void pairUp(int lane, long[] own, Strand strand, boolean inTurn) throws StepFailure {
        for (int bit = 1; bit < chunks.lanes(); bit *= 2) {
            if ((lane & bit) != 0) {
                gifts.get(lane).add(codec.pack(own));
                return;
            }
            if (lane + bit < chunks.lanes()) {
                add(queued(gifts.get(lane + bit)::take, strand), own);
            }
        }
        give(own, strand, inTurn);
    }

    private void add(Part part, long[] into) {
        shared.count("bytes.moved", part.bytes());
        PartCodec.add(codec.open(part), into);
    }

    private static <T> T queued(Blocking<T> operation, Strand strand) throws StepFailure {
        strand.timeline().queued();
        try {
            return strand.blocking(operation);
        } finally {
            strand.timeline().running();
        }
    }
}
