"""How long cancelled work goes on: from a cancellation to the end of the last work it covers.

A cancellation is the moment at which a result is no longer wanted: the time of a timeout is up, a
race is won, a branch of a `parallel` has failed.
"""

import threading
from time import monotonic_ns
from typing import Any, Dict


class Stretch:
    """What was cancelled in a stretch of time. Its work may end later, and still counts here."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.begun = self.ended = self.nanos = 0

    def add(self, begun: int, ended: int, nanos: int) -> None:
        with self._lock:
            self.begun += begun
            self.ended += ended
            self.nanos += nanos

    def figures(self) -> Dict[str, int]:
        """Nothing where nothing was cancelled."""
        with self._lock:
            if self.begun == 0:
                return {}
            return {
                "cancel.begun": self.begun,
                "cancel.ended": self.ended,
                "cancel.nanos": self.nanos,
            }


class Cancellations:
    """Those of one model, or of one child."""

    def __init__(self) -> None:
        self.now = Stretch()

    def within(self, nanos: int) -> "Cancellation":
        """What may be cancelled at a moment known beforehand; it counts once it has begun."""
        return Cancellation(self, monotonic_ns() + nanos)

    def begin(self) -> "Cancellation":
        """What is cancelled now."""
        cancellation = self.within(0)
        cancellation.begin()
        return cancellation

    def elsewhere(self, figures: Dict[str, int]) -> None:
        """Those of a child."""
        self.now.add(*(figures[f"cancel.{part}"] for part in ("begun", "ended", "nanos")))

    def next(self) -> Stretch:
        """Begins another stretch; returns the one that was."""
        before, self.now = self.now, Stretch()
        return before


class Cancellation:
    """One cancellation: begun by whoever cancels, ended by whoever sees the end of its work."""

    __slots__ = ("_all", "_at_nanos", "_lock", "_stretch")

    def __init__(self, cancellations: Cancellations, at_nanos: int) -> None:
        self._all = cancellations
        self._at_nanos = at_nanos
        self._lock = threading.Lock()
        self._stretch: Any = None

    def begin(self) -> None:
        """Harmless when repeated, and when the work was faster."""
        with self._lock:
            if self._stretch is None:
                self._stretch = self._all.now
                self._stretch.add(1, 0, 0)

    def ended(self) -> None:
        self.begin()  # the work may learn of it before whoever tells that it has begun
        self._stretch.add(0, 1, monotonic_ns() - self._at_nanos)
