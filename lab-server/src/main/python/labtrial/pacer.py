"""Decides when tasks start: closed, open and batch load, with the same rules as in Java.

Latency counts from the intended start. The next task of a closed load starts from the completion
of the last, on the model's own thread; an arrival of an open load that finds no place in flight
keeps the start it was meant to have.
"""

import math
import threading
from collections import deque
from time import monotonic_ns, sleep
from typing import Any, Callable, Iterator, List, Optional

from labtrial.recorder import Faults, KindDraw, Recorder, TrialFault, Window
from labtrial.wire import Batch, Cell, Closed, Open
from labtrial.workload import GOLDEN, Task, mix

TAIL_NANOS = 5_000_000_000  # the schedule of an open load is this much longer than its window


class Flight:
    """One task on its way through the model."""

    __slots__ = (
        "_flights",
        "_pacer",
        "id",
        "slot",
        "kind",
        "intended",
        "begin",
        "timeline",
        "started_nanos",
        "_starter",
        "handed_over",
        "ended_inside",
        "_ended",
    )

    def __init__(
        self, flights: "Flights", pacer: Any, task_id: int, slot: int, intended: int, begin: int
    ) -> None:
        self._flights = flights
        self._pacer = pacer
        self.id = task_id
        self.slot = slot
        self.kind = flights.draw.kind(task_id)
        self.intended = intended
        self.begin = begin
        self.timeline = flights.recorder.sampling.timeline_of(task_id)
        self.started_nanos = begin
        self._starter = threading.get_ident()
        self.handed_over = False
        self.ended_inside = False
        self._ended = False

    def started(self) -> None:
        """The task got its thread, loop turn or child."""
        self.started_nanos = monotonic_ns()
        self.timeline.running()

    def succeeded(self, checksum: int) -> None:
        if self._end():
            now = monotonic_ns()
            self.timeline.ended()
            self._flights.recorder.succeeded(self, checksum, now)
            self._next(now)

    def failed(self, cause: BaseException) -> None:
        if self._end():
            now = monotonic_ns()
            self.timeline.ended()
            if isinstance(cause, MemoryError):
                self._flights.faults.raise_(TrialFault("out-of-memory", str(cause)))
            self._flights.recorder.failed(self, cause, now)
            self._next(now)

    def _end(self) -> bool:
        if self._ended:
            fault = TrialFault("bug", f"the model ended task {self.id} twice")
            self._flights.faults.raise_(fault)
            return False
        self._ended = True
        return True

    def _next(self, now: int) -> None:
        if not self.handed_over and threading.get_ident() == self._starter:
            self.ended_inside = True  # the starter goes on itself: calls would nest with every task
        else:
            self._pacer.ended(self.slot, now)


class Flights:
    """Sends tasks into the model and notes what becomes of them."""

    def __init__(
        self, model: Any, cell: Cell, seed: int, recorder: Recorder, faults: Faults
    ) -> None:
        self._model = model
        self._kinds = cell.kinds
        self.draw = KindDraw(cell.kinds, seed)
        self.recorder = recorder
        self.faults = faults

    def start(self, pacer: Any, task_id: int, slot: int, intended: int, now: int) -> bool:
        """Starts a task. True when it ended inside this call, on this thread."""
        flight = Flight(self, pacer, task_id, slot, intended, now)
        self.recorder.begun(intended, now)
        try:
            self._model.start(Task(task_id, self._kinds[flight.kind].steps), flight)
        except MemoryError as e:
            self.faults.raise_(TrialFault("out-of-memory", str(e)))
        except Exception as e:
            if "can't start new thread" in str(e):
                self.faults.raise_(TrialFault("out-of-memory", str(e)))
            flight.failed(e)
        flight.handed_over = True
        return flight.ended_inside


def park(until: int) -> None:
    """Sleeps until a time of the monotonic clock; may return a little early."""
    left = until - monotonic_ns()
    if left > 0:
        sleep(left / 1e9)


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
        self._spawn(self._pace)

    def _pace(self) -> None:
        for due in self._times:
            while not self._stopped and monotonic_ns() < due:
                park(due)
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

    def drained(self) -> bool:
        return self._present == 0

    def in_flight(self) -> Iterator[int]:
        return (self._times[i] for i in range(self._following) if not self._over[i])

    def dropped(self) -> Iterator[int]:
        """Arrivals meant for the window or before that never started."""
        rest = range(self._following, len(self._times))
        return (self._times[i] for i in rest if self._times[i] < self._window.closes)


class BatchPacer:
    """All N tasks at once, again and again until the phase has lasted long enough."""

    settles = False

    def __init__(
        self, load: Batch, flights: Flights, recorder: Recorder, window: Window, spawn: Callable
    ) -> None:
        self._tasks = load.tasks
        self._flights = flights
        self._recorder = recorder
        self._window = window
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


def intended(rate_per_second: float, poisson: bool, seed: int, nanos: int) -> List[int]:
    """Arrivals from 0, all below `nanos`; the same as Java's, whose generator is SplitMix64."""
    gap = 1e9 / rate_per_second
    if not poisson:
        return [int(i * gap) for i in range(math.ceil(nanos / gap))]
    times = []
    at = 0.0
    while True:
        seed += GOLDEN
        at -= math.log1p(-(mix(seed) >> 11) * 2.0**-53) * gap
        if at >= nanos:
            return times
        times.append(int(at))


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
    seed: int,
    length_nanos: int,
    spawn: Callable,
) -> Any:
    """The pacer of a load that may last so long."""
    if isinstance(load, Closed):
        join_nanos = min(cell.base_delay_nanos, length_nanos // 4)
        return ClosedPacer(load, join_nanos, flights, recorder, spawn)
    if isinstance(load, Batch):
        return BatchPacer(load, flights, recorder, window, spawn)
    times = intended(load.rate_per_second, load.poisson, seed, length_nanos + TAIL_NANOS)
    return OpenPacer(load, times, flights, window, spawn)
