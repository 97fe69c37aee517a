"""Closed load: callers, each of which starts its next task when the one before has ended.

The next task starts from the completion of the last, on the model's own thread.
"""

import threading
from collections import deque
from time import monotonic_ns
from typing import Callable, Iterator, List, Optional

from labtrial.arrivals import park
from labtrial.flights import Flights
from labtrial.recorder import Recorder
from labtrial.window import Window
from labtrial.wire import Closed


class ClosedPacer:
    """C callers, each of which starts its next task when the one before has ended.

    They join evenly over one base delay: callers that started together would go on in step.
    """

    settles = True

    def __init__(
        self, load: Closed, join_nanos: int, flights: Flights, recorder: Recorder, spawn: Callable
    ) -> None:
        self._callers = load.concurrency
        self._join_nanos = join_nanos
        self._flights = flights
        self._recorder = recorder
        self._spawn = spawn
        self._lock = threading.Lock()
        self._ids = 0
        self._begins: List[Optional[int]] = [None] * load.concurrency
        self._stopped = False
        self._phase_ends = self._phase_must_end = 0

    def begin(self) -> None:
        self._spawn(self._join)

    def _join(self) -> None:
        idle: deque = deque()
        first = monotonic_ns()
        for caller in range(self._callers):
            due = first + self._join_nanos * caller // self._callers
            while not self._stopped and monotonic_ns() < due:
                park(due)
            if self._next(caller, monotonic_ns()):
                idle.append(caller)
        while idle:
            caller = idle.popleft()
            if self._next(caller, monotonic_ns()):
                idle.append(caller)

    def ended(self, slot: int, now: int) -> None:
        while self._next(slot, now):
            now = monotonic_ns()

    def _next(self, caller: int, now: int) -> bool:
        if self._stopped:
            self._begins[caller] = None
            return False
        self._begins[caller] = now
        with self._lock:
            task_id = self._ids
            self._ids += 1
        return self._flights.start(self, task_id, caller, now, now)

    def phase(self, nanos: int, most_nanos: int) -> None:
        now = monotonic_ns()
        self._phase_ends = now + nanos
        self._phase_must_end = now + most_nanos

    def phase_over(self) -> bool:
        now = monotonic_ns()
        whole = self._recorder.turns.turns() > 0
        return now >= self._phase_must_end or (now >= self._phase_ends and whole)

    def closing(self) -> int:
        return monotonic_ns() + Window.NOTICE_NANOS

    def close(self) -> None:
        self._stopped = True

    def drained(self) -> bool:
        return all(begin is None for begin in self._begins)

    def in_flight(self) -> Iterator[int]:
        return (begin for begin in list(self._begins) if begin is not None)

    def dropped(self) -> Iterator[int]:
        return iter(())

    late = 0
    wall_nanos: List[int] = []
