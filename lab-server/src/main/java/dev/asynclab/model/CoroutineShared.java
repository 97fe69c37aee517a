package dev.asynclab.model;

import dev.asynclab.model.KeyedCache.Look;
import dev.asynclab.model.PayloadCodec.Parcel;
import dev.asynclab.workload.Payload;
import dev.asynclab.workload.Step;
import io.vertx.core.Promise;

/// Steps that touch what other tasks touch too, or that leave the context, as plain statements.
///
/// One coroutine runs at a time, and gives way only at an `await`: between two of them nothing needs a lock.
final class CoroutineShared {
    private final long taskId;
    private final CoroutineSteps steps;
    private final CoroutineParts parts;
    private final Bulkhead.Registry ownLocks = new Bulkhead.Registry();

    CoroutineShared(long taskId, CoroutineSteps steps, CoroutineParts parts) {
        this.taskId = taskId;
        this.steps = steps;
        this.parts = parts;
    }

    /// A real lock would hold the context while it blocks: a coroutine's lock is a bulkhead of one, of whichever kind
    /// the step says. Like that of asyncio it is not reentrant.
    long locked(Step.Lock lock, Scope scope) throws Exception {
        return switch (lock.kind()) {
            case NONE -> steps.all(lock.steps(), scope);
            case MONITOR, REENTRANT -> {
                Step.Limit one = new Step.Limit(lock.name(), 1, -1, lock.steps());
                yield steps.inside((lock.perTask() ? ownLocks : parts.locks()).of(one), one, scope);
            }
        };
    }

    long cached(Step.Cache step, Scope scope) throws Exception {
        KeyedCache cache = parts.shared().cache(step);
        int key = cache.key(taskId);
        Promise<Long> answer = Promise.promise();
        KeyedCache.Waiter waiter = (value, failure) -> {
            if (failure == null) {
                answer.tryComplete(value);
            } else {
                answer.tryFail(failure);
            }
        };
        return switch (cache.look(key, waiter)) {
            case Look.Hit(long value) -> value;
            case Look.Miss _ -> workedOut(step, cache, key, scope);
            case Look.Waiting _ -> {
                scope.timeline().queued();
                yield CoroutineSteps.suspend(answer.future(), scope, () -> {
                    cache.giveUp(key, waiter);
                    answer.tryFail(Failures.cancelled());
                });
            }
        };
    }

    private long workedOut(Step.Cache step, KeyedCache cache, int key, Scope scope) throws Exception {
        long value;
        try {
            value = steps.all(step.steps(), scope);
        } catch (Exception | Error failed) {
            cache.fail(key, Failures.of(failed));
            throw failed;
        }
        cache.store(key, value);
        return value;
    }

    /// Never loses an update, however the counter is protected: no `await` stands between its read and its write.
    long updated(Step.Update update) {
        parts.shared().counter(update).add();
        return 0;
    }

    /// A coroutine is the thread that runs the step: what it keeps for its own life, it keeps until the strand ends.
    long held(Step.Hold hold, Scope scope) {
        scope.hold(hold.bytes());
        return 0;
    }

    /// There and back. Whoever encodes or decodes holds its context with that.
    long sent(Step.Send send, Scope scope) throws Exception {
        Timeline timeline = scope.timeline();
        Parcel there = packed(parts.shared().payload(send), send);
        Promise<Answer> back = Promise.promise();
        timeline.queued();
        parts.receiver().runOnContext(_ -> {
            timeline.running();
            try {
                Payload arrived = there.open();
                Answer answer = new Answer(arrived.sum(), packed(arrived, send));
                timeline.queued(); // before it is handed over: from then on the sender stamps
                back.tryComplete(answer);
            } catch (Exception | Error failed) {
                timeline.queued();
                back.tryFail(failed);
            }
        });
        Answer answer = CoroutineSteps.suspend(back.future(), scope, () -> back.tryFail(Failures.cancelled()));
        answer.parcel().open();
        return answer.sum();
    }

    /// What comes back from the receiver.
    private record Answer(long sum, Parcel parcel) {}

    private Parcel packed(Payload payload, Step.Send send) {
        Parcel parcel = PayloadCodec.pack(payload, send.codec());
        parts.shared().count("bytes.moved", parcel.bytes());
        return parcel;
    }
}
