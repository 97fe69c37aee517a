package dev.asynclab.model;

import dev.asynclab.model.KeyedCache.Look;
import dev.asynclab.model.PayloadCodec.Parcel;
import dev.asynclab.workload.Payload;
import dev.asynclab.workload.Step;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/// Steps that touch what other tasks touch too, or that leave the loop, as futures.
///
/// With one loop nothing here could be touched by two at the same time. What is shared is thread-safe all the same,
/// because several loops are several threads.
final class EventLoopShared {
    private final long taskId;
    private final EventLoopSteps steps;
    private final EventLoopParts parts;
    private final Context loop;
    private final Bulkhead.Registry ownLocks = new Bulkhead.Registry();

    EventLoopShared(long taskId, EventLoopSteps steps, EventLoopParts parts, Context loop) {
        this.taskId = taskId;
        this.steps = steps;
        this.parts = parts;
        this.loop = loop;
    }

    /// A loop has no thread to block: its lock is a bulkhead of one, of whichever kind the step says. Like that of
    /// asyncio it is not reentrant.
    Future<Long> locked(Step.Lock lock, Scope scope) {
        return switch (lock.kind()) {
            case NONE -> steps.all(lock.steps(), scope);
            case MONITOR, REENTRANT -> {
                Step.Limit one = new Step.Limit(lock.name(), 1, -1, lock.steps());
                yield steps.inside((lock.perTask() ? ownLocks : parts.locks()).of(one), one, scope);
            }
        };
    }

    Future<Long> cached(Step.Cache step, Scope scope) {
        KeyedCache cache = parts.shared().cache(step);
        int key = cache.key(taskId);
        Promise<Long> answer = Promise.promise();
        // Called on the loop of whoever works the value out.
        KeyedCache.Waiter waiter = (value, failure) -> loop.runOnContext(_ -> {
            if (failure == null) {
                answer.tryComplete(value);
            } else {
                answer.tryFail(failure);
            }
        });
        return switch (cache.look(key, waiter)) {
            case Look.Hit(long value) -> Future.succeededFuture(value);
            case Look.Miss _ ->
                steps.all(step.steps(), scope)
                        .onComplete(value -> cache.store(key, value), failure -> cache.fail(key, Failures.of(failure)));
            case Look.Waiting _ -> {
                scope.timeline().queued();
                yield EventLoopSteps.stoppable(answer.future(), scope, () -> cache.giveUp(key, waiter));
            }
        };
    }

    /// Only a confined counter has to be asked for: on the first loop, which owns it.
    Future<Long> updated(Step.Update update, Scope scope) {
        SharedCounter counter = parts.shared().counter(update);
        Context owner = parts.loops().getFirst();
        if (update.how() != Step.How.CONFINED || owner.equals(loop)) {
            counter.add();
            return Future.succeededFuture(0L);
        }
        Promise<Long> done = Promise.promise();
        scope.timeline().queued();
        owner.runOnContext(_ -> {
            counter.add();
            loop.runOnContext(_ -> done.complete(0L));
        });
        return EventLoopSteps.stoppable(done.future(), scope, () -> {});
    }

    Future<Long> held(Step.Hold hold, Scope scope) {
        if (hold.perThread()) {
            parts.ofThread().get().computeIfAbsent(hold.bytes(), Scope::touched); // a loop lives as long as the model
        } else {
            scope.hold(hold.bytes());
        }
        return Future.succeededFuture(0L);
    }

    /// There and back. Whoever encodes or decodes holds its loop with that.
    Future<Long> sent(Step.Send send, Scope scope) {
        Timeline timeline = scope.timeline();
        Parcel there = packed(parts.shared().payload(send), send);
        Promise<Long> back = Promise.promise();
        timeline.queued();
        parts.receiver().runOnContext(_ -> {
            timeline.running();
            Future<Answer> answer = EventLoopSteps.attempt(() -> {
                Payload arrived = there.open();
                return Future.succeededFuture(new Answer(arrived.sum(), packed(arrived, send)));
            });
            timeline.queued();
            loop.runOnContext(_ -> {
                timeline.running();
                answer.map(Answer::opened).onComplete(back);
            });
        });
        return EventLoopSteps.stoppable(back.future(), scope, () -> {});
    }

    /// What comes back from the receiver.
    private record Answer(long sum, Parcel parcel) {
        long opened() {
            parcel.open();
            return sum;
        }
    }

    private Parcel packed(Payload payload, Step.Send send) {
        Parcel parcel = PayloadCodec.pack(payload, send.codec());
        parts.shared().count("bytes.moved", parcel.bytes());
        return parcel;
    }
}
