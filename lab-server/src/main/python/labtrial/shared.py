"""What the tasks of a model share on purpose: counters and caches by name, and what was counted."""

import itertools
import threading
from collections import OrderedDict
from time import monotonic_ns
from typing import Any, Callable, Dict, List, Optional, Tuple

from labtrial.cancellations import Cancellations
from labtrial.workload import Cache, StepFailure, Update


class Adder:
    """A count without a lock: every thread has a cell of its own."""

    def __init__(self) -> None:
        self._cells: List[List[int]] = []
        self._mine = threading.local()

    def add(self, amount: int = 1) -> None:
        cell = getattr(self._mine, "cell", None)
        if cell is None:
            cell = self._mine.cell = [0]
            self._cells.append(cell)
        cell[0] += amount

    def sum(self) -> int:
        return sum(cell[0] for cell in self._cells)


class Counter:
    """One number that many tasks add to. `attempts` loses nothing; what the value lacks was lost.

    Since 3.10 CPython switches threads only at calls and jumps back, so that a plain `+= 1` of an
    attribute happens to be whole under the GIL: luck of an implementation, not a promise. Without
    the GIL it loses updates as anywhere. There is no `volatile`: every attribute is read anew.
    """

    def __init__(self, how: str) -> None:
        self._how = how
        self._lock = threading.Lock()
        self._plain = 0
        self._atomic = itertools.count(1)
        self._last = 0
        self._adder = Adder()
        self._attempts = Adder()

    def add(self) -> None:
        self._attempts.add()
        how = self._how
        if how == "LOCK":
            with self._lock:
                self._plain += 1
        elif how == "ATOMIC":
            next(self._atomic)  # one call into C
        elif how == "ADDER":
            self._adder.add()
        else:  # PLAIN, VOLATILE; CONFINED when its owner calls
            self._plain += 1

    def lost(self) -> int:
        """Exact when nobody adds."""
        attempts = self._attempts.sum()
        if self._how == "ATOMIC":
            value = int(repr(self._atomic)[6:-1]) - 1  # `count(7)`: it has no other way to be read
            return attempts - value
        return attempts - (self._adder.sum() if self._how == "ADDER" else self._plain)


Waiter = Callable[[int, Optional[StepFailure]], None]

HIT, MISS, WAITING = "hit", "miss", "waiting"


class KeyedCache:
    """A bounded map from keys to results. Nobody blocks on it: who waits leaves a callback."""

    def __init__(self, step: Cache) -> None:
        self._step = step
        self._table = step.keys.table()
        self._lock = threading.Lock()
        self._entries: "OrderedDict[int, List[int]]" = OrderedDict()  # value, stored at, uses
        self._in_flight: Dict[int, List[Waiter]] = {}
        self.hits = 0
        self.look_ups = 0

    def key(self, task_id: int) -> int:
        return self._step.keys.of(task_id, self._table)

    def look(self, key: int, waiter: Waiter) -> Tuple[str, int]:
        """A hit with its value; a miss, after which the caller stores or fails; or waiting."""
        with self._lock:
            self.look_ups += 1
            entry = self._entries.get(key)
            if entry is not None and self._fresh(entry):
                entry[2] += 1
                if self._step.policy == "LRU":
                    self._entries.move_to_end(key)
                self.hits += 1
                return HIT, entry[0]
            if not self._step.single_flight:
                return MISS, 0
            if key not in self._in_flight:
                self._in_flight[key] = []
                return MISS, 0
            self.hits += 1  # answered by the work of another, if that succeeds
            self._in_flight[key].append(waiter)
            return WAITING, 0

    def give_up(self, key: int, waiter: Waiter) -> None:
        with self._lock:
            waiting = self._in_flight.get(key, [])
            if waiter in waiting:
                waiting.remove(waiter)

    def store(self, key: int, value: int) -> None:
        with self._lock:
            self._entries.pop(key, None)  # so that a value stored anew counts as new
            if len(self._entries) >= self._step.size:
                del self._entries[self._leaving()]
            self._entries[key] = [value, monotonic_ns(), 0]
            waiting = self._in_flight.pop(key, [])
        for waiter in waiting:
            waiter(value, None)

    def fail(self, key: int, failure: StepFailure) -> None:
        """Nothing is kept, and those who wait fail the same way."""
        with self._lock:
            waiting = self._in_flight.pop(key, [])
            self.hits -= len(waiting)
        for waiter in waiting:
            waiter(0, failure)

    def _fresh(self, entry: List[int]) -> bool:
        return self._step.policy != "TTL" or monotonic_ns() - entry[1] < self._step.ttl_nanos

    def _leaving(self) -> int:
        if self._step.policy == "LFU":
            return min(self._entries, key=lambda key: self._entries[key][2])
        return next(iter(self._entries))


class SharedState:
    """Counters, caches, locks and counts of one model instance."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counters: Dict[str, Counter] = {}
        self._caches: Dict[str, KeyedCache] = {}
        self._locks: Dict[str, Any] = {}
        self._counts: Dict[str, int] = {}
        self._also: List[Callable[[], None]] = []
        self.cancellations = Cancellations()

    def also_reset(self, reset: Callable[[], None]) -> None:
        """Something else that starts again with every reset."""
        self._also.append(reset)

    def counter(self, step: Update) -> Counter:
        return self._of(self._counters, step.counter, lambda: Counter(step.how))

    def cache(self, step: Cache) -> KeyedCache:
        return self._of(self._caches, step.name, lambda: KeyedCache(step))

    def lock(self, name: str) -> Any:
        return self._of(self._locks, name, threading.RLock)

    def _of(self, known: Dict[str, Any], name: str, make: Callable[[], Any]) -> Any:
        found = known.get(name)
        if found is None:
            with self._lock:
                found = known.setdefault(name, make())
        return found

    def count(self, metric: str, amount: int) -> None:
        """Counts something under the id of its metric, for example `bytes.moved`."""
        with self._lock:
            self._counts[metric] = self._counts.get(metric, 0) + amount

    def counts(self) -> Dict[str, int]:
        """What was counted since the last reset; only what occurred. Exact while no task runs."""
        counts = dict(self._counts)
        if self._counters:
            counts["lost-updates"] = sum(c.lost() for c in self._counters.values())
        if self._caches:
            counts["cache.hits"] = sum(c.hits for c in self._caches.values())
            counts["cache.look-ups"] = sum(c.look_ups for c in self._caches.values())
        return counts

    def forget_counts(self) -> None:
        with self._lock:
            self._counts.clear()

    def reset(self) -> None:
        """Empties caches, counters and counts; to be called while no task runs."""
        self._counters.clear()
        self._caches.clear()
        self._counts.clear()
        self.cancellations.next()
        for reset in self._also:
            reset()
