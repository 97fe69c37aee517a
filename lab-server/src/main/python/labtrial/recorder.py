"""Everything counted about the tasks of one cell.

Rates, counts and turns take the tasks that ended inside the window, as Little's law needs.
Durations take the same tasks in closed and batch load; in open load the arrivals meant for the
window, whenever they ended. One lock covers it all: the GIL alone does not make `+=` atomic, and
some builds have none.
"""

import sys
import threading
import time
from typing import Any, Dict, List, Optional

from labtrial import timeline
from labtrial.hdr import Histogram
from labtrial.wire import Cell, Closed, Kind, Open
from labtrial.workload import GOLDEN, StepFailure, kernels_of, mix, to_long

_NEVER = (1 << 63) - 1
_RELIEF_SECONDS = 0.001
_MASK = (1 << 64) - 1


class KindDraw:
    """Which kind of task an id is, by seed and id alone: every model gets the same mix."""

    def __init__(self, kinds: List[Kind], seed: int) -> None:
        self._seed = seed
        total = sum(kind.share for kind in kinds)
        self._up_to: List[float] = []
        reached = 0.0
        for kind in kinds:
            reached += kind.share / total
            self._up_to.append(reached)

    def kind(self, task_id: int) -> int:
        last = len(self._up_to) - 1
        if last == 0:
            return 0
        u = (mix(self._seed + task_id * GOLDEN) >> 11) * 2.0**-53
        kind = 0
        while kind < last and u >= self._up_to[kind]:
            kind += 1
        return kind


class Window:
    """The half-open interval that is measured.

    An edge is announced a moment before it is due, so that whoever takes a time and then asks gets
    the same answer however long it had to wait for the GIL in between.
    """

    NOTICE_NANOS = 200_000

    def __init__(self) -> None:
        self.opens = _NEVER
        self.closes = _NEVER

    def holds(self, nanos: int) -> bool:
        return self.opens <= nanos < self.closes

    def nanos(self) -> int:
        return self.closes - self.opens


class WholeTurns:
    """Throughput over whole turns: k C' / (t[n0 + k C'] - t[n0])."""

    def __init__(self, turn: int) -> None:
        self._turn = max(1, turn)
        self._count = 0
        self._first = 0
        self._mark = 0

    def ended(self, nanos: int) -> None:
        if self._count == 0:
            self._first = nanos
        elif self._count % self._turn == 0:
            self._mark = nanos
        self._count += 1

    def turns(self) -> int:
        return max(0, (self._count - 1) // self._turn)

    def rate_per_second(self, window_nanos: int) -> float:
        nanos = self._mark - self._first
        if self.turns() == 0 or nanos <= 0:
            return self._count * 1e9 / window_nanos
        return self.turns() * self._turn * 1e9 / nanos


class InFlight:
    """Tasks in flight: now, the peak, and the time average over the window."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.now = 0
        self.peak = 0
        self._before = [0, 0]
        self._inside = [0, 0]

    def change(self, sign: int, nanos: int) -> None:
        self.now += sign
        self.peak = max(self.peak, self.now)
        if nanos < self._window.closes:
            part = self._before if nanos < self._window.opens else self._inside
            part[0] += sign
            part[1] += sign * nanos

    def mean(self) -> float:
        """The integral up to T is the sum of (T - start) less the sum of (T - end)."""
        opens, closes = self._window.opens, self._window.closes
        until = (self._before[0] + self._inside[0]) * closes - self._before[1] - self._inside[1]
        return (until - (self._before[0] * opens - self._before[1])) / self._window.nanos()


class Sampling:
    """Which tasks say what they are doing: all of the first 250, then fewer the more there are.

    At the end all are thinned out alike, so that every task of the cell had the same chance.
    """

    _DENSE = 250
    _EIGHTH = 3
    _MOST = 1_950

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._samples: List[Any] = []
        self.kept: List[Dict[str, Any]] = []

    def timeline_of(self, task_id: int) -> Any:
        if not self._counts(task_id, self._halvings(task_id)):
            return timeline.NONE
        return timeline.Timeline(timeline.MOST_SEGMENTS if self._keep else 0)

    def _halvings(self, task_id: int) -> int:
        halvings = 0
        while task_id >= (self._DENSE if halvings < self._EIGHTH else self._MOST) << halvings:
            halvings += 1
        return halvings

    @staticmethod
    def _counts(task_id: int, halvings: int) -> bool:
        return (task_id * GOLDEN & _MASK) >> 64 - halvings == 0 if halvings else True

    def completed(self, flight: Any, kind: str, whole_nanos: int) -> None:
        line = flight.timeline
        self._samples.append((flight.id, line, whole_nanos))
        if line.segments and len(self.kept) < self._keep:
            begin = line.segments[0][1]
            self.kept.append(
                {
                    "id": flight.id,
                    "kind": kind,
                    "intendedNanos": begin - (flight.begin - flight.intended),
                    "beginNanos": begin,
                    "startedNanos": begin + flight.started_nanos - flight.begin,
                    "endNanos": line.end_nanos,
                    "segments": [
                        {
                            "state": timeline.STATES[state],
                            "startNanos": start,
                            "endNanos": end,
                            "lane": lane,
                        }
                        for state, start, end, lane in line.segments
                    ],
                }
            )

    def split(self) -> Dict[str, Any]:
        """Means per task, as `TimeSplit`."""
        halvings = self._halvings(max((sample[0] for sample in self._samples), default=0))
        even = [sample for sample in self._samples if self._counts(sample[0], halvings)]
        n = max(1, len(even))
        return {
            "tasks": len(even),
            "queueNanos": sum(line.nanos(timeline.QUEUED) for _, line, _ in even) / n,
            "waitNanos": sum(line.nanos(timeline.WAITING) for _, line, _ in even) / n,
            "runNanos": sum(line.nanos(timeline.RUNNING) for _, line, _ in even) / n,
            "wholeNanos": sum(whole for _, _, whole in even) / n,
            "handOverNanos": sum(line.hand_over for _, line, _ in even) / n,
        }


class Recorder:
    """Called by the threads of the model, for every task at its begin and at its end."""

    def __init__(self, cell: Cell, window: Window, traced_tasks: int = 0) -> None:
        self._cell = cell
        self._window = window
        self._open = isinstance(cell.load, Open)
        self._lock = threading.Lock()
        closed = isinstance(cell.load, Closed)
        width = cell.width or _NEVER
        self.turns = WholeTurns(min(cell.load.concurrency, width) if closed else 1)
        self.in_flight = InFlight(window)
        self.sampling = Sampling(traced_tasks)
        self._by_kind = [Histogram() for _ in cell.kinds] if len(cell.kinds) > 1 else []
        self._latency = Histogram()
        self._service = Histogram()
        self._lateness = Histogram()
        self._completed = [0] * len(cell.kinds)
        self._queued_nanos = 0
        self._started = 0
        self._errors: Dict[str, int] = {}
        self._told: Dict[str, str] = {}
        self.done = 0
        self.not_done = 0
        # When whoever measures is long overdue. A loop that lets go of the GIL very often takes it
        # back before another thread has woken up, for seconds (seen in 3.9, 3.10): then it waits.
        self.overdue_at = _NEVER

    def begun(self, intended: int, now: int) -> None:
        with self._lock:
            self.in_flight.change(1, now)
            if self._window.holds(now):
                self._started += 1
            if self._open and self._window.holds(intended):
                self._lateness.record(now - intended)

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
            self.overdue_at = _NEVER
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
            "lateness99Nanos": self._lateness.quantile(99),
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


class Faults:
    """The first thing that makes a cell impossible to go on with, and whether it was cancelled."""

    def __init__(self) -> None:
        self._fault: Optional[TrialFault] = None
        self.woken = threading.Event()

    def raise_(self, fault: "TrialFault") -> None:
        if self._fault is None:
            self._fault = fault
        self.woken.set()

    def check(self) -> None:
        if self._fault is not None:
            raise self._fault


class TrialFault(Exception):
    """Why an order could not be carried out: reason and detail of `FromTrial.Failed`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
