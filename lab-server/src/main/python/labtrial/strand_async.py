"""A part of a task on a loop, and what several of them need of each other."""

import asyncio
from collections import deque
from typing import Any, Deque, List

from labtrial.workload import StepFailure


class Strand:
    """A task or a branch of one: whose ids its calls carry, and where it says what it is doing."""

    __slots__ = ("task_id", "timeline", "held")

    def __init__(self, task_id: int, timeline: Any) -> None:
        self.task_id = task_id
        self.timeline = timeline
        self.held: List[Any] = []

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


async def within(nanos: int, cancellations: Any, work: Any) -> int:
    """The result of the work, which is cancelled when it takes too long."""
    cancellation = cancellations.within(nanos)
    try:
        return await asyncio.wait_for(work, nanos / 1e9)
    except asyncio.TimeoutError:  # comes when the work has ended
        cancellation.ended()
        raise StepFailure("timeout", f"no result within {nanos} ns") from None


async def all_of(lanes: List[asyncio.Future], cancellations: Any) -> List[int]:
    """Joins all; the first failure cancels the rest, and none outlives this call."""
    of_others: Any = None
    try:
        await asyncio.wait(lanes, return_when=asyncio.FIRST_EXCEPTION)
        first = next((lane for lane in lanes if lane.done() and lane.exception()), None)
        if first is not None:
            if not all(lane.done() for lane in lanes):
                of_others = cancellations.begin()
            raise first.exception()
        return [lane.result() for lane in lanes]
    finally:
        await cancel_all(lanes)
        if of_others is not None:
            of_others.ended()


async def cancel_all(lanes: List[asyncio.Future]) -> None:
    """Returns when none of them runs any more."""
    for lane in lanes:
        lane.cancel()
    await asyncio.gather(*lanes, return_exceptions=True)
