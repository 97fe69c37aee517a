"""Batch load: whole repetitions, so that a window holds nothing else."""

import threading
from time import monotonic_ns
from typing import Callable, Iterator, List

from labtrial.counts import Counts
from labtrial.flights import Flights
from labtrial.recorder import Recorder
from labtrial.window import Window
from labtrial.wire import Batch


class BatchPacer:
    """All N tasks at once, again and again until the phase has lasted long enough."""

    settles = False

    def __init__(
        self,
        load: Batch,
        flights: Flights,
        recorder: Recorder,
        window: Window,
        counts: Counts,
        spawn: Callable,
    ) -> None:
        self._tasks = load.tasks
        self._flights = flights
        self._recorder = recorder
        self._window = window
        self._counts = counts
        self._spawn = spawn
        self._lock = threading.Lock()
        self._ids = 0
        self._left = 0
        self._until = 0
        self._began = 0
        self._last_end = 0
        self._over = True
        self._stopped = False
        self.late = 0
        self.wall_nanos: List[int] = []

    def begin(self) -> None:
        """Every phase starts its own repetitions."""

    def phase(self, nanos: int, most_nanos: int) -> None:
        self._over = False
        self._until = monotonic_ns() + nanos
        self._spawn(self._repetition)

    def _repetition(self) -> None:
        self._counts.reset()
        now = self._began = monotonic_ns()
        self._left = self._tasks
        for slot in range(self._tasks):
            if self._stopped:
                return
            task_id = self._ids
            self._ids += 1
            if self._flights.start(self, task_id, slot, now, monotonic_ns()):
                self.ended(slot, monotonic_ns())

    def ended(self, slot: int, now: int) -> None:
        with self._lock:
            self._left -= 1
            if self._left > 0:
                return
        if self._window.holds(self._began):
            self.wall_nanos.append(now - self._began)
            self._counts.repetition_ended()
        if now < self._until and not self._stopped:
            self._spawn(self._repetition)
        else:
            self._last_end = now
            self._over = True
            self._flights.faults.woken.set()  # whoever measures looks again

    def phase_over(self) -> bool:
        return self._over

    def closing(self) -> int:
        return self._last_end + 1

    def close(self) -> None:
        self._stopped = True

    def drained(self) -> bool:
        return self._recorder.in_flight.now == 0

    def in_flight(self) -> Iterator[int]:
        return (self._began for _ in range(self._recorder.in_flight.now))

    def dropped(self) -> Iterator[int]:
        return iter(())
