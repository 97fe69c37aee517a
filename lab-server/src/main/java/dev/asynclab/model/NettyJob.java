package dev.asynclab.model;

import dev.asynclab.kernel.Divisible;
import dev.asynclab.model.NettySteps.Then;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.Step.Reduce;
import dev.asynclab.workload.StepFailure;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One job over the loops of the model, the task's own first. A loop computes one chunk a turn: between two of them
/// others get theirs, so that the size of a chunk is how long everybody else on that loop has to wait.
///
/// A turn is a timer that is due. What is merely queued does not wait for the next turn: Netty runs all that is in the
/// queue, and what that queues, for up to a second before it looks at connections and timers again.
///
/// A vector is touched on one loop only, and travels as a callback. The job ends when all its lanes have.
final class NettyJob {

    /// A lane computes no further when so many of its results wait for the caller, who acknowledges [#RECEIPT] at a
    /// time.
    private static final int UNDER_WAY = 256;

    private static final int RECEIPT = UNDER_WAY / 8;

    private final Step.Job job;
    private final Divisible kernel;
    private final EventLoop home;
    private final SharedState shared;
    private final PartCodec parts;
    private final Chunks chunks;
    private final Then then;
    private final List<Lane> lanes = new ArrayList<>();
    // Touched on the task's loop only.
    private final long[] total;
    private int open;
    private Scope.Stop stop = new Scope().onCancel(() -> {});
    private @Nullable StepFailure first;

    private NettyJob(Step.Job job, EventLoop home, NettyModel.Owned owned, Timeline timeline, Then then) {
        this.job = job;
        this.kernel = job.kernel();
        this.home = home;
        this.shared = owned.shared();
        this.then = then;
        this.total = new long[kernel.width()];
        this.parts = new PartCodec(job);
        List<EventLoop> loops = owned.loops();
        this.chunks = new Chunks(job, loops.size());
        this.open = chunks.lanes();
        int own = loops.indexOf(home);
        for (int lane = 0; lane < open; lane++) {
            lanes.add(new Lane(lane, loops.get((own + lane) % loops.size()), timeline.branch()));
        }
    }

    static void start(Step.Job job, EventLoop home, NettyModel.Owned owned, Scope scope, Then then) {
        NettyJob started;
        try {
            started = new NettyJob(job, home, owned, scope.timeline(), then);
        } catch (RuntimeException | Error e) {
            then.end(0, Failures.of(e)); // no room for shared memory
            return;
        }
        started.start(scope);
    }

    private void start(Scope scope) {
        stop = scope.onCancel(() -> fail(Failures.cancelled()));
        lanes.forEach(lane -> lane.call(lane::compute));
    }

    private void fail(StepFailure failure) {
        if (first == null) {
            first = failure;
            lanes.forEach(lane -> lane.call(lane::end));
        }
    }

    private void laneEnded() {
        if (--open == 0) {
            stop.over();
            parts.close();
            then.end(first == null ? Divisible.checksum(total) : 0, first);
        }
    }

    /// A loop at work on the job. Everything but [#take] happens on it.
    private final class Lane {
        private final int number;
        private final EventLoop loop;
        private final Timeline timeline;
        private final long[] mine;
        private int awaited;
        private int underWay;
        private boolean paused;
        private boolean ended;
        private int taken; // touched on the caller's loop

        Lane(int number, EventLoop loop, Timeline timeline) {
            this.number = number;
            this.loop = loop;
            this.timeline = timeline;
            this.mine = new long[kernel.width()];
            this.awaited = 1 + (job.reduce() == Reduce.TREE ? givers() : 0);
        }

        /// In round k lane i + 2^k gives its vector to lane i, if i is a multiple of 2^(k + 1): so the givers of i
        /// are as many as it has zeros at its end, as far as there are lanes.
        private int givers() {
            int givers = 0;
            for (int distance = 1; (number & distance) == 0 && number + distance < chunks.lanes(); distance *= 2) {
                givers++;
            }
            return givers;
        }

        /// Goes on here, whoever calls.
        void call(Runnable action) {
            loop.execute(() -> guarded(action));
        }

        /// Goes on when the loop has looked after everybody else.
        private void nextTurn(Runnable action) {
            loop.schedule(() -> guarded(action), 0, TimeUnit.NANOSECONDS);
        }

        /// What fails here ends the job.
        private void guarded(Runnable action) {
            if (!ended) {
                try {
                    action.run();
                } catch (RuntimeException | Error e) {
                    home.execute(() -> fail(Failures.of(e)));
                }
            }
        }

        void compute() {
            paused = underWay >= UNDER_WAY;
            if (paused) {
                return;
            }
            Optional<Chunks.Range> next = chunks.next(number);
            if (next.isEmpty()) {
                complete();
                return;
            }
            timeline.running();
            Chunks.Range range = next.get();
            if (job.reduce() == Reduce.CALLER) {
                long[] vector = new long[kernel.width()];
                kernel.run(range.from(), range.to(), vector); // holds this loop
                giveHome(vector);
            } else {
                kernel.run(range.from(), range.to(), mine); // holds this loop
            }
            timeline.queued();
            nextTurn(this::compute);
        }

        /// One of those it waits for is there: its own chunks, or the vector of another lane.
        private void complete() {
            if (--awaited > 0) {
                return;
            }
            switch (job.reduce()) {
                case CALLER -> {}
                case WORKERS -> giveHome(mine);
                case TREE -> {
                    if (number == 0) {
                        giveHome(mine);
                    } else {
                        lanes.get(number - Integer.lowestOneBit(number)).take(packed(mine));
                    }
                }
            }
            end();
        }

        void take(PartCodec.Part part) {
            call(() -> {
                timeline.running();
                PartCodec.add(parts.open(part), mine);
                timeline.queued();
                complete();
            });
        }

        private void giveHome(long[] vector) {
            PartCodec.Part part = packed(vector);
            underWay++;
            home.execute(() -> {
                try {
                    PartCodec.add(parts.open(part), total);
                } catch (RuntimeException | Error e) {
                    fail(Failures.of(e));
                }
                if (++taken % RECEIPT == 0) {
                    call(this::receipt);
                }
            });
        }

        private void receipt() {
            underWay -= RECEIPT;
            if (paused) {
                compute();
            }
        }

        private PartCodec.Part packed(long[] vector) {
            PartCodec.Part part = parts.pack(vector);
            shared.count("bytes.moved", part.bytes());
            return part;
        }

        /// Its last callback at home: whatever it gave came before.
        private void end() {
            ended = true;
            timeline.ended();
            home.execute(NettyJob.this::laneEnded);
        }
    }
}
