"""The part of a task that one thread runs, and how to stop it from outside.

A thread of Python cannot be interrupted. So it never waits for anything but its own strand:
whoever has news wakes the strand, and the one that is stopped finds out when it wakes. What
computes, or sits in a lock, is found out about afterwards.
"""

import heapq
import itertools
import threading
from time import monotonic_ns
from typing import Any, Callable, Dict, List, Optional, Tuple

from labtrial.workload import StepFailure


def cancelled() -> StepFailure:
    return StepFailure("cancelled", "cancelled")


class Strand:
    """A task, a branch of one, or what a timeout covers."""

    __slots__ = (
        "task_id",
        "timeline",
        "held",
        "stopped",
        "_wake",
        "_inner",
        "_abort",
    )

    def __init__(self, task_id: int, timeline: Any) -> None:
        self.task_id = task_id
        self.timeline = timeline
        self.held: List[Any] = []
        self.stopped = False
        self._wake = threading.Event()
        self._inner: Optional[Strand] = None
        self._abort: Optional[Callable[[], None]] = None

    def branch(self) -> "Strand":
        """One that runs beside this one, on another thread."""
        return Strand(self.task_id, self.timeline.branch())

    def stop(self) -> None:
        """One-way: what was stopped fails. From any thread."""
        self.stopped = True  # before the rest is read: the strand does it the other way round
        inner, abort = self._inner, self._abort
        if inner is not None:
            inner.stop()
        if abort is not None:
            abort()
        self._wake.set()

    def check(self) -> None:
        if self.stopped:
            raise cancelled()

    def wake(self) -> None:
        """There is news. From any thread."""
        self._wake.set()

    def sleep(self, nanos: int) -> None:
        until = monotonic_ns() + nanos
        self.wait_for(lambda: monotonic_ns() >= until, until)

    def wait_for(self, news: Callable[[], bool], until: Optional[int] = None) -> None:
        """Waits until there is such news; raises when stopped."""
        while True:
            self._wake.clear()
            self.check()
            if news():
                return
            self._wake.wait(None if until is None else max(0, until - monotonic_ns()) / 1e9)

    def abortable(self, abort: Optional[Callable[[], None]]) -> None:
        """What to do besides, when stopped: for waiting in the kernel, out of reach of `wake`."""
        self._abort = abort
        if abort is not None:
            self.check()

    def within(
        self, nanos: int, alarms: "Alarms", cancellations: Any, work: Callable[["Strand"], int]
    ) -> int:
        """Runs work that is stopped when it takes too long; this strand itself goes on."""
        inner = Strand(self.task_id, self.timeline)
        inner.held = self.held
        cancellation = cancellations.within(nanos)
        settled = threading.Lock()  # the first to take it decides: alarm or end

        def ring() -> None:
            if settled.acquire(blocking=False):
                cancellation.begin()
                inner.stop()

        self._inner = inner
        alarm = alarms.set(nanos, ring)
        try:
            self.check()
            result = work(inner)
            if settled.acquire(blocking=False):
                return result
        except StepFailure:
            if settled.acquire(blocking=False):
                raise
        finally:
            alarm.cancel()
            self._inner = None
        cancellation.ended()
        raise StepFailure("timeout", f"no result within {nanos} ns")


class Alarms:
    """One thread for all timeouts; it starts with the first."""

    class Alarm:
        __slots__ = ("action",)

        def __init__(self, action: Callable[[], None]) -> None:
            self.action: Optional[Callable[[], None]] = action

        def cancel(self) -> None:
            self.action = None

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._heap: List[Tuple[int, int, Alarms.Alarm]] = []
        self._order = itertools.count()
        self._thread: Optional[threading.Thread] = None
        self._closed = False

    def set(self, nanos: int, action: Callable[[], None]) -> "Alarms.Alarm":
        alarm = Alarms.Alarm(action)
        entry = (monotonic_ns() + nanos, next(self._order), alarm)
        with self._news:
            heapq.heappush(self._heap, entry)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="timeouts")
                self._thread.start()
            elif self._heap[0] is entry:
                self._news.notify()
        return alarm

    def _run(self) -> None:
        while True:
            with self._news:
                while self._heap and self._heap[0][2].action is None:
                    heapq.heappop(self._heap)
                if self._closed:
                    return
                left = self._heap[0][0] - monotonic_ns() if self._heap else None
                if left is None or left > 0:
                    self._news.wait(None if left is None else left / 1e9)
                    continue
                alarm = heapq.heappop(self._heap)[2]
            action = alarm.action
            if action is not None:
                action()

    def close(self) -> None:
        with self._news:
            self._closed = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join()


class Together:
    """Strands beside each other for one parent: join all; the first failure stops the rest."""

    def __init__(self, parent: Strand, pool: Any, cancellations: Any) -> None:
        self._parent = parent
        self._cancellations = cancellations
        self._of_others: Any = None
        self._pool = pool
        self._lock = threading.Lock()
        self._strands: Dict[int, Strand] = {}
        self._open = 0
        self._failure: Optional[StepFailure] = None

    def fork(self, work: Callable[[Strand], Any]) -> None:
        """Runs work on a thread of the pool, unless one has failed already."""
        strand = self._parent.branch()
        with self._lock:
            if self._failure is not None:
                strand.timeline.ended()
                return
            self._strands[id(strand)] = strand
            self._open += 1
        try:
            self._pool.submit(self._run, strand, work)
        except RuntimeError:  # the pool is closed
            self.fail(cancelled())
            self._ended(strand)

    def _run(self, strand: Strand, work: Callable[[Strand], Any]) -> None:
        strand.timeline.running()
        try:
            strand.check()
            work(strand)
        except BaseException as e:
            self.fail(e if isinstance(e, StepFailure) else StepFailure("other", repr(e)))
        finally:
            self._ended(strand)

    def _ended(self, strand: Strand) -> None:
        strand.timeline.ended()
        with self._lock:
            del self._strands[id(strand)]
            self._open -= 1
        self._parent.wake()

    def fail(self, cause: StepFailure) -> None:
        with self._lock:
            if self._failure is not None:
                return
            self._failure = cause
            # What is stopped from outside is counted where that happened.
            if self._open > 1 and not self._parent.stopped:
                self._of_others = self._cancellations.begin()
            strands = list(self._strands.values())
        for strand in strands:
            strand.stop()

    def failed(self) -> bool:
        return self._failure is not None

    def join(self) -> None:
        """Waits for all, also when the parent is told to stop: no branch outlives its task."""
        self._parent.timeline.queued()
        while True:
            try:
                self._parent.wait_for(lambda: self._open == 0)
                break
            except StepFailure as e:
                self.fail(e)
                self._join_stopped()
                break
        self._parent.timeline.running()
        if self._of_others is not None:
            self._of_others.ended()
        if self._failure is not None:
            raise self._failure

    def _join_stopped(self) -> None:
        while self._open > 0:
            self._parent._wake.wait(0.05)
            self._parent._wake.clear()
