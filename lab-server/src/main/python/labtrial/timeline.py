"""Where a model says what a sampled task is doing: queued, running or waiting.

A task is always in one of the three. A stretch lasts from one stamp to the next; the strands of a
`parallel` step have timelines of their own, and while any are open the task is running when one of
them runs, else waiting when one waits, else queued.
"""

import threading
from time import monotonic_ns
from typing import Any, List, Tuple

QUEUED, RUNNING, WAITING = 0, 1, 2
STATES = ("QUEUED", "RUNNING", "WAITING")
MOST_SEGMENTS = 64


class NoTimeline:
    """Of a task that is not sampled: does nothing."""

    sampled = False

    def queued(self) -> None:
        pass

    def running(self) -> None:
        pass

    def waiting(self) -> None:
        pass

    def branch(self) -> "NoTimeline":
        return self

    def ended(self, nanos: int = 0) -> None:
        pass

    def elsewhere(self, segments: List[Tuple[int, int, int, str]]) -> None:
        pass


NONE = NoTimeline()


class Timeline:
    """The timeline of a sampled task or of one of its branches, recorded.

    A task is queued from the moment it began and over at the moment it ended, both as its flight
    noted them: a second look at the clock can come a turn of the GIL later, which is milliseconds.
    """

    sampled = True

    def __init__(self, keep: int = 0, begin: int = 0, parent: Any = None) -> None:
        self._parent = parent
        self._whole = _Whole(keep, begin or monotonic_ns()) if parent is None else parent._whole
        self._whole.strands.append(self)
        self.state = QUEUED
        self.branches = 0
        self._over = False

    def queued(self) -> None:
        self._change(QUEUED)

    def running(self) -> None:
        self._change(RUNNING)

    def waiting(self) -> None:
        self._change(WAITING)

    def _change(self, state: int) -> None:
        with self._whole.lock:
            if not self._over and not self._whole.over:
                self.state = state
                self._whole.settle(monotonic_ns())

    def branch(self) -> Any:
        with self._whole.lock:
            if self._over or self._whole.over:
                return NONE
            self.branches += 1
            branch = Timeline(parent=self)
            self._whole.settle(monotonic_ns())
            return branch

    def ended(self, nanos: int = 0) -> None:
        """Ends this strand; for the task's own timeline, ends the task, at `nanos` if given."""
        with self._whole.lock:
            if self._over or self._whole.over:
                return
            self._over = True
            self._whole.strands.remove(self)
            if self._parent is None:
                self._whole.end(nanos or monotonic_ns())
            else:
                self._parent.branches -= 1
                self._whole.settle(monotonic_ns())

    def elsewhere(self, segments: List[Tuple[int, int, int, str]]) -> None:
        """What a child has done for this strand; the rest of the time went into reaching it."""
        whole = self._whole
        with whole.lock:
            if self._over or whole.over or not segments:
                return
            sent = whole.since
            for state, start, _end, lane in segments:
                self.state = state
                whole.settle(start, lane)
            self.state = QUEUED
            done = segments[-1][2]
            whole.settle(done)
            whole.hand_over += segments[0][1] - sent + monotonic_ns() - done

    def nanos(self, state: int) -> int:
        return self._whole.sums[state]

    @property
    def hand_over(self) -> int:
        return self._whole.hand_over

    @property
    def end_nanos(self) -> int:
        return self._whole.since

    @property
    def segments(self) -> List[Tuple[int, int, int, str]]:
        return self._whole.kept


class _Whole:
    """What all strands of a task share."""

    def __init__(self, keep: int, begin: int) -> None:
        self.lock = threading.Lock()
        self.strands: List[Timeline] = []
        self.sums = [0, 0, 0]
        self.kept: List[Tuple[int, int, int, str]] = []
        self.keep = keep
        self.now = QUEUED
        self.lane = ""
        self.over = False
        self.hand_over = 0
        self.since = begin

    def settle(self, nanos: int, lane: str = "") -> None:
        state = self._of_the_task()
        if state != self.now:
            self._close(nanos)
            self.now = state
            if state == RUNNING and self.keep:
                self.lane = lane or threading.current_thread().name

    def end(self, nanos: int) -> None:
        self._close(nanos)
        self.over = True

    def _close(self, nanos: int) -> None:
        self.sums[self.now] += max(0, nanos - self.since)
        if len(self.kept) < self.keep:
            lane = self.lane if self.now == RUNNING else ""
            self.kept.append((self.now, self.since, nanos, lane))
        self.since = nanos

    def _of_the_task(self) -> int:
        waiting = False
        for strand in self.strands:
            if strand.branches == 0:
                if strand.state == RUNNING:
                    return RUNNING
                waiting = waiting or strand.state == WAITING
        return WAITING if waiting else QUEUED
