package dev.asynclab.model;

import dev.asynclab.kernel.Divisible;
import dev.asynclab.model.Chunks.Range;
import dev.asynclab.model.PartCodec.Part;
import dev.asynclab.workload.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

/// One job as streams: every lane is a stream of chunks on a loop of its own, the task's first, and what the lanes
/// emit is merged at home. A chunk is a turn of its loop, so that others get theirs in between. Used once.
///
/// A turn is a timer of the shortest time there is. What is merely scheduled does not wait for the next turn: the
/// loop runs all that is queued, and what that queues, for up to a second before it looks at connections and timers.
///
/// Not `parallel().runOn`, which deals chunks out in turn, beforehand: here a lane asks for the next one when it is
/// ready, and who gets how many is up to `distribute`.
final class ReactorJob {
    private static final Duration NEXT_TURN = Duration.ofNanos(1);

    private final Step.Job job;
    private final Divisible kernel;
    private final List<Scheduler> loops;
    private final Scheduler home;
    private final SharedState shared;
    private final Timeline timeline;
    private final Chunks chunks;

    ReactorJob(Step.Job job, ReactorModel.Owned owned, Scheduler home, Timeline timeline) {
        this.job = job;
        this.kernel = job.kernel();
        this.loops = owned.loops();
        this.home = home;
        this.shared = owned.shared();
        this.timeline = timeline;
        this.chunks = new Chunks(job, loops.size());
    }

    Mono<Long> run() {
        return Mono.using(() -> new Parts(new PartCodec(job)), this::reduced, Parts::leave)
                .map(Divisible::checksum)
                .doOnSubscribe(_ -> timeline.queued())
                .doOnTerminate(timeline::running);
    }

    private Mono<long[]> reduced(Parts parts) {
        Flux<Integer> lanes = Flux.range(0, chunks.lanes());
        Flux<Part> arriving = switch (job.reduce()) {
            case CALLER -> lanes.flatMap(lane -> each(lane, parts), chunks.lanes());
            case WORKERS -> lanes.flatMap(lane -> packed(sum(lane), parts), chunks.lanes());
            case TREE ->
                packed(paired(0, powerOfTwo(chunks.lanes()), parts), parts).flux();
        };
        return arriving.publishOn(home).reduceWith(this::zeros, (total, part) -> parts.add(part, total));
    }

    /// The result of every chunk of a lane.
    private Flux<Part> each(int lane, Parts parts) {
        return onLane(
                lane,
                (range, own) -> Mono.defer(() -> {
                            long[] vector = zeros();
                            compute(range, vector, own);
                            return Mono.justOrEmpty(parts.pack(vector));
                        })
                        .delaySubscription(NEXT_TURN, loop(lane)));
    }

    /// The sum of the results of a lane.
    private Mono<long[]> sum(int lane) {
        return Mono.defer(() -> {
            long[] sum = zeros();
            return onLane(
                            lane,
                            (range, own) -> Mono.fromRunnable(() -> compute(range, sum, own))
                                    .delaySubscription(NEXT_TURN, loop(lane)))
                    .then(Mono.just(sum));
        });
    }

    /// The sum of `span` lanes from this one on: that of the first half, and that of the second, which moves here.
    private Mono<long[]> paired(int lane, int span, Parts parts) {
        if (span == 1) {
            return sum(lane);
        }
        int half = span / 2;
        Mono<long[]> mine = paired(lane, half, parts);
        if (lane + half >= chunks.lanes()) {
            return mine;
        }
        Mono<Part> other = packed(paired(lane + half, half, parts), parts);
        return Mono.zip(mine, other).publishOn(loop(lane)).map(both -> parts.add(both.getT2(), both.getT1()));
    }

    private static int powerOfTwo(int atLeast) {
        return Integer.highestOneBit(2 * atLeast - 1);
    }

    private Mono<Part> packed(Mono<long[]> vector, Parts parts) {
        return vector.flatMap(v -> Mono.justOrEmpty(parts.pack(v)));
    }

    /// What a lane makes of its chunks. Without prefetch: a chunk that is taken too early is one that no other lane
    /// can take.
    private <T> Flux<T> onLane(int lane, Turn<T> turn) {
        return Flux.defer(() -> {
            Timeline own = timeline.branch();
            return Flux.generate((SynchronousSink<Range> sink) ->
                            chunks.next(lane).ifPresentOrElse(sink::next, sink::complete))
                    .concatMap(range -> turn.of(range, own), 0)
                    .doOnTerminate(own::ended)
                    .doOnCancel(own::ended);
        });
    }

    private void compute(Range range, long[] into, Timeline own) {
        own.running();
        kernel.run(range.from(), range.to(), into); // holds this loop
        own.queued();
    }

    private long[] zeros() {
        return new long[kernel.width()];
    }

    private Scheduler loop(int lane) {
        return loops.get((loops.indexOf(home) + lane) % loops.size());
    }

    /// What is done with one chunk.
    private interface Turn<T> {
        Mono<T> of(Range range, Timeline own);
    }

    /// Vectors on their way. Cancelling does not stop a lane in the middle of a chunk, which will want to pack its
    /// result when all is over: so the codec is closed by the last one to leave it, and nobody gets in any more.
    private final class Parts {
        private final PartCodec codec;
        private final AtomicInteger inside = new AtomicInteger(1); // the pipeline itself

        Parts(PartCodec codec) {
            this.codec = codec;
        }

        Optional<Part> pack(long[] vector) {
            if (!enter()) {
                return Optional.empty();
            }
            try {
                Part part = codec.pack(vector);
                shared.count("bytes.moved", part.bytes());
                return Optional.of(part);
            } finally {
                leave();
            }
        }

        long[] add(Part part, long[] into) {
            if (enter()) {
                try {
                    PartCodec.add(codec.open(part), into);
                } finally {
                    leave();
                }
            }
            return into;
        }

        private boolean enter() {
            return inside.getAndUpdate(n -> n == 0 ? 0 : n + 1) != 0;
        }

        void leave() {
            if (inside.decrementAndGet() == 0) {
                codec.close();
            }
        }
    }
}
