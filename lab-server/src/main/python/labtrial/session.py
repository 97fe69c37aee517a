"""One conversation with the control JVM: orders in, answers out, one order at a time.

Every order is answered, whatever happens; what cannot be carried out by `failed`.
"""

import sys
import threading
from time import monotonic_ns
from typing import Any, Callable, Dict, List, Optional, Tuple

from labtrial import models, reference, wire
from labtrial.cell_run import CellRun, patience_nanos
from labtrial.counters import Counters
from labtrial.faults import Faults, TrialFault
from labtrial.kinds import KindDraw
from labtrial.timeline import NONE
from labtrial.wire import BadOrder, Cell, Prepare
from labtrial.workload import Task

_CLOSE_SECONDS = 10  # a model that needs longer to end is left alone; the process will end anyway


class Session:
    """Carries out orders on the calling thread; only `cancel` may come from another."""

    def __init__(self, send: Callable[..., None], age_nanos: int, at_nanos: int) -> None:
        self._send = send
        self._age_nanos = age_nanos
        self._at_nanos = at_nanos
        self._lock = threading.Lock()
        self._busy = False
        self._cancelled = False
        self._faults = Faults()
        self._counters = Counters()
        self._order: Optional[Prepare] = None
        self._instances: Dict[Tuple, Any] = {}
        self._unfit: Optional[Cell] = None

    def carry_out(self, order: Any) -> bool:
        """False after a shutdown, which has no answer."""
        if isinstance(order, wire.Shutdown):
            self._close()
            return False
        with self._lock:
            self._busy = True
            self._faults = Faults()
        try:
            kind, answer = self._answer(order)
        except BaseException as e:
            kind, answer = "failed", _failure(e)
        with self._lock:
            self._busy = False
            if self._cancelled:
                kind, answer = "failed", _CANCELLED
            self._cancelled = False
        self._send(kind, **answer)
        if self._unfit is not None:
            # After the answer, because a model that lost its way takes long to close.
            self._discard(self._unfit)
            self._unfit = None
        return True

    def cancel(self) -> None:
        """Stops the present order. Answered as cancelled also when there was nothing to stop."""
        with self._lock:
            if self._busy:
                self._cancelled = True
                self._faults.raise_(TrialFault("cancelled", "the order was cancelled"))
                return
        self._send("failed", **_CANCELLED)

    def _answer(self, order: Any) -> Tuple[str, Dict[str, Any]]:
        if isinstance(order, BadOrder):
            raise order
        if isinstance(order, wire.Prepare):
            if self._order is not None:
                raise BadOrder("already prepared; another model in the same process needs replace")
            return "ready", self._prepare(order, self._age_nanos)
        if isinstance(order, wire.Replace):
            self._close()
            # The process is old by now: only what building the model takes counts as its start.
            return "ready", self._prepare(order.by, 0)
        if self._order is None:
            raise BadOrder("nothing is prepared; send prepare first")
        cell = self._cell(order.cell)
        if isinstance(order, wire.Reference):
            rate = reference.rate(cell, self._order, order.nanos, self._faults)
            return "reference-rate", {"cell": cell.id, **rate}
        return "result", self._measure(order, cell)

    def _prepare(self, order: Prepare, age_nanos: int) -> Dict[str, Any]:
        began = self._at_nanos if age_nanos else monotonic_ns()
        self._order = order
        try:
            for cell in order.cells:
                self._instance(cell)
            start_nanos = age_nanos + monotonic_ns() - began
            first_task_nanos = self._first_task(order)
            curve = [point for cell in order.cells for point in self._warm_up(cell)]
            return {
                "startNanos": start_nanos,
                "firstTaskNanos": first_task_nanos,
                "limits": self._limits(),
                "warmUp": curve,
            }
        except BaseException:
            self._close()
            raise

    def _instance(self, cell: Cell) -> Any:
        """One for all cells with equal parameters, so that connections and children stay warm."""
        key = tuple(sorted(cell.parameters.items()))
        if key not in self._instances:
            alike = [c for c in self._order.cells if c.parameters == cell.parameters]
            connections = max(c.connections for c in alike)
            setup = models.Setup(cell.parameters, connections, self._order.cores)
            try:
                self._instances[key] = models.create(self._order.model, setup)
            except (models.Unavailable, ImportError, ValueError, OSError, RuntimeError) as e:
                raise TrialFault("unavailable", str(e)) from e
        return self._instances[key]

    def _first_task(self, order: Prepare) -> int:
        """The very first task of the process, alone."""
        cell = order.cells[0]
        first = _FirstTask()
        began = monotonic_ns()
        steps = cell.kinds[KindDraw(cell.kinds, order.seed).kind(0)].steps
        model = self._instance(cell)

        def start() -> None:
            try:
                model.start(Task(0, steps), first)
            except Exception as e:
                first.failed(e)

        # Not on this thread: a model that blocks in `start` must not keep a cancellation waiting.
        threading.Thread(target=start, name="first-task", daemon=True).start()
        while not first.over.wait(0.02):
            self._faults.check()
            if monotonic_ns() - began > patience_nanos(cell):
                seconds = patience_nanos(cell) // 1_000_000_000
                raise TrialFault(
                    "did-not-finish", f"the first task did not end within {seconds} s"
                )
        return first.ended_nanos - began

    def _warm_up(self, cell: Cell) -> List[Dict[str, Any]]:
        nanos = self._order.warm_up_nanos // len(self._order.cells)
        if nanos <= 0:
            return []
        nanos = max(nanos, cell.least_warm_up_nanos)
        point, all_ended = self._run(cell, lambda kind, **fields: None).warm_up(nanos)
        if not all_ended:
            self._discard(cell)
            self._instance(cell)
        return [point]

    def _measure(self, order: wire.Measure, cell: Cell) -> Dict[str, Any]:
        if tuple(sorted(cell.parameters.items())) not in self._instances:
            # The cell before left its model behind; this one gets a new one, as warm as the first.
            self._instance(cell)
            self._warm_up(cell)
        # Whatever ends the run early leaves tasks behind, which would run on into the next cell.
        self._unfit = cell
        outcome = self._run(cell, self._send, order.traced_tasks).measure(order)
        if outcome.all_ended:
            self._unfit = None
        return {"measurement": outcome.measurement, "trace": outcome.trace}

    def _run(self, cell: Cell, send: Callable[..., None], traced: Optional[int] = None) -> CellRun:
        return CellRun(
            cell,
            self._instance(cell),
            self._order.seed,
            self._faults,
            self._counters,
            send,
            traced,
        )

    def _cell(self, name: str) -> Cell:
        for cell in self._order.cells:
            if cell.id == name:
                return cell
        known = ", ".join(cell.id for cell in self._order.cells)
        raise BadOrder(f"no cell {name}; prepared are {known}")

    def _limits(self) -> Dict[str, str]:
        """Effective limits by name; where instances differ, all values in order."""
        values: Dict[str, List[str]] = {"generator": ["a process of its own"]}
        for instance in self._instances.values():
            for name, value in instance.limits().items():
                if str(value) not in values.setdefault(name, []):
                    values[name].append(str(value))
        return {name: ", ".join(values[name]) for name in sorted(values)}

    def _discard(self, cell: Cell) -> None:
        instance = self._instances.pop(tuple(sorted(cell.parameters.items())), None)
        if instance is not None:
            _close(instance)

    def _close(self) -> None:
        for instance in self._instances.values():
            _close(instance)
        self._instances.clear()
        self._order = None


class _FirstTask:
    timeline = NONE

    def __init__(self) -> None:
        self.over = threading.Event()
        self.ended_nanos = 0

    def started(self) -> None:
        """Only the end is of interest."""

    def succeeded(self, checksum: int) -> None:
        self.ended_nanos = monotonic_ns()
        self.over.set()

    def failed(self, cause: BaseException) -> None:
        print("the first task failed:", cause, file=sys.stderr)
        self.succeeded(0)


_CANCELLED = {"reason": "cancelled", "detail": "the order was cancelled"}


def _failure(cause: BaseException) -> Dict[str, str]:
    """Running out of memory or threads is the model's result, anything unforeseen is a bug."""
    from labtrial.trial import describe

    if isinstance(cause, TrialFault):
        return {"reason": cause.reason, "detail": str(cause)}
    if isinstance(cause, BadOrder):
        return {"reason": "bad-order", "detail": str(cause)}
    if isinstance(cause, MemoryError):
        return {"reason": "out-of-memory", "detail": str(cause)}
    return {"reason": "bug", "detail": describe(cause)}


def _close(instance: Any) -> None:
    """On a thread of its own, because a model that lost its way may never return from `close`."""
    closing = threading.Thread(target=instance.close, name="closing", daemon=True)
    closing.start()
    closing.join(_CLOSE_SECONDS)
    if closing.is_alive():
        print(f"the model did not close within {_CLOSE_SECONDS} s", file=sys.stderr)
