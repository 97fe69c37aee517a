"""What tasks share on threads."""

import threading
from typing import Any, List

from labtrial import payload
from labtrial.shared import HIT, MISS
from labtrial.strand import Strand
from labtrial.workload import Cache, Hold, Lock, Send, StepFailure, Update


def lock(steps: Any, step: Lock, strand: Strand) -> int:
    """Both kinds are an `RLock`: nobody can interrupt the wait for a lock in Python."""
    if step.kind == "NONE":
        return steps.run(step.steps, strand)
    lock = threading.RLock() if step.per_task else steps.shared.lock(step.name)
    strand.timeline.queued()
    with lock:
        strand.timeline.running()
        return steps.run(step.steps, strand)


def cache(steps: Any, step: Cache, strand: Strand) -> int:
    cache = steps.shared.cache(step)
    key = cache.key(strand.task_id)
    answer: List[Any] = []

    def waiter(value: int, failure: Any) -> None:
        answer.append((value, failure))
        strand.wake()

    found, value = cache.look(key, waiter)
    if found == HIT:
        return value
    if found == MISS:
        try:
            value = steps.run(step.steps, strand)
        except BaseException as e:
            failure = e if isinstance(e, StepFailure) else StepFailure("other", repr(e))
            cache.fail(key, failure)
            raise
        cache.store(key, value)
        return value
    strand.timeline.queued()
    try:
        strand.wait_for(lambda: bool(answer))
    finally:
        cache.give_up(key, waiter)
        strand.timeline.running()
    value, failure = answer[0]
    if failure is not None:
        raise failure
    return value


def update(steps: Any, step: Update, strand: Strand) -> int:
    counter = steps.shared.counter(step)
    if step.how == "CONFINED":
        steps.owner.submit(counter.add).result()  # the others ask
    else:
        counter.add()
    return 0


def hold(steps: Any, step: Hold, strand: Strand) -> int:
    if not step.per_thread:
        strand.held.append(payload.hold(step.bytes))
        return 0
    kept = steps.thread.__dict__.setdefault("held", {})
    if step.bytes not in kept:
        kept[step.bytes] = payload.hold(step.bytes)
    return 0


def send(steps: Any, step: Send, strand: Strand) -> int:
    sent = payload.encode(payload.payload(step.bytes, step.shape), step.codec)
    future = steps.receivers.submit(payload.echo, sent, step.shape, step.codec)
    strand.timeline.waiting()
    back, result = future.result()
    strand.timeline.running()
    payload.decode(back, step.shape, step.codec)
    steps.shared.count("bytes.moved", payload.moved(sent, back))
    return result
