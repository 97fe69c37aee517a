"""What tasks share on an event loop. There are no locks: one thread runs them all."""

import asyncio
from typing import Any

from labtrial import payload
from labtrial.shared import HIT, MISS
from labtrial.strand_async import Bulkhead, Strand
from labtrial.workload import Cache, Hold, Lock, Send, StepFailure, Update


async def lock(steps: Any, step: Lock, strand: Strand) -> int:
    """There is no thread to block: both kinds are a bulkhead of one permit."""
    if step.kind == "NONE" or step.per_task:
        return await steps.run(step.steps, strand)
    lock = steps.locks.setdefault(step.name, Bulkhead(1, -1))
    strand.timeline.queued()
    try:
        await lock.enter(step.name)
    finally:
        strand.timeline.running()
    try:
        return await steps.run(step.steps, strand)
    finally:
        lock.leave()


async def cache(steps: Any, step: Cache, strand: Strand) -> int:
    cache = steps.shared.cache(step)
    key = cache.key(strand.task_id)
    answer = asyncio.get_running_loop().create_future()

    def waiter(value: int, failure: Any) -> None:
        if not answer.done():
            answer.set_result((value, failure))

    found, value = cache.look(key, waiter)
    if found == HIT:
        return value
    if found == MISS:
        try:
            value = await steps.run(step.steps, strand)
        except BaseException as e:
            cancelled = StepFailure("cancelled", "who worked on it was cancelled")
            cache.fail(key, e if isinstance(e, StepFailure) else cancelled)
            raise
        cache.store(key, value)
        return value
    strand.timeline.queued()
    try:
        value, failure = await answer
    finally:
        cache.give_up(key, waiter)
        strand.timeline.running()
    if failure is not None:
        raise failure
    return value


async def update(steps: Any, step: Update, strand: Strand) -> int:
    steps.shared.counter(step).add()  # one thread: the loop confines whatever is asked for
    return 0


async def hold(steps: Any, step: Hold, strand: Strand) -> int:
    if not step.per_thread:
        strand.held.append(payload.hold(step.bytes))
    elif step.bytes not in steps.held:
        steps.held[step.bytes] = payload.hold(step.bytes)  # the one thread there is
    return 0


async def send(steps: Any, step: Send, strand: Strand) -> int:
    sent = payload.encode(payload.payload(step.bytes, step.shape), step.codec)  # holds the loop
    loop = asyncio.get_running_loop()
    strand.timeline.waiting()
    try:
        back, result = await loop.run_in_executor(
            steps.receivers, payload.echo, sent, step.shape, step.codec
        )
    finally:
        strand.timeline.running()
    payload.decode(back, step.shape, step.codec)
    steps.shared.count("bytes.moved", payload.moved(sent, back))
    return result
