"""What the tasks of a cell counted in what they share, by metric id.

A batch starts on empty caches and counters every time and each repetition counts for itself: the
figure is the mean, which is above zero if anything was counted in any of them. Any other load is
counted between the edges of its window.
"""

from statistics import fmean
from typing import Dict, List

from labtrial.cancellations import Stretch
from labtrial.shared import SharedState


class Counts:
    """Repetitions end on threads of the model; the rest is called by the measuring thread."""

    def __init__(self, shared: SharedState) -> None:
        self._shared = shared
        self._repetitions: List[Dict[str, int]] = []
        self._at_opening: Dict[str, int] = {}
        self._at_closing: Dict[str, int] = {}
        self._of_repetitions: List[Stretch] = []
        self._in_window: List[Stretch] = []

    def reset(self) -> None:
        """Empties everything; while no task runs."""
        self._shared.reset()

    def repetition_ended(self) -> None:
        """A repetition of a batch ended inside the window, and nothing runs."""
        self._repetitions.append(self._shared.counts())
        self._of_repetitions.append(self._shared.cancellations.next())

    def window_opens(self) -> None:
        self._at_opening = self._shared.counts()
        self._shared.cancellations.next()

    def window_closes(self) -> None:
        self._at_closing = self._shared.counts()
        self._in_window = [self._shared.cancellations.next()]

    def figures(self) -> Dict[str, float]:
        """When no task is waited for any more: what was cancelled has had until now to end."""
        cancelled: Dict[str, float] = {}
        for stretch in self._of_repetitions if self._repetitions else self._in_window:
            for name, value in stretch.figures().items():
                cancelled[name] = cancelled.get(name, 0.0) + value  # a mean is taken of the sums
        return {**self._counted(), **cancelled}

    def _counted(self) -> Dict[str, float]:
        if not self._repetitions:
            return {
                metric: float(count - self._at_opening.get(metric, 0))
                for metric, count in self._at_closing.items()
            }
        metrics = {metric for counts in self._repetitions for metric in counts}
        return {
            metric: fmean(counts.get(metric, 0) for counts in self._repetitions)
            for metric in metrics
        }
