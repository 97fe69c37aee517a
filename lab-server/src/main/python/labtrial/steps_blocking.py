"""What the steps of a task mean on a thread: one after the other, in straight lines.

Threads, children and subinterpreters share this, because that is their lesson: the code of a task
is the same, and only what a thread is differs. Cancelling is waking the strand and shutting its
connection.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Callable, Dict, List, Optional, Set

from labtrial import choices_blocking, graph_blocking, graphs, job_blocking, shared_blocking
from labtrial.bulkhead import Bulkheads
from labtrial.http_blocking import Client
from labtrial.shared import SharedState
from labtrial.strand import Alarms, Strand, Together, cancelled
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
    Task,
    Timeout,
    Update,
    Wait,
)

_MOST_BRANCHES = 10_000
_GLOBAL_LOCK = threading.Lock()


class BlockingSteps:
    """The steps of all tasks of a model. `places` is where a `limit` asks."""

    def __init__(
        self,
        connections: int,
        cores: int,
        places: Any = None,
        lanes: int = 1,
        graphs_home: Optional[str] = None,
    ) -> None:
        self.lanes = lanes
        self.stores = graphs.Stores(graphs_home)
        self._client = Client(connections)
        self.places = places or Bulkheads()
        self.alarms = Alarms()
        self.shared = SharedState()
        self.shared.also_reset(self.stores.reset)
        self.branches = ThreadPoolExecutor(_MOST_BRANCHES, thread_name_prefix="branch")
        self.receivers = ThreadPoolExecutor(cores, thread_name_prefix="receiver")
        self.owner = ThreadPoolExecutor(1, thread_name_prefix="owner")
        self._running: Set[Strand] = set()
        self.thread = threading.local()
        self._stopped = False
        self.meaning: Dict[type, Callable[[Any, Strand], int]] = {
            Call: self._call,
            Compute: self._compute,
            Wait: self._wait,
            Block: self._block,
            Parallel: self._parallel,
            Timeout: self._timeout,
            Limit: self._limit,
            Race: partial(choices_blocking.race, self),
            Retry: partial(choices_blocking.retry, self),
            Lock: partial(shared_blocking.lock, self),
            Cache: partial(shared_blocking.cache, self),
            Update: partial(shared_blocking.update, self),
            Hold: partial(shared_blocking.hold, self),
            Send: partial(shared_blocking.send, self),
            Job: partial(job_blocking.job, self),
            Graph: partial(graph_blocking.graph, self),
        }

    def run_task(self, task: Task, timeline: Any) -> int:
        """Runs a task on the calling thread and returns its checksum."""
        strand = Strand(task.id, timeline)
        self._running.add(strand)
        try:
            if self._stopped:  # races with stop(), which sets it before it looks at the strands
                raise cancelled()
            return self.run(task.steps, strand)
        finally:
            self._running.discard(strand)

    def run(self, steps: List[Any], strand: Strand) -> int:
        """Steps one after the other; the sum of their results."""
        total = 0
        for step in steps:
            if strand.stopped:
                raise cancelled()
            total += self.meaning[type(step)](step, strand)
        return total

    def _call(self, step: Call, strand: Strand) -> int:
        strand.timeline.waiting()
        try:
            if step.timeout_nanos > 0:
                return strand.within(
                    step.timeout_nanos,
                    self.alarms,
                    self.shared.cancellations,
                    lambda inner: self._client.exchange(step, inner),
                )
            return self._client.exchange(step, strand)
        finally:
            strand.timeline.running()

    def _compute(self, step: Compute, strand: Strand) -> int:
        if not step.global_lock:
            return step.kernel.run()
        strand.timeline.waiting()
        with _GLOBAL_LOCK:
            strand.timeline.running()
            return step.kernel.run()

    def _wait(self, step: Wait, strand: Strand) -> int:
        strand.timeline.waiting()
        try:
            strand.sleep(step.nanos)
        finally:
            strand.timeline.running()
        return 0

    def _block(self, step: Block, strand: Strand) -> int:
        strand.sleep(step.nanos)  # a thread that waits is a thread that blocks
        return 0

    def _parallel(self, step: Parallel, strand: Strand) -> int:
        together = Together(strand, self.branches, self.shared.cancellations)
        branches = iter(step.branches)
        turn = threading.Lock()
        results: List[int] = []

        def lane(own: Strand) -> None:
            while not together.failed():
                with turn:
                    branch = next(branches, None)
                if branch is None:
                    return
                results.append(self.run(branch, own))

        for _ in range(min(step.limit or len(step.branches), len(step.branches))):
            together.fork(lane)
        together.join()
        return sum(results)

    def _timeout(self, step: Timeout, strand: Strand) -> int:
        return strand.within(
            step.nanos,
            self.alarms,
            self.shared.cancellations,
            lambda inner: self.run(step.steps, inner),
        )

    def _limit(self, step: Limit, strand: Strand) -> int:
        strand.timeline.queued()
        try:
            leave = self.places.enter(step.name, step.permits, step.queue, strand)
        finally:
            strand.timeline.running()
        try:
            return self.run(step.steps, strand)
        finally:
            leave()

    def stop(self) -> None:
        """Stops the tasks that run; those that come later fail at once."""
        self._stopped = True
        for strand in list(self._running):
            strand.stop()

    def close(self) -> None:
        """To be called when no task runs any more."""
        for pool in (self.branches, self.receivers, self.owner):
            pool.shutdown()
        self.alarms.close()
        self._client.close()
        self.stores.close()
