package dev.asynclab.model;

import dev.asynclab.kernel.Divisible;
import dev.asynclab.model.PartCodec.Part;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Reduce;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// One job: chunk by chunk on every lane, each in a turn of its own, so that other tasks get theirs in between.
///
/// A lane is a loop, the task's own first; with a pool beside the loops, one of its threads at a time. The caller is
/// the task's loop.
final class EventLoopJob {
    /// A lane computes no further when so many of its results wait for the caller, and goes on at half of that.
    private static final int MOST_UNDER_WAY = 256;

    private final Step.Job job;
    private final EventLoopParts parts;
    private final Context loop;
    private final Scope scope;
    private final Chunks chunks;
    private final PartCodec codec;
    private final AtomicInteger codecUsers;
    private final List<Lane> lanes = new ArrayList<>();
    private final Promise<Long> end = Promise.promise();
    private volatile boolean stopped; // by the caller or a lane that failed, read by all lanes
    // Both on the caller's loop only.
    private final long[] total;
    private int lanesOpen;

    EventLoopJob(Step.Job job, EventLoopParts parts, Context loop, Scope scope) {
        this.job = job;
        this.parts = parts;
        this.loop = loop;
        this.scope = scope;
        this.chunks = new Chunks(job, parts.lanes());
        this.lanesOpen = chunks.lanes();
        this.codecUsers = new AtomicInteger(chunks.lanes() + 1);
        this.total = new long[job.kernel().width()];
        this.codec = new PartCodec(job);
    }

    Future<Long> run() {
        int own = parts.loops().indexOf(loop);
        for (int number = 0; number < chunks.lanes(); number++) {
            Context context = parts.loops().get((own + number) % parts.loops().size());
            lanes.add(new Lane(number, context, scope.timeline().branch()));
        }
        scope.timeline().queued(); // from the end of the last lane on, until the caller has its turn
        Future<Long> result = EventLoopSteps.stoppable(end.future(), scope, () -> stop(Failures.cancelled()));
        lanes.forEach(lane -> lane.next(lane::turn)); // also when that was cancelled: each has to end
        return result;
    }

    /// On the caller's loop.
    private void take(Part part, Lane from) {
        if (stopped) {
            return;
        }
        try {
            PartCodec.add(codec.open(part), total);
            from.taken();
        } catch (Exception | Error failed) {
            stop(failed);
        }
    }

    /// On the caller's loop; comes after everything the lane has given.
    private void laneEnded() {
        lanesOpen--;
        if (lanesOpen == 0 && !stopped) {
            letGoOfCodec();
            end.complete(Divisible.checksum(total));
        }
    }

    /// On the caller's loop. A chunk that is being computed is finished, and goes nowhere.
    private void stop(Throwable why) {
        stopped = true;
        if (end.tryFail(why)) {
            letGoOfCodec();
            lanes.forEach(Lane::resume); // each has to end
        }
    }

    private void letGoOfCodec() {
        if (codecUsers.decrementAndGet() == 0) {
            codec.close();
        }
    }

    /// What computes one chunk at a time.
    private final class Lane {
        private final int number;
        private final Context context;
        private final Timeline timeline;
        private final long[] sum = new long[job.kernel().width()];
        private final Promise<Part> toPartner = Promise.promise();
        private final AtomicInteger underWay = new AtomicInteger();
        private final AtomicBoolean paused = new AtomicBoolean();

        Lane(int number, Context context, Timeline timeline) {
            this.number = number;
            this.context = context;
            this.timeline = timeline;
        }

        /// Goes on here, whoever calls.
        void next(Runnable work) {
            timeline.queued();
            WorkerExecutor offload = parts.offload();
            if (offload == null) {
                context.runOnContext(_ -> run(work));
            } else {
                offload.executeBlocking(
                        () -> {
                            run(work);
                            return 0;
                        },
                        false);
            }
        }

        private void run(Runnable work) {
            if (stopped) {
                over();
                return;
            }
            timeline.running();
            try {
                work.run();
            } catch (Exception | Error failed) {
                stopped = true;
                over();
                loop.runOnContext(_ -> stop(failed));
            }
        }

        void turn() {
            Optional<Chunks.Range> range = chunks.next(number);
            if (range.isEmpty()) {
                reduce();
                return;
            }
            boolean callerAdds = job.reduce() == Reduce.CALLER;
            long[] into = callerAdds ? new long[sum.length] : sum;
            job.kernel().run(range.get().from(), range.get().to(), into);
            if (callerAdds) {
                toCaller(into);
            }
            giveWay();
        }

        private void giveWay() {
            if (underWay.get() >= MOST_UNDER_WAY) {
                timeline.queued();
                paused.set(true);
                // Looked at again, since the caller may have looked at `paused` just before.
                if (stopped || underWay.get() < MOST_UNDER_WAY) {
                    resume();
                }
            } else if (parts.offload() == null) {
                timeline.queued();
                parts.turn().onComplete(_ -> run(this::turn)); // also when it will not come: the lane has to end
            } else {
                next(this::turn);
            }
        }

        private void reduce() {
            switch (job.reduce()) {
                case CALLER -> over();
                case WORKERS -> {
                    toCaller(sum);
                    over();
                }
                case TREE -> climb(1);
            }
        }

        /// In round k, with a stride of 2^k, every second lane that is left gives its sum to the one before it.
        private void climb(int stride) {
            if (stride >= lanes.size()) {
                toCaller(sum);
                over();
            } else if ((number & stride) != 0) {
                toPartner.complete(packed(sum));
                over();
            } else if (number + stride >= lanes.size()) {
                climb(2 * stride);
            } else {
                timeline.queued(); // for the partner
                lanes.get(number + stride)
                        .toPartner
                        .future()
                        .onComplete(
                                part -> next(() -> {
                                    PartCodec.add(codec.open(part), sum);
                                    climb(2 * stride);
                                }),
                                _ -> over());
            }
        }

        private void toCaller(long[] vector) {
            Part part = packed(vector);
            underWay.incrementAndGet();
            loop.runOnContext(_ -> take(part, this));
        }

        /// On the caller's loop.
        void taken() {
            if (underWay.decrementAndGet() <= MOST_UNDER_WAY / 2) {
                resume();
            }
        }

        /// Whoever finds it paused wakes it, once.
        void resume() {
            if (paused.compareAndSet(true, false)) {
                next(this::turn);
            }
        }

        private Part packed(long[] vector) {
            Part part = codec.pack(vector);
            parts.shared().count("bytes.moved", part.bytes());
            return part;
        }

        private void over() {
            timeline.ended();
            toPartner.tryFail(Failures.cancelled()); // if nothing was given: its partner must not wait for it
            letGoOfCodec();
            if (!stopped) {
                loop.runOnContext(_ -> laneEnded());
            }
        }
    }
}
