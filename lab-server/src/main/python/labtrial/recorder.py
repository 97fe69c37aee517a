"""Everything counted about the tasks of one cell.

Rates, counts and turns take the tasks that ended inside the window, as Little's law needs.
Durations take the same tasks in closed and batch load; in open load the arrivals meant for the
window, whenever they ended. One lock covers it all: the GIL alone does not make `+=` atomic, and
some builds have none.
"""

import sys
import threading
import time
from typing import Any, Dict

from labtrial.hdr import Histogram
from labtrial.sampling import Sampling
from labtrial.window import NEVER, InFlight, WholeTurns, Window
from labtrial.wire import Cell, Closed, Open
from labtrial.workload import StepFailure, kernels_of, to_long

_RELIEF_SECONDS = 0.001


class Recorder:
    """Called by the threads of the model, for every task at its begin and at its end."""

    def __init__(self, cell: Cell, window: Window, traced_tasks: int = 0) -> None:
        self._cell = cell
        self._window = window
        self._open = isinstance(cell.load, Open)
        self._lock = threading.Lock()
        closed = isinstance(cell.load, Closed)
        width = cell.width or NEVER
        self.turns = WholeTurns(min(cell.load.concurrency, width) if closed else 1)
        self.in_flight = InFlight(window)
        self.sampling = Sampling(traced_tasks)
        self._by_kind = [Histogram() for _ in cell.kinds] if len(cell.kinds) > 1 else []
        self._latency = Histogram()
        self._service = Histogram()
        self._completed = [0] * len(cell.kinds)
        self._queued_nanos = 0
        self._started = 0
        self._errors: Dict[str, int] = {}
        self._told: Dict[str, str] = {}
        self.done = 0
        self.not_done = 0
        # When whoever measures is long overdue. A loop that lets go of the GIL very often takes it
        # back before another thread has woken up, for seconds (seen in 3.9, 3.10): then it waits.
        self.overdue_at = NEVER

    def begun(self, intended: int, now: int) -> None:
        with self._lock:
            self.in_flight.change(1, now)
            if self._window.holds(now):
                self._started += 1

    def succeeded(self, flight: Any, checksum: int, now: int) -> None:
        kind = self._cell.kinds[flight.kind]
        right = to_long(checksum) == kind.checksum
        with self._lock:
            if self._window.holds(now):
                self.turns.ended(now)
                if right:
                    self._completed[flight.kind] += 1
                    self._queued_nanos += flight.started_nanos - flight.begin
                    if flight.timeline.sampled:
                        self.sampling.completed(flight, kind.name, now - flight.begin)
                else:
                    text = f"checksum {to_long(checksum)} instead of {kind.checksum}"
                    self._error("wrong-result", text)
            if right:
                self.done += 1
                self._durations(flight, now)
            else:
                self.not_done += 1
            self.in_flight.change(-1, now)
        if now > self.overdue_at:
            self.overdue_at = NEVER
            time.sleep(_RELIEF_SECONDS)

    def failed(self, flight: Any, cause: BaseException, now: int) -> None:
        kind = cause.kind if isinstance(cause, StepFailure) else "other"
        with self._lock:
            self.not_done += 1
            if self._window.holds(now):
                self.turns.ended(now)
                self._error(kind, str(cause) or repr(cause))
            if kind == "timeout":
                self._durations(flight, now)
            self.in_flight.change(-1, now)

    def _error(self, kind: str, text: str) -> None:
        self._errors[kind] = self._errors.get(kind, 0) + 1
        if kind not in self._told:
            self._told[kind] = text
            print(self._cell.id, kind + ":", text, file=sys.stderr)

    def _durations(self, flight: Any, now: int) -> None:
        if self._window.holds(flight.intended if self._open else now):
            self._latency.record(now - flight.intended)
            self._service.record(now - flight.started_nanos)
            if self._by_kind:
                self._by_kind[flight.kind].record(now - flight.intended)

    def still_open(self, intended: int, now: int, timed_out: bool) -> None:
        """The drain is over and this arrival or task is not: it took at least this long."""
        with self._lock:
            if timed_out:
                self._errors["timeout"] = self._errors.get("timeout", 0) + 1
            if not self._open or self._window.holds(intended):
                self._latency.record(now - intended)

    def completed(self) -> int:
        return sum(self._completed)

    def kernel_calls(self) -> int:
        per_kind = (len(kernels_of(kind.steps)) for kind in self._cell.kinds)
        return sum(calls * n for calls, n in zip(per_kind, self._completed))

    def figures(self, timed_out: int) -> Dict[str, Any]:
        """The part of `Measurement` that is about tasks."""
        window_nanos = self._window.nanos()
        completed = self.completed()
        failed = sum(self._errors.values())
        turns = self.turns.turns() if isinstance(self._cell.load, Closed) else 0
        rate = completed * 1e9 / window_nanos
        if turns:
            # Whole turns count failed tasks too, which hold their callers just as long.
            ended = completed + failed - timed_out
            rate = self.turns.rate_per_second(window_nanos) * completed / ended
        return {
            "cell": self._cell.id,
            "windowNanos": window_nanos,
            "completed": completed,
            "failed": failed,
            "wrong": self._errors.get("wrong-result", 0),
            "errors": self._errors,
            "throughput": rate,
            "turns": turns,
            "started": self._started,
            "inFlightMean": self.in_flight.mean(),
            "latency": self._latency.distribution(),
            "service": self._service.distribution(),
            "kinds": {
                kind.name: histogram.distribution()
                for kind, histogram in zip(self._cell.kinds, self._by_kind)
            },
            "queueNanosMean": self._queued_nanos / completed if completed else 0.0,
            "kernelCalls": self.kernel_calls(),
            "split": self.sampling.split(),
        }
