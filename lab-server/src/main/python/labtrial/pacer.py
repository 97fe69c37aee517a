"""Decides when tasks start: closed, open and batch load, with the same rules as in Java.

Latency counts from the intended start.
"""

import threading
from collections import deque
from typing import Any, Callable

from labtrial.arrivals import intended
from labtrial.counts import Counts
from labtrial.faults import Faults, TrialFault
from labtrial.flights import Flights
from labtrial.pacer_batch import BatchPacer
from labtrial.pacer_closed import ClosedPacer
from labtrial.pacer_open import OpenPacer
from labtrial.recorder import Recorder
from labtrial.window import Window
from labtrial.wire import Batch, Cell, Closed

TAIL_NANOS = 5_000_000_000  # the schedule of an open load is this much longer than its window


class Pacing:
    """A thread of its own that starts tasks, owned by one run of a cell."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._orders: deque = deque()
        self._given = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, name="pacing", daemon=True)
        self._thread.start()

    def spawn(self, loop: Callable[[], None]) -> None:
        self._orders.append(loop)
        self._given.release()

    def _run(self) -> None:
        while True:
            self._given.acquire()
            loop = self._orders.popleft()
            if loop is None:
                return
            try:
                loop()
            except BaseException as e:
                self._faults.raise_(TrialFault("bug", f"pacing: {e!r}"))

    def close(self) -> None:
        """Does not wait for the thread: it may be stuck inside the model."""
        self.spawn(None)


def create(
    cell: Cell,
    load: Any,
    flights: Flights,
    recorder: Recorder,
    window: Window,
    counts: Counts,
    seed: int,
    length_nanos: int,
    spawn: Callable,
) -> Any:
    """The pacer of a load that may last so long."""
    if isinstance(load, Closed):
        join_nanos = min(cell.base_delay_nanos, length_nanos // 4)
        return ClosedPacer(load, join_nanos, flights, recorder, spawn)
    if isinstance(load, Batch):
        return BatchPacer(load, flights, recorder, window, counts, spawn)
    times = intended(load.rate_per_second, load.poisson, seed, length_nanos + TAIL_NANOS)
    return OpenPacer(load, times, flights, window, spawn)
