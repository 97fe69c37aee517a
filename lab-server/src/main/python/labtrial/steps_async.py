"""What the steps of a task mean on an event loop.

A step with an `await` lets other tasks run meanwhile; one without holds the loop. Cancelling a task
raises `CancelledError` where it waits, so that cleaning up is a matter of `finally`.
"""

import asyncio
import time
from collections import deque
from typing import Any, Deque, Dict, Iterator, List

from labtrial.http_async import Client
from labtrial.workload import (
    Block,
    Call,
    Compute,
    Limit,
    Parallel,
    StepFailure,
    Timeout,
    Wait,
)


class Strand:
    """A task or a branch of one: whose ids its calls carry, and where it says what it is doing."""

    __slots__ = ("task_id", "timeline")

    def __init__(self, task_id: int, timeline: Any) -> None:
        self.task_id = task_id
        self.timeline = timeline

    def branch(self) -> "Strand":
        return Strand(self.task_id, self.timeline.branch())


class Bulkhead:
    """At most so many inside, at most so many in line; first come, first served.

    Not an `asyncio.Semaphore`: its line has no length one could limit.
    """

    def __init__(self, permits: int, queue: int) -> None:
        self._free = permits
        self._queue = queue
        self._line: Deque[asyncio.Future] = deque()

    async def enter(self, name: str) -> None:
        if self._free > 0:
            self._free -= 1
            return
        if 0 <= self._queue <= len(self._line):
            raise StepFailure("rejected", f"limit {name} has no room")
        turn = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                self._line.remove(turn)
            else:
                self.leave()  # the permit was on its way
            raise

    def leave(self) -> None:
        while self._line:
            turn = self._line[0]
            if turn.done():  # cancelled, and about to leave the line by itself
                self._line.rotate(-1)
                if all(other.done() for other in self._line):
                    break
                continue
            self._line.popleft()
            turn.set_result(None)
            return
        self._free += 1


class AsyncSteps:
    """The steps of all tasks of a model; shared state has no locks, since one loop runs it all."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._bulkheads: Dict[str, Bulkhead] = {}
        self._meaning = {
            Call: self._call,
            Compute: self._compute,
            Wait: self._wait,
            Block: self._block,
            Parallel: self._parallel,
            Timeout: self._timeout,
            Limit: self._limit,
        }

    async def run(self, steps: List[Any], strand: Strand) -> int:
        """Steps one after the other; the sum of their results."""
        total = 0
        for step in steps:
            total += await self._meaning[type(step)](step, strand)
        return total

    async def _call(self, step: Call, strand: Strand) -> int:
        strand.timeline.waiting()
        try:
            exchange = self._client.exchange(step, strand.task_id)
            if step.timeout_nanos > 0:
                return await within(step.timeout_nanos, exchange)
            return await exchange
        finally:
            strand.timeline.running()

    async def _compute(self, step: Compute, strand: Strand) -> int:
        return step.kernel.run()  # holds the loop, and with it any lock there could be

    async def _wait(self, step: Wait, strand: Strand) -> int:
        strand.timeline.waiting()
        try:
            await asyncio.sleep(step.nanos / 1e9)
        finally:
            strand.timeline.running()
        return 0

    async def _block(self, step: Block, strand: Strand) -> int:
        time.sleep(step.nanos / 1e9)  # holds the loop
        return 0

    async def _parallel(self, step: Parallel, strand: Strand) -> int:
        branches = iter(step.branches)
        width = step.limit or len(step.branches)
        count = min(width, len(step.branches))
        lanes = [
            asyncio.ensure_future(self._lane(branches, strand.branch())) for _ in range(count)
        ]
        return sum(await all_of(lanes))

    async def _lane(self, branches: Iterator[List[Any]], strand: Strand) -> int:
        """Takes branch after branch; the iterator is shared, and nobody races for it on one loop."""
        strand.timeline.running()
        try:
            total = 0
            for branch in branches:
                total += await self.run(branch, strand)
            return total
        finally:
            strand.timeline.ended()

    async def _timeout(self, step: Timeout, strand: Strand) -> int:
        return await within(step.nanos, self.run(step.steps, strand))

    async def _limit(self, step: Limit, strand: Strand) -> int:
        bulkhead = self._bulkheads.get(step.name)
        if bulkhead is None:
            # The first step to name a bulkhead sets its size.
            bulkhead = self._bulkheads[step.name] = Bulkhead(step.permits, step.queue)
        strand.timeline.queued()
        try:
            await bulkhead.enter(step.name)
        finally:
            strand.timeline.running()
        try:
            return await self.run(step.steps, strand)
        finally:
            bulkhead.leave()


async def within(nanos: int, work: Any) -> int:
    """The result of the work, which is cancelled when it takes too long."""
    try:
        return await asyncio.wait_for(work, nanos / 1e9)
    except asyncio.TimeoutError:
        raise StepFailure("timeout", f"no result within {nanos} ns") from None


async def all_of(lanes: List[asyncio.Future]) -> List[int]:
    """Joins all; the first failure cancels the rest, and none outlives this call."""
    try:
        await asyncio.wait(lanes, return_when=asyncio.FIRST_EXCEPTION)
        first = next((lane for lane in lanes if lane.done() and lane.exception()), None)
        if first is not None:
            raise first.exception()
        return [lane.result() for lane in lanes]
    finally:
        for lane in lanes:
            lane.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)
