"""What the steps of a task mean on an event loop.

A step with an `await` lets other tasks run meanwhile; one without holds the loop. Cancelling a task
raises `CancelledError` where it waits, so that cleaning up is a matter of `finally`.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Dict, Iterator, List

from labtrial import choices_async, graph_async, graphs, job_async, shared_async
from labtrial.http_async import Client
from labtrial.shared import SharedState
from labtrial.strand_async import Bulkhead, Strand, all_of, within
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
    Timeout,
    Update,
    Wait,
)


class AsyncSteps:
    """The steps of all tasks of a model; shared state has no locks, since one loop runs it all."""

    def __init__(self, client: Client, cores: int) -> None:
        self._client = client
        self.shared = SharedState()
        self.stores = graphs.Stores()
        self.shared.also_reset(self.stores.reset)
        self._bulkheads: Dict[str, Bulkhead] = {}
        self.locks: Dict[str, Bulkhead] = {}
        self.held: Dict[int, bytearray] = {}
        self.receivers = ThreadPoolExecutor(cores, thread_name_prefix="receiver")
        self._meaning = {
            Call: self._call,
            Compute: self._compute,
            Wait: self._wait,
            Block: self._block,
            Parallel: self._parallel,
            Timeout: self._timeout,
            Limit: self._limit,
            Race: partial(choices_async.race, self),
            Retry: partial(choices_async.retry, self),
            Lock: partial(shared_async.lock, self),
            Cache: partial(shared_async.cache, self),
            Update: partial(shared_async.update, self),
            Hold: partial(shared_async.hold, self),
            Send: partial(shared_async.send, self),
            Job: partial(job_async.job, self),
            Graph: partial(graph_async.graph, self),
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
                return await within(step.timeout_nanos, self.shared.cancellations, exchange)
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
            asyncio.ensure_future(self.lane(branches, strand.branch())) for _ in range(count)
        ]
        return sum(await all_of(lanes, self.shared.cancellations))

    async def lane(self, branches: Iterator[List[Any]], strand: Strand) -> int:
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
        return await within(
            step.nanos, self.shared.cancellations, self.run(step.steps, strand)
        )

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

    def close(self) -> None:
        """To be called when no task runs any more."""
        self.receivers.shutdown()
        self.stores.close()
