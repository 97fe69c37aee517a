"""How long a model needs to get to work."""

import threading
from time import monotonic_ns
from typing import Any, Dict, List, Optional

from labtrial.hdr import Histogram
from labtrial.timeline import NONE
from labtrial.window import Window
from labtrial.workload import Task

_PROBE_NANOS = 10_000_000


class DispatchProbe:
    """An empty task every 10 ms, from its intended start to its own start."""

    def __init__(self, model: Any, window: Window) -> None:
        self._model = model
        self._window = window
        self._probes: List[_Probe] = []
        self._stopped = threading.Event()

    def begin(self) -> None:
        threading.Thread(target=self._run, name="dispatch-probe", daemon=True).start()

    def close(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        due = monotonic_ns() + _PROBE_NANOS
        while not self._stopped.wait(max(0, due - monotonic_ns()) / 1e9):
            # All that are due: after a long wait for the GIL there is more than one.
            probes = [_Probe(at) for at in range(due, monotonic_ns() + 1, _PROBE_NANOS)]
            due += _PROBE_NANOS * len(probes)
            self._probes.extend(probe for probe in probes if self._window.holds(probe.intended))
            if hasattr(self._model, "call"):
                self._model.call(lambda due_now=probes: self._start(due_now))
            else:
                self._start(probes)

    def _start(self, probes: List["_Probe"]) -> None:
        for probe in probes:
            try:
                self._model.start(Task(-1, []), probe)
            except Exception:
                probe.refused = True

    def delays(self) -> Dict[str, Any]:
        """One that never started counts with the time it has waited so far."""
        histogram = Histogram()
        now = monotonic_ns()
        for probe in self._probes:
            if probe.started_nanos is not None:
                histogram.record(probe.started_nanos - probe.intended)
            elif not probe.refused:
                histogram.record(now - probe.intended)
        return histogram.distribution()


class _Probe:
    timeline = NONE

    def __init__(self, intended: int) -> None:
        self.intended = intended
        self.started_nanos: Optional[int] = None
        self.refused = False

    def started(self) -> None:
        self.started_nanos = monotonic_ns()

    def succeeded(self, checksum: int) -> None:
        """Only the start is of interest."""

    def failed(self, cause: BaseException) -> None:
        self.refused = True
