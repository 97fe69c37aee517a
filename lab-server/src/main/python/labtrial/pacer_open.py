"""Open load: an arrival that finds no place in flight keeps the start it was meant to have."""

import threading
from itertools import islice
from time import monotonic_ns
from typing import Callable, Iterator, List, Optional

from labtrial.flights import Flights
from labtrial.generator import Metronome
from labtrial.window import Window
from labtrial.wire import Open


class OpenPacer:
    """Arrivals come when they were meant to come, however the model is doing."""

    settles = True

    def __init__(
        self, load: Open, times: List[int], flights: Flights, window: Window, spawn: Callable
    ) -> None:
        self._most = load.max_in_flight
        self._times = times
        self._flights = flights
        self._window = window
        self._spawn = spawn
        self._metronome = Metronome()
        self._lock = threading.Lock()
        self._waiting = 0
        self._present = 0
        self._following = 0  # arrivals start in order: those waiting are the ones from here on
        self._over = bytearray(len(times))
        self._stopped = False
        self._phase_ends = 0
        self.late = 0
        self.wall_nanos: List[int] = []

    def begin(self) -> None:
        origin = monotonic_ns()
        self._times = [origin + time for time in self._times]
        self._metronome.begin(self._times)
        self._spawn(self._pace)

    def _pace(self) -> None:
        times = iter(self._times)
        for count in self._metronome.ticks():
            for due in islice(times, count):
                if self._stopped:
                    return
                index = self._take(due)
                if index is not None:
                    self._run(index, monotonic_ns())

    def _take(self, due: int) -> Optional[int]:
        """Takes a place in flight, or joins those who wait for one."""
        with self._lock:
            if self._present >= self._most:
                self._waiting += 1
                self.late += self._window.holds(due)
                return None
            self._present += 1
            return self._following_index()

    def _following_index(self) -> int:
        self._following += 1
        return self._following - 1

    def _run(self, index: Optional[int], now: int) -> None:
        while index is not None:
            if not self._flights.start(self, index, index, self._times[index], now):
                return
            index = self._hand_on(index)
            now = monotonic_ns()

    def ended(self, slot: int, now: int) -> None:
        self._run(self._hand_on(slot), now)

    def _hand_on(self, slot: int) -> Optional[int]:
        """Gives the place of an ended task to the next who waits, or back."""
        self._over[slot] = 1
        with self._lock:
            wanted = self._waiting > 0 and not (
                self._stopped and self._times[self._following] >= self._window.closes
            )
            if wanted:
                self._waiting -= 1
                return self._following_index()
            self._present -= 1
            return None

    def phase(self, nanos: int, most_nanos: int) -> None:
        self._phase_ends = monotonic_ns() + nanos

    def phase_over(self) -> bool:
        return monotonic_ns() >= self._phase_ends

    def closing(self) -> int:
        return monotonic_ns() + Window.NOTICE_NANOS

    def close(self) -> None:
        self._stopped = True
        self._metronome.stop()

    def lateness99(self) -> int:
        """Of the generator alone, once closed."""
        return self._metronome.lateness99(self._window)

    def drained(self) -> bool:
        return self._present == 0

    def in_flight(self) -> Iterator[int]:
        return (self._times[i] for i in range(self._following) if not self._over[i])

    def dropped(self) -> Iterator[int]:
        """Arrivals meant for the window or before that never started."""
        rest = range(self._following, len(self._times))
        return (self._times[i] for i in rest if self._times[i] < self._window.closes)
