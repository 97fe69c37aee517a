"""One run of one cell on a model that stands: settle, window, drain. Used once.

The thread that measures only waits and reads counters; tasks are started by the pacer.
"""

from time import monotonic_ns
from typing import Any, Callable, Dict, List, NamedTuple, Optional

from labtrial import pacer as pacers
from labtrial.counters import Counters, Edge
from labtrial.counts import Counts
from labtrial.dispatch import DispatchProbe
from labtrial.faults import Faults, TrialFault
from labtrial.flights import Flights
from labtrial.pacer_open import OpenPacer
from labtrial.recorder import Recorder
from labtrial.window import Window
from labtrial.wire import Batch, Cell, Closed, Measure

STRETCH = 5  # a window in which not one whole turn ended is made longer, up to this many times

_LOOK_NANOS = 25_000_000  # rarely: every look takes the GIL from a thread that computes
_OVERDUE_NANOS = 50_000_000
_SAMPLE_NANOS = 50_000_000
_TELL_NANOS = 250_000_000
_LEAST_DRAIN_NANOS = 5_000_000_000
_SHORT_DRAIN_NANOS = 500_000_000
_LEAST_PATIENCE_NANOS = 30_000_000_000
_DELAYS = 10


def patience_nanos(cell: Cell) -> int:
    """With tasks in flight and none ending for so long, the cell did not finish."""
    return max(_LEAST_PATIENCE_NANOS, _DELAYS * cell.base_delay_nanos)


class Outcome(NamedTuple):
    """What was measured, and whether the model is fit for more: not with unfinished tasks."""

    measurement: Dict[str, Any]
    trace: Optional[Dict[str, Any]]
    all_ended: bool


class CellRun:
    """Settles, opens the window, closes it, drains."""

    def __init__(
        self,
        cell: Cell,
        model: Any,
        seed: int,
        faults: Faults,
        counters: Counters,
        send: Callable[..., None],
        traced_tasks: Optional[int] = None,
    ) -> None:
        self._cell = cell
        self._model = model
        self._seed = seed
        self._faults = faults
        self._counters = counters
        self._send = send
        self._window = Window()
        self._recorder = Recorder(cell, self._window, traced_tasks or 0)
        self._counts = Counts(model.shared)
        self._traced = traced_tasks is not None
        self._sampled = self._told = self._seen_at = monotonic_ns()
        self._told_done = 0
        self._seen_ended = -1

    def warm_up(self, nanos: int) -> Any:
        """Runs the cell's own load and drops the figures.

        Nothing is compiled in the long run here, so the length is fixed. Returns the point of the
        warm-up curve and whether all tasks ended.
        """
        pacing = pacers.Pacing(self._faults)
        pacer = self._pacer(self._warm_up_load(nanos), pacing, nanos)
        before = self._counters.edge([])
        began = monotonic_ns()
        try:
            self._window.opens = began
            pacer.begin()
            self._phase(pacer, nanos, nanos)
            self._window.closes = pacer.closing()
            after = self._counters.edge([])
            point = {
                "cell": self._cell.id,
                "nanos": monotonic_ns() - began,
                "tasks": self._recorder.done,
                "cpuNanos": after.cpu - before.cpu,
                "jitNanos": 0,
                "classesLoaded": 0,
                "steady": False,
            }
            return point, self._drain(pacer, self._long_patience())
        finally:
            pacer.close()
            pacing.close()

    def measure(self, order: Measure) -> Outcome:
        pacing = pacers.Pacing(self._faults)
        pacer = self._pacer(self._cell.load, pacing, order.settle_nanos + order.window_nanos)
        probe = DispatchProbe(self._model, self._window)
        self._counts.reset()  # no task runs yet
        try:
            pacer.begin()
            probe.begin()
            if pacer.settles:
                self._phase(pacer, order.settle_nanos, order.settle_nanos)
            before = self._open()
            self._phase(pacer, order.window_nanos, STRETCH * order.window_nanos)
            after = self._close(pacer)
            probe.close()
            peak = self._recorder.in_flight.peak
            used = self._counters.between(before, after, self._window.nanos())
            process = self._counters.process_figures(self._children())
            all_ended, queue_left = self._drain_after_window(pacer)
            return Outcome(
                self._measurement(pacer, probe, used, process, peak, queue_left),
                self._trace() if self._traced else None,
                all_ended,
            )
        finally:
            probe.close()
            pacer.close()
            pacing.close()

    def _warm_up_load(self, nanos: int) -> Any:
        """The cell's own load, but no longer queue than keeps a narrow model busy."""
        cell = self._cell
        if isinstance(cell.load, Closed) and cell.width > 0:
            return Closed(min(cell.load.concurrency, 2 * cell.width))
        if isinstance(cell.load, Batch) and cell.width > 0 and cell.base_delay_nanos > 0:
            turns = max(1, nanos // cell.base_delay_nanos)
            return Batch(min(cell.load.tasks, turns * cell.width))
        return cell.load

    def _pacer(self, load: Any, pacing: pacers.Pacing, length_nanos: int) -> Any:
        flights = Flights(
            self._model, self._cell, self._seed, self._recorder, self._faults
        )
        # A batch starts where the model starts tasks, if it has such a place: one thread of Python
        # that submits while another runs would be two taking turns.
        spawn = pacing.spawn
        if isinstance(load, Batch) and hasattr(self._model, "call"):
            spawn = self._model.call
        return pacers.create(
            self._cell,
            load,
            flights,
            self._recorder,
            self._window,
            self._counts,
            self._seed,
            length_nanos,
            spawn,
        )

    def _children(self) -> List[int]:
        return self._model.children()

    def _phase(self, pacer: Any, nanos: int, most_nanos: int) -> None:
        pacer.phase(nanos, most_nanos)
        self._await(pacer.phase_over)

    def _open(self) -> Edge:
        self._counters.reset_peaks(self._children())
        self._send("edge", cell=self._cell.id, open=True)
        at = monotonic_ns() + Window.NOTICE_NANOS
        self._window.opens = at
        self._await(lambda: monotonic_ns() >= at, at)
        self._recorder.in_flight.peak = self._recorder.in_flight.now
        self._counts.window_opens()
        return self._counters.edge(self._children())

    def _close(self, pacer: Any) -> Edge:
        at = pacer.closing()
        self._window.closes = at
        self._await(lambda: monotonic_ns() >= at, at)
        edge = self._counters.edge(self._children())
        self._counts.window_closes()
        self._send("edge", cell=self._cell.id, open=False)
        self._counters.sample(self._children())
        return edge

    def _drain_after_window(self, pacer: Any) -> Any:
        """A queue of a closed load that takes long to work off is left, and the model with it."""
        cell = self._cell
        if not isinstance(cell.load, Closed):
            return self._drain(pacer, self._long_patience()), False
        patience = max(_SHORT_DRAIN_NANOS, 2 * cell.base_delay_nanos)
        turns = self._recorder.in_flight.now // cell.width if cell.width else 0
        queue_left = turns * cell.base_delay_nanos > patience
        return self._drain(pacer, 0 if queue_left else patience), queue_left

    def _long_patience(self) -> int:
        return max(_LEAST_DRAIN_NANOS, _DELAYS * self._cell.base_delay_nanos)

    def _drain(self, pacer: Any, patience: int) -> bool:
        pacer.close()
        until = monotonic_ns() + patience
        self._await(lambda: pacer.drained() or monotonic_ns() >= until)
        return pacer.drained()

    def _measurement(
        self,
        pacer: Any,
        probe: DispatchProbe,
        used: Dict[str, Any],
        process: Dict[str, Any],
        peak: int,
        queue_left: bool,
    ) -> Dict[str, Any]:
        timed_out = dropped = 0
        if not queue_left:
            now = monotonic_ns()
            for intended in pacer.in_flight():
                if intended < self._window.closes:
                    timed_out += 1
                    self._recorder.still_open(intended, now, True)
            for intended in pacer.dropped():
                dropped += 1
                self._recorder.still_open(intended, now, False)
        return {
            **self._recorder.figures(timed_out),
            **used,
            "lateness99Nanos": pacer.lateness99() if isinstance(pacer, OpenPacer) else 0,
            "wallNanos": list(pacer.wall_nanos),
            "late": pacer.late,
            "dropped": dropped,
            "inFlightPeak": peak,
            "dispatch": probe.delays(),
            "process": process,
            "counts": self._counts.figures(),
        }

    def _trace(self) -> Dict[str, Any]:
        return {
            "fromNanos": self._window.opens,
            "toNanos": self._window.closes,
            "tasks": self._recorder.sampling.kept,
            "spans": [],
        }

    def _await(self, over: Callable[[], bool], at_latest: Optional[int] = None) -> None:
        woken = self._faults.woken
        while not over():
            self._faults.check()
            now = monotonic_ns()
            self._tick(now)
            until = now + _LOOK_NANOS if at_latest is None else min(at_latest, now + _LOOK_NANOS)
            self._recorder.overdue_at = until + _OVERDUE_NANOS
            woken.wait(max(0, until - now) / 1e9)
            woken.clear()
        self._faults.check()

    def _tick(self, now: int) -> None:
        """Peaks every 50 ms, progress four times a second, and whether the model gets anywhere."""
        recorder = self._recorder
        if now - self._sampled >= _SAMPLE_NANOS:
            self._sampled = now
            self._counters.sample(self._children())
        if now - self._told >= _TELL_NANOS:
            done = recorder.done
            self._send(
                "sample",
                cell=self._cell.id,
                ratePerSecond=(done - self._told_done) * 1e9 / (now - self._told),
                inFlight=recorder.in_flight.now,
                done=done,
                failed=recorder.not_done,
            )
            self._told, self._told_done = now, done
        ended = recorder.done + recorder.not_done
        if ended != self._seen_ended or recorder.in_flight.now == 0:
            self._seen_ended, self._seen_at = ended, now
        elif now - self._seen_at > patience_nanos(self._cell):
            raise TrialFault(
                "did-not-finish",
                f"{recorder.in_flight.now} tasks in flight, and none ended for"
                f" {patience_nanos(self._cell) // 1_000_000_000} s",
            )
