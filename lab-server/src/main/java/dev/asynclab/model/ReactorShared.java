package dev.asynclab.model;

import dev.asynclab.model.KeyedCache.Look;
import dev.asynclab.model.PayloadCodec.Parcel;
import dev.asynclab.workload.Payload;
import dev.asynclab.workload.Step;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/// What tasks share, as operators: locks, caches, counters, memory, and another thread.
final class ReactorShared {
    private final long taskId;
    private final ReactorSteps steps;
    private final Scheduler loop;
    private final ReactorModel.Owned owned;
    private final Bulkhead.Registry ownLocks = new Bulkhead.Registry();

    ReactorShared(long taskId, ReactorSteps steps, Scheduler loop, ReactorModel.Owned owned) {
        this.taskId = taskId;
        this.steps = steps;
        this.loop = loop;
        this.owned = owned;
    }

    /// Operators have no monitor: the work inside may begin on one thread and end on another. So both words mean a
    /// bulkhead for one.
    Mono<Long> locked(Step.Lock lock, ReactorStrand strand) {
        return switch (lock.kind()) {
            case NONE -> steps.all(lock.steps(), strand);
            case MONITOR, REENTRANT ->
                steps.limited(
                        lock.perTask() ? ownLocks : owned.locks(),
                        new Step.Limit(lock.name(), 1, -1, lock.steps()),
                        strand);
        };
    }

    /// `Mono.cache` remembers one value. This remembers one for each of many keys, and forgets by a policy.
    Mono<Long> cached(Step.Cache step, ReactorStrand strand) {
        return Mono.defer(() -> {
            KeyedCache cache = owned.shared().cache(step);
            int key = cache.key(taskId);
            Sinks.One<Long> answer = Sinks.one();
            KeyedCache.Waiter waiter = (value, failure) -> {
                if (failure == null) {
                    answer.tryEmitValue(value);
                } else {
                    answer.tryEmitError(failure);
                }
            };
            Timeline timeline = strand.timeline();
            return switch (cache.look(key, waiter)) {
                case Look.Hit(long value) -> Mono.just(value);
                case Look.Miss _ -> missed(step, cache, key, strand);
                case Look.Waiting _ ->
                    answer.asMono()
                            .publishOn(loop) // from the loop of whoever worked it out
                            .doOnSubscribe(_ -> timeline.queued())
                            .doOnTerminate(timeline::running)
                            .doOnCancel(() -> cache.giveUp(key, waiter));
            };
        });
    }

    private Mono<Long> missed(Step.Cache step, KeyedCache cache, int key, ReactorStrand strand) {
        // An operator downstream may cancel what has succeeded.
        AtomicBoolean told = new AtomicBoolean();
        return steps.all(step.steps(), strand)
                .doOnNext(value -> {
                    if (told.compareAndSet(false, true)) {
                        cache.store(key, value);
                    }
                })
                .doOnError(failure -> {
                    if (told.compareAndSet(false, true)) {
                        cache.fail(key, Failures.of(failure));
                    }
                })
                .doOnCancel(() -> {
                    if (told.compareAndSet(false, true)) {
                        cache.fail(key, Failures.cancelled());
                    }
                });
    }

    /// A confined counter belongs to the first loop: tasks of the others go there and come back.
    Mono<Long> updated(Step.Update update, ReactorStrand strand) {
        Mono<Long> add = Mono.fromSupplier(() -> {
            owned.shared().counter(update).add();
            return 0L;
        });
        if (update.how() != Step.How.CONFINED || owned.loops().size() == 1) {
            return add;
        }
        return add.subscribeOn(owned.loops().getFirst())
                .publishOn(loop)
                .doOnSubscribe(_ -> strand.timeline().queued())
                .doOnTerminate(strand.timeline()::running);
    }

    Mono<Long> held(Step.Hold hold, ReactorStrand strand) {
        return Mono.fromSupplier(() -> {
            if (hold.perThread()) {
                owned.heldByThread().get().computeIfAbsent(hold.bytes(), Scope::touched);
            } else {
                strand.held().add(Scope.touched(hold.bytes()));
            }
            return 0L;
        });
    }

    /// There and back: what stands below a `publishOn` happens on its thread.
    Mono<Long> sent(Step.Send send, ReactorStrand strand) {
        Timeline timeline = strand.timeline();
        return Mono.fromSupplier(() -> {
                    Parcel there = packed(owned.shared().payload(send), send);
                    timeline.queued();
                    return there;
                })
                .publishOn(owned.aside())
                .map(there -> {
                    timeline.running();
                    Payload arrived = there.open();
                    Reply reply = new Reply(arrived.sum(), packed(arrived, send));
                    timeline.queued();
                    return reply;
                })
                .publishOn(loop)
                .map(reply -> {
                    timeline.running();
                    reply.parcel().open();
                    return reply.sum();
                });
    }

    /// What comes back from the receiver.
    private record Reply(long sum, Parcel parcel) {}

    private Parcel packed(Payload payload, Step.Send send) {
        Parcel parcel = PayloadCodec.pack(payload, send.codec());
        owned.shared().count("bytes.moved", parcel.bytes());
        return parcel;
    }
}
