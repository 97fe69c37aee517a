package dev.asynclab.model;

import dev.asynclab.kernel.Divisible;
import dev.asynclab.model.PartCodec.Part;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Reduce;
import java.util.Optional;

/// One job: a loop over its chunks that gives way after each, so that other tasks get a turn.
///
/// One context is one lane. Who computes which chunk is settled by that; what remains is the price of asking.
final class CoroutineJob {
    private static final int LANE = 0;

    private final Step.Job job;
    private final CoroutineSteps steps;
    private final SharedState shared;
    private final Scope scope;

    CoroutineJob(Step.Job job, CoroutineSteps steps, SharedState shared, Scope scope) {
        this.job = job;
        this.steps = steps;
        this.shared = shared;
        this.scope = scope;
    }

    long run() throws Exception {
        Divisible kernel = job.kernel();
        Chunks chunks = new Chunks(job, 1);
        long[] total = new long[kernel.width()];
        try (PartCodec codec = new PartCodec(job)) {
            long[] ofLane = new long[kernel.width()];
            Optional<Chunks.Range> range = chunks.next(LANE);
            while (range.isPresent()) {
                kernel.run(range.get().from(), range.get().to(), ofLane); // holds the loop
                if (job.reduce() == Reduce.CALLER) {
                    PartCodec.add(handedOver(ofLane, codec), total);
                    ofLane = new long[kernel.width()];
                }
                range = chunks.next(LANE);
                steps.giveWay(scope);
            }
            if (job.reduce() != Reduce.CALLER) {
                PartCodec.add(handedOver(ofLane, codec), total);
            }
        }
        return Divisible.checksum(total);
    }

    private long[] handedOver(long[] vector, PartCodec codec) {
        Part part = codec.pack(vector);
        shared.count("bytes.moved", part.bytes());
        return codec.open(part);
    }
}
