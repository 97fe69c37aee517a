"""Tasks on their way through the model, and what becomes of them."""

import threading
from time import monotonic_ns
from typing import Any

from labtrial.faults import Faults, TrialFault
from labtrial.kinds import KindDraw
from labtrial.recorder import Recorder
from labtrial.wire import Cell
from labtrial.workload import Task


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
        self.timeline = flights.recorder.sampling.timeline_of(task_id, begin)
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
            self.timeline.ended(now)
            self._flights.recorder.succeeded(self, checksum, now)
            self._next(now)

    def failed(self, cause: BaseException) -> None:
        if self._end():
            now = monotonic_ns()
            self.timeline.ended(now)
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
