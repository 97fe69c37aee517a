"""What the steps of a task mean on an event loop.

A step with an `await` lets other tasks run meanwhile; one without holds the loop. Cancelling a task
raises `CancelledError` where it waits, so that cleaning up is a matter of `finally`.
"""

import asyncio
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Deque, Dict, Iterator, List

from labtrial import graphs, jobs, payload
from labtrial.http_async import Client
from labtrial.shared import HIT, MISS, SharedState
from labtrial.workload import (
    Block,
    Cache,
    Call,
    Compute,
    Graph,
    Hold,
    Job,
    Limit,
    Lock,
    Parallel,
    Race,
    Retry,
    Send,
    StepFailure,
    Timeout,
    Update,
    Wait,
)


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


class AsyncSteps:
    """The steps of all tasks of a model; shared state has no locks, since one loop runs it all."""

    def __init__(self, client: Client, cores: int) -> None:
        self._client = client
        self.shared = SharedState()
        self._stores = graphs.Stores()
        self.shared.also_reset(self._stores.reset)
        self._bulkheads: Dict[str, Bulkhead] = {}
        self._locks: Dict[str, Bulkhead] = {}
        self._held: Dict[int, bytearray] = {}
        self._receivers = ThreadPoolExecutor(cores, thread_name_prefix="receiver")
        self._meaning = {
            Call: self._call,
            Compute: self._compute,
            Wait: self._wait,
            Block: self._block,
            Parallel: self._parallel,
            Timeout: self._timeout,
            Limit: self._limit,
            Race: self._race,
            Retry: self._retry,
            Lock: self._lock,
            Cache: self._cache,
            Update: self._update,
            Hold: self._hold,
            Send: self._send,
            Job: self._job,
            Graph: self._graph,
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
        """Takes branch after branch from a shared iterator: nobody races for it on one loop."""
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


    async def _race(self, step: Race, strand: Strand) -> int:
        runners: List[asyncio.Future] = []
        failure = None
        strand.timeline.waiting()
        try:
            due = time.monotonic_ns()
            while True:
                now = time.monotonic_ns()
                left = step.branches[len(runners) :]
                waiting = [r for r in runners if not r.done()]
                if left and (now >= due or not waiting):
                    runner = self._lane(iter(left[:1]), strand.branch())
                    runners.append(asyncio.ensure_future(runner))
                    due = now + step.stagger_nanos
                    continue
                await asyncio.wait(
                    waiting,
                    timeout=(due - now) / 1e9 if left else None,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                for runner in waiting:
                    if runner.done() and runner.exception() is None:
                        return runner.result()
                    if runner.done() and failure is None:
                        failure = runner.exception()
                if failure is not None and not left and all(r.done() for r in runners):
                    raise failure
        finally:
            await cancel_all(runners)
            strand.timeline.running()

    async def _retry(self, step: Retry, strand: Strand) -> int:
        for n, attempt in enumerate(step.attempts):
            try:
                return await self.run(attempt, strand)
            except StepFailure:  # a cancelled task raises something else, and does not try again
                if n == len(step.attempts) - 1:
                    raise
            strand.timeline.waiting()
            await asyncio.sleep((step.backoff_nanos << n) / 1e9)
            strand.timeline.running()
        raise StepFailure("other", "a retry without attempts")

    async def _lock(self, step: Lock, strand: Strand) -> int:
        """There is no thread to block: both kinds are a bulkhead of one permit."""
        if step.kind == "NONE" or step.per_task:
            return await self.run(step.steps, strand)
        lock = self._locks.setdefault(step.name, Bulkhead(1, -1))
        strand.timeline.queued()
        try:
            await lock.enter(step.name)
        finally:
            strand.timeline.running()
        try:
            return await self.run(step.steps, strand)
        finally:
            lock.leave()

    async def _cache(self, step: Cache, strand: Strand) -> int:
        cache = self.shared.cache(step)
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
                value = await self.run(step.steps, strand)
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

    async def _update(self, step: Update, strand: Strand) -> int:
        self.shared.counter(step).add()  # one thread: the loop confines whatever is asked for
        return 0

    async def _hold(self, step: Hold, strand: Strand) -> int:
        if not step.per_thread:
            strand.held.append(payload.hold(step.bytes))
        elif step.bytes not in self._held:
            self._held[step.bytes] = payload.hold(step.bytes)  # the one thread there is
        return 0

    async def _send(self, step: Send, strand: Strand) -> int:
        sent = payload.encode(payload.payload(step.bytes, step.shape), step.codec)  # holds the loop
        loop = asyncio.get_running_loop()
        strand.timeline.waiting()
        try:
            back, result = await loop.run_in_executor(
                self._receivers, payload.echo, sent, step.shape, step.codec
            )
        finally:
            strand.timeline.running()
        payload.decode(back, step.shape, step.codec)
        self.shared.count("bytes.moved", payload.moved(sent, back))
        return result

    async def _job(self, step: Job, strand: Strand) -> int:
        """One loop is one lane: chunk after chunk, and other tasks in between."""
        lanes = jobs.Lanes(step, 1, self.shared)
        try:
            lane = lanes.lane(0)
            while lane.chunk():  # holds the loop
                await asyncio.sleep(0)
            return lanes.checksum()
        finally:
            lanes.close()

    async def _graph(self, step: Graph, strand: Strand) -> int:
        store = self._stores.of(step, self.shared)
        futures: Dict[str, asyncio.Future] = {}
        for node in step.nodes:
            needs = [futures[name] for name in node.needs]
            futures[node.name] = asyncio.ensure_future(
                self._node(node, needs, store, strand.branch())
            )
        strand.timeline.queued()
        try:
            await all_of(list(futures.values()))
        finally:
            strand.timeline.running()
        return futures[step.nodes[-1].name].result()

    async def _node(self, node: Any, needs: List[Any], store: Any, strand: Strand) -> int:
        strand.timeline.waiting()
        try:
            values = [await asyncio.shield(need) for need in needs]
            strand.timeline.running()
            found = store.find(node)
            if found is not None:
                return found
            value = await self.run(node.steps, strand) + sum(values)
            store.keep(node, value)
            return value
        finally:
            strand.timeline.ended()

    def close(self) -> None:
        """To be called when no task runs any more."""
        self._receivers.shutdown()
        self._stores.close()


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
        await cancel_all(lanes)


async def cancel_all(lanes: List[asyncio.Future]) -> None:
    """Returns when none of them runs any more."""
    for lane in lanes:
        lane.cancel()
    await asyncio.gather(*lanes, return_exceptions=True)
