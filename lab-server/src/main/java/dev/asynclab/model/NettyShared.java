package dev.asynclab.model;

import dev.asynclab.model.NettySteps.Then;
import dev.asynclab.model.PayloadCodec.Parcel;
import dev.asynclab.workload.Payload;
import dev.asynclab.workload.Step;
import dev.asynclab.workload.StepFailure;
import io.netty.channel.EventLoop;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// What tasks share, as callbacks: locks, caches, counters, memory, and another thread. One per task.
///
/// With one loop most of it needs no protection at all: between two callbacks nobody else runs. With several it does.
final class NettyShared {
    private final long taskId;
    private final NettySteps steps;
    private final EventLoop loop;
    private final NettyModel.Owned owned;
    private final Bulkhead.Registry ownLocks = new Bulkhead.Registry();

    NettyShared(long taskId, NettySteps steps, EventLoop loop, NettyModel.Owned owned) {
        this.taskId = taskId;
        this.steps = steps;
        this.loop = loop;
        this.owned = owned;
    }

    /// A loop that blocked on a monitor would block whoever holds it, a task of the same loop. So both words mean a
    /// bulkhead for one, which nobody blocks on.
    void lock(Step.Lock lock, Scope scope, Then then) {
        switch (lock.kind()) {
            case NONE -> steps.all(lock.steps(), scope, then);
            case MONITOR, REENTRANT -> {
                Bulkhead.Registry locks = lock.perTask() ? ownLocks : owned.locks();
                steps.limited(locks, new Step.Limit(lock.name(), 1, -1, lock.steps()), scope, then);
            }
        }
    }

    void cache(Step.Cache step, Scope scope, Then then) {
        KeyedCache cache = owned.shared().cache(step);
        int key = cache.key(taskId);
        Answer answer = new Answer(scope, then);
        switch (cache.look(key, answer)) {
            case KeyedCache.Look.Hit(long value) -> then.end(value, null);
            case KeyedCache.Look.Miss _ ->
                steps.all(step.steps(), scope, (sum, failure) -> {
                    if (failure == null) {
                        cache.store(key, sum);
                    } else {
                        cache.fail(key, failure);
                    }
                    then.end(sum, failure);
                });
            case KeyedCache.Look.Waiting _ -> answer.waits(cache, key);
        }
    }

    /// A task that waits for the work of another one, which may be on another loop.
    private final class Answer implements KeyedCache.Waiter {
        private final Scope scope;
        private final Scope line;
        private final Then then;

        Answer(Scope scope, Then then) {
            this.scope = scope;
            this.line = scope.child();
            this.then = then;
        }

        void waits(KeyedCache cache, int key) {
            scope.timeline().queued();
            line.onCancel(() -> {
                cache.giveUp(key, this);
                then.end(0, Failures.cancelled());
            });
        }

        @Override
        public void end(long value, @Nullable StepFailure failure) {
            loop.execute(() -> {
                if (!line.cancelled()) { // else it has ended, and the answer crossed the cancellation
                    line.over();
                    scope.timeline().running();
                    then.end(value, failure);
                }
            });
        }
    }

    /// A confined counter belongs to the first loop: tasks of the others go there and come back.
    void update(Step.Update update, Scope scope, Then then) {
        SharedCounter counter = owned.shared().counter(update);
        EventLoop owner = owned.loops().getFirst();
        if (update.how() != Step.How.CONFINED || owner.equals(loop)) {
            counter.add();
            then.end(0, null);
            return;
        }
        scope.timeline().queued();
        owner.execute(() -> {
            counter.add();
            loop.execute(() -> {
                scope.timeline().running();
                then.end(0, null);
            });
        });
    }

    void hold(Step.Hold hold, Scope scope, Then then) {
        NettySteps.held(
                () -> {
                    if (hold.perThread()) {
                        owned.heldByThread().get().computeIfAbsent(hold.bytes(), Scope::touched);
                    } else {
                        scope.hold(hold.bytes());
                    }
                    return 0L;
                },
                then);
    }

    /// There and back. The loop encodes and decodes what it sends and gets, and does nothing else meanwhile.
    void send(Step.Send send, Scope scope, Then then) {
        Parcel there;
        try {
            there = packed(owned.shared().payload(send), send);
        } catch (RuntimeException | Error e) {
            then.end(0, Failures.of(e));
            return;
        }
        Callable<Reply> receive = () -> {
            Payload arrived = there.open();
            return new Reply(arrived.sum(), packed(arrived, send));
        };
        steps.aside(receive, scope, then, reply -> NettySteps.held(reply::open, then));
    }

    /// What comes back from the receiver.
    private record Reply(long sum, Parcel parcel) {
        long open() {
            parcel.open();
            return sum;
        }
    }

    private Parcel packed(Payload payload, Step.Send send) {
        Parcel parcel = PayloadCodec.pack(payload, send.codec());
        owned.shared().count("bytes.moved", parcel.bytes());
        return parcel;
    }
}
