"""What the steps of a task mean on a thread: one after the other, in straight lines.

Threads, children and subinterpreters share this, because that is their lesson: the code of a task
is the same, and only what a thread is differs. Cancelling is waking the strand and shutting its
connection.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Dict, List, Optional, Set

from labtrial import graphs, jobs, payload
from labtrial.bulkhead import Bulkheads
from labtrial.http_blocking import Client
from labtrial.shared import HIT, MISS, SharedState
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
    Node,
    Parallel,
    Race,
    Retry,
    Send,
    StepFailure,
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
        self._lanes = lanes
        self._stores = graphs.Stores(graphs_home)
        self._client = Client(connections)
        self._places = places or Bulkheads()
        self.alarms = Alarms()
        self.shared = SharedState()
        self.shared.also_reset(self._stores.reset)
        self.branches = ThreadPoolExecutor(_MOST_BRANCHES, thread_name_prefix="branch")
        self._receivers = ThreadPoolExecutor(cores, thread_name_prefix="receiver")
        self._owner = ThreadPoolExecutor(1, thread_name_prefix="owner")
        self._running: Set[Strand] = set()
        self._thread = threading.local()
        self._stopped = False
        self._meaning: Dict[type, Callable[[Any, Strand], int]] = {
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
            total += self._meaning[type(step)](step, strand)
        return total

    def _call(self, step: Call, strand: Strand) -> int:
        strand.timeline.waiting()
        try:
            if step.timeout_nanos > 0:
                return strand.within(
                    step.timeout_nanos,
                    self.alarms,
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
        together = Together(strand, self.branches)
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
        return strand.within(step.nanos, self.alarms, lambda inner: self.run(step.steps, inner))

    def _limit(self, step: Limit, strand: Strand) -> int:
        strand.timeline.queued()
        try:
            leave = self._places.enter(step.name, step.permits, step.queue, strand)
        finally:
            strand.timeline.running()
        try:
            return self.run(step.steps, strand)
        finally:
            leave()

    def _race(self, step: Race, strand: Strand) -> int:
        runners = [_Runner(self, branch, strand) for branch in step.branches]
        started = 0
        try:
            while True:
                winners = [r for r in runners[:started] if r.over and r.failure is None]
                if winners:
                    return min(winners, key=lambda r: r.ended_nanos).result
                open_ones = [r for r in runners[:started] if not r.over]
                if started < len(runners) and (step.stagger_nanos == 0 or not open_ones):
                    due = 0
                elif started < len(runners):
                    due = runners[started - 1].started_nanos + step.stagger_nanos
                elif not open_ones:
                    raise min(runners, key=lambda r: r.ended_nanos).failure
                else:
                    due = None
                if due is not None and time.monotonic_ns() >= due:
                    runners[started].start(self.branches)
                    started += 1
                    continue
                strand.timeline.waiting()
                seen = sum(r.over for r in runners)
                strand.wait_for(
                    lambda: sum(r.over for r in runners) > seen
                    or (due is not None and time.monotonic_ns() >= due),
                    due,
                )
                strand.timeline.running()
        finally:
            for runner in runners[:started]:
                runner.strand.stop()
            for runner in runners[:started]:
                runner.ended.wait()  # no branch outlives its task
            strand.timeline.running()

    def _retry(self, step: Retry, strand: Strand) -> int:
        for n, attempt in enumerate(step.attempts):
            try:
                return self.run(attempt, strand)
            except StepFailure:
                if strand.stopped or n == len(step.attempts) - 1:
                    raise
            strand.timeline.waiting()
            strand.sleep(step.backoff_nanos << n)
            strand.timeline.running()
        raise StepFailure("other", "a retry without attempts")

    def _lock(self, step: Lock, strand: Strand) -> int:
        """Both kinds are an `RLock`: nobody can interrupt the wait for a lock in Python."""
        if step.kind == "NONE":
            return self.run(step.steps, strand)
        lock = threading.RLock() if step.per_task else self.shared.lock(step.name)
        strand.timeline.queued()
        with lock:
            strand.timeline.running()
            return self.run(step.steps, strand)

    def _cache(self, step: Cache, strand: Strand) -> int:
        cache = self.shared.cache(step)
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
                value = self.run(step.steps, strand)
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

    def _update(self, step: Update, strand: Strand) -> int:
        counter = self.shared.counter(step)
        if step.how == "CONFINED":
            self._owner.submit(counter.add).result()  # the others ask
        else:
            counter.add()
        return 0

    def _hold(self, step: Hold, strand: Strand) -> int:
        if not step.per_thread:
            strand.held.append(payload.hold(step.bytes))
            return 0
        kept = self._thread.__dict__.setdefault("held", {})
        if step.bytes not in kept:
            kept[step.bytes] = payload.hold(step.bytes)
        return 0

    def _send(self, step: Send, strand: Strand) -> int:
        sent = payload.encode(payload.payload(step.bytes, step.shape), step.codec)
        future = self._receivers.submit(payload.echo, sent, step.shape, step.codec)
        strand.timeline.waiting()
        back, result = future.result()
        strand.timeline.running()
        payload.decode(back, step.shape, step.codec)
        self.shared.count("bytes.moved", payload.moved(sent, back))
        return result

    def _job(self, step: Job, strand: Strand) -> int:
        lanes = jobs.Lanes(step, self._lanes, self.shared)
        together = Together(strand, self.branches)
        try:
            for number in range(lanes.chunks.lanes):
                together.fork(lambda own, lane=number: lanes.run(lane, own))
            together.join()
            return lanes.checksum()
        finally:
            lanes.close()

    def _graph(self, step: Graph, strand: Strand) -> int:
        store = self._stores.of(step, self.shared)
        values: Dict[str, int] = {}
        strands: List[Strand] = []
        together = Together(strand, self.branches)

        def run(node: Node, own: Strand) -> None:
            strands.append(own)
            own.timeline.waiting()
            own.wait_for(lambda: all(need in values for need in node.needs))
            own.timeline.running()
            value = store.find(node)
            if value is None:
                value = self.run(node.steps, own) + sum(values[need] for need in node.needs)
                store.keep(node, value)
            values[node.name] = value
            for other in list(strands):
                other.wake()

        for node in step.nodes:
            together.fork(lambda own, this=node: run(this, own))
        together.join()
        return values[step.nodes[-1].name]

    def stop(self) -> None:
        """Stops the tasks that run; those that come later fail at once."""
        self._stopped = True
        for strand in list(self._running):
            strand.stop()

    def close(self) -> None:
        """To be called when no task runs any more."""
        for pool in (self.branches, self._receivers, self._owner):
            pool.shutdown()
        self.alarms.close()
        self._client.close()
        self._stores.close()


class _Runner:
    """A branch of a race."""

    def __init__(self, steps: BlockingSteps, branch: List[Any], parent: Strand) -> None:
        self._steps = steps
        self._branch = branch
        self._parent = parent
        self.strand = Strand(parent.task_id, parent.timeline)
        self.result: Any = None
        self.failure: Any = None
        self.started_nanos = self.ended_nanos = 0
        self.over = False
        self.ended = threading.Event()

    def start(self, pool: Any) -> None:
        self.started_nanos = time.monotonic_ns()
        self.strand = self._parent.branch()
        try:
            pool.submit(self._run)
        except RuntimeError:  # the pool is closed
            self._end(cancelled())

    def _run(self) -> None:
        self.strand.timeline.running()
        try:
            self.result = self._steps.run(self._branch, self.strand)
            self._end(None)
        except BaseException as e:
            self._end(e if isinstance(e, StepFailure) else StepFailure("other", repr(e)))

    def _end(self, failure: Any) -> None:
        self.ended_nanos = time.monotonic_ns()
        self.failure = failure
        self.over = True
        self.strand.timeline.ended()
        self.ended.set()
        self._parent.wake()
