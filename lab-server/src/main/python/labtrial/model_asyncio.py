"""Coroutines on one event loop.

*What it is:* one thread and one loop. A task is a coroutine; where it says `await` it hands the
thread back, and while it waits it is an object in memory, not a thread.

*In Java terms:* `event-loop` with one loop, written as straight-line code; `coroutine` is the
nearest.

*Good at:* waiting for very many things at once, cheaply.

*Breaks when:* one step computes or blocks: every other task waits behind it. And one loop is one
core.

*Look at:* `_run` (a task is a coroutine, nothing else), and in `steps_async.py` the steps that
have no `await`: those are the ones that hold the loop.

*A real system would add:* `TaskGroup` and `asyncio.timeout` where 3.11 can be asked for, back-
pressure in front of `start`, and a watch on the loop's delay.
"""

import asyncio
import threading
from typing import Any, Callable, Dict, List, Set

from labtrial.http_async import Client
from labtrial.models import Setup
from labtrial.steps_async import AsyncSteps
from labtrial.strand_async import Strand
from labtrial.workload import StepFailure, Task


class AsyncioModel:
    """Owns the loop, its thread, and the client."""

    def __init__(
        self, setup: Setup, new_loop: Callable[[], Any] = asyncio.new_event_loop
    ) -> None:
        self._connections = setup.connections
        self._loop = new_loop()
        self._client = Client(setup.connections)
        self._steps = AsyncSteps(self._client, setup.cores)
        self.shared = self._steps.shared
        self._tasks: Set[asyncio.Task] = set()
        self._closed = False
        self._thread = threading.Thread(target=self._loop.run_forever, name="loop", daemon=True)
        self._thread.start()

    def start(self, task: Task, done: Any) -> None:
        if threading.get_ident() == self._thread.ident:
            self._begin(task, done)
            return
        try:
            self._loop.call_soon_threadsafe(self._begin, task, done)
        except RuntimeError:  # the loop is closed
            done.failed(StepFailure("cancelled", "cancelled"))

    def call(self, function: Callable[[], None]) -> None:
        """Runs a function on the loop."""
        self._loop.call_soon_threadsafe(function)

    def _begin(self, task: Task, done: Any) -> None:
        if self._closed:
            done.failed(StepFailure("cancelled", "cancelled"))
            return
        running = self._loop.create_task(self._run(task, done))
        self._tasks.add(running)  # the loop itself keeps only weak references
        running.add_done_callback(self._tasks.discard)

    async def _run(self, task: Task, done: Any) -> None:
        done.started()
        strand = Strand(task.id, done.timeline)
        try:
            checksum = await self._steps.run(task.steps, strand)
        except asyncio.CancelledError:
            done.failed(StepFailure("cancelled", "cancelled"))
        except Exception as e:
            done.failed(e)
        else:
            done.succeeded(checksum)

    def limits(self) -> Dict[str, str]:
        return {
            "client": "asyncio streams",
            "connections": str(self._connections),
            "keep-alive": "unlimited",
            "loop": type(self._loop).__module__.partition(".")[0],
            "loops": "1",
            "loops-seen": "1",
            "lock": "monitor and reentrant are both a bulkhead of one permit",
            "pending-queue": "unbounded",
        }

    def children(self) -> List[int]:
        return []

    def close(self) -> None:
        ended = threading.Event()
        self._loop.call_soon_threadsafe(lambda: self._stop(ended))
        ended.wait()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._steps.close()

    def _stop(self, ended: threading.Event) -> None:
        """Cancels what runs, and tells when the last of it is gone."""
        self._closed = True
        open_tasks = list(self._tasks)
        for task in open_tasks:
            task.cancel()

        async def last() -> None:
            await asyncio.gather(*open_tasks, return_exceptions=True)
            await self._client.close()
            ended.set()

        self._closing = self._loop.create_task(last())
