package dev.asynclab.model;

import dev.asynclab.kernel.Divisible;
import dev.asynclab.model.PartCodec.Part;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Reduce;
import dev.asynclab.workload.StepFailure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RecursiveTask;

/// One job by splitting in halves: one half is left for whoever has nothing to do, the other is worked on at once.
///
/// Nobody hands out chunks. A thread takes the half it left last, still warm in its cache; an idle one steals the
/// half another left first, the largest it has. So there are few steals, and load balances by itself.
final class ForkJoinJob {

    private static final Part SENT_ALREADY = new Part.Reference(new long[0]);

    private final Step.Job job;
    private final SharedState shared;
    private final PartCodec codec;
    private final long leafItems;
    private final int width;
    /// Results on their way to the caller; empty is the end.
    private final BlockingQueue<Optional<Part>> results = new LinkedBlockingQueue<>();
    /// With `reduce: workers`: a vector per thread, touched by that thread only until all are done.
    private final Map<Thread, long[]> ofThread = new ConcurrentHashMap<>();

    private ForkJoinJob(Step.Job job, int parallelism, SharedState shared, PartCodec codec) {
        this.job = job;
        this.shared = shared;
        this.codec = codec;
        this.width = job.kernel().width();
        this.leafItems = leafItems(job, parallelism);
    }

    /// Split once per thread, or down to the chunk.
    private static long leafItems(Step.Job job, int parallelism) {
        return switch (job.distribute()) {
            case STATIC -> Math.max(job.chunkItems(), Math.ceilDiv(job.kernel().items(), parallelism));
            case DYNAMIC, GUIDED -> job.chunkItems();
            case ONE_BY_ONE -> 1;
        };
    }

    /// Runs the job and returns the checksum of the whole.
    static long run(Step.Job job, int parallelism, Executor pool, SharedState shared, Strand caller)
            throws StepFailure {
        try (var codec = new PartCodec(job)) {
            return new ForkJoinJob(job, parallelism, shared, codec).run(pool, caller);
        }
    }

    private long run(Executor pool, Strand caller) throws StepFailure {
        var root = new Strands(caller, pool);
        long[] total = new long[width];
        try {
            if (root.start(_ -> split(root))) {
                addUp(total, caller);
            }
        } catch (StepFailure e) {
            root.stop();
            throw e;
        } finally {
            root.awaitAll();
        }
        root.join();
        return Divisible.checksum(total);
    }

    private void split(Strands root) {
        try {
            long[] sum = new Piece(0, job.kernel().items(), root).vector();
            if (job.reduce() == Reduce.TREE) {
                results.add(Optional.of(codec.pack(sum)));
            }
            ofThread.values().forEach(own -> results.add(Optional.of(codec.pack(own))));
        } finally {
            results.add(Optional.empty());
        }
    }

    private void addUp(long[] total, Strand caller) throws StepFailure {
        caller.timeline().queued();
        try {
            Optional<Part> part = caller.blocking(results::take);
            while (part.isPresent()) {
                add(part.get(), total);
                part = caller.blocking(results::take);
            }
        } finally {
            caller.timeline().running();
        }
    }

    private void add(Part part, long[] into) {
        shared.count("bytes.moved", part.bytes());
        PartCodec.add(codec.open(part), into);
    }

    /// Items `from` to `to`. Its result is their vector, packed, since it goes to another thread unless nobody stole
    /// it.
    private final class Piece extends RecursiveTask<Part> {
        private static final long serialVersionUID = 1;

        private final long from;
        private final long to;
        private final transient Strands root;

        Piece(long from, long to, Strands root) {
            this.from = from;
            this.to = to;
            this.root = root;
        }

        @Override
        protected Part compute() {
            long[] sum = vector();
            return job.reduce() == Reduce.TREE ? codec.pack(sum) : SENT_ALREADY;
        }

        private long[] vector() {
            if (root.stopped()) { // here and not only in the leaves: millions of them may be left
                throw new CancellationException("told to stop");
            }
            if (to - from <= leafItems) {
                return leaf();
            }
            long leaves = Math.ceilDiv(to - from, leafItems);
            long middle = from + leaves / 2 * leafItems;
            var right = new Piece(middle, to, root);
            right.fork();
            long[] sum;
            try {
                sum = new Piece(from, middle, root).vector();
            } finally {
                right.quietlyJoin(); // also after a failure: no half outlives the whole
            }
            Part other = right.join();
            if (job.reduce() == Reduce.TREE) {
                add(other, sum);
            }
            return sum;
        }

        private long[] leaf() {
            long[] into = job.reduce() == Reduce.WORKERS
                    ? ofThread.computeIfAbsent(Thread.currentThread(), _ -> new long[width])
                    : new long[width];
            job.kernel().run(from, to, into);
            if (job.reduce() == Reduce.CALLER) {
                results.add(Optional.of(codec.pack(into)));
            }
            return into;
        }
    }
}
