"""A semaphore with a line of known length, for threads; first come, first served.

Not a `threading.Semaphore`: who is rejected would be luck, and nobody could be taken out of its
line.
"""

import threading
from typing import Callable, Dict, List

from labtrial.strand import Strand
from labtrial.workload import StepFailure


def rejected(name: str) -> StepFailure:
    return StepFailure("rejected", f"limit {name} has no room")


class Place:
    """A place inside or in the line; `told` is called when it is granted to one who waited."""

    __slots__ = ("granted", "told")

    def __init__(self, told: Callable[[], None]) -> None:
        self.granted = False
        self.told = told


class Bulkhead:
    """At most so many inside; at most `queue` in line, -1 for any number."""

    def __init__(self, permits: int, queue: int = -1) -> None:
        self._lock = threading.Lock()
        self._free = permits
        self._queue = queue
        self._line: List[Place] = []

    def ask(self, name: str, place: Place) -> None:
        """Grants the place at once, or puts it in the line; raises when that is full."""
        with self._lock:
            if self._free > 0:
                self._free -= 1
                place.granted = True
            elif 0 <= self._queue <= len(self._line):
                raise rejected(name)
            else:
                self._line.append(place)

    def leave(self, place: Place) -> None:
        """Gives back a place, or stops waiting for it."""
        with self._lock:
            if not place.granted:
                self._line.remove(place)
                return
            if not self._line:
                self._free += 1
                return
            following = self._line.pop(0)
            following.granted = True
        following.told()

    def enter(self, name: str, strand: Strand) -> Place:
        """Blocks until inside."""
        place = Place(strand.wake)
        self.ask(name, place)
        try:
            strand.wait_for(lambda: place.granted)
        except StepFailure:
            self.leave(place)
            raise
        return place


class Bulkheads:
    """The bulkheads of one model by name; the first step to name one sets its size."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_name: Dict[str, Bulkhead] = {}

    def of(self, name: str, permits: int, queue: int) -> Bulkhead:
        with self._lock:
            bulkhead = self._by_name.get(name)
            if bulkhead is None:
                bulkhead = self._by_name[name] = Bulkhead(permits, queue)
            return bulkhead

    def enter(self, name: str, permits: int, queue: int, strand: Strand) -> Callable[[], None]:
        """Blocks until inside; returns how to leave."""
        bulkhead = self.of(name, permits, queue)
        place = bulkhead.enter(name, strand)
        return lambda: bulkhead.leave(place)
