"""What the tasks of a cell counted in what they share, by metric id.

A batch starts on empty caches and counters every time and each repetition counts for itself: the
figure is the mean, which is above zero if anything was counted in any of them. Any other load is
counted between the edges of its window.
"""

from statistics import fmean
from typing import Dict, List

from labtrial.shared import SharedState


class Counts:
    """Repetitions end on threads of the model; the rest is called by the measuring thread."""

    def __init__(self, shared: SharedState) -> None:
        self._shared = shared
        self._repetitions: List[Dict[str, int]] = []
        self._at_opening: Dict[str, int] = {}
        self._at_closing: Dict[str, int] = {}

    def reset(self) -> None:
        """Empties everything; while no task runs."""
        self._shared.reset()

    def repetition_ended(self) -> None:
        """A repetition of a batch ended inside the window, and nothing runs."""
        self._repetitions.append(self._shared.counts())

    def window_opens(self) -> None:
        self._at_opening = self._shared.counts()

    def window_closes(self) -> None:
        self._at_closing = self._shared.counts()

    def figures(self) -> Dict[str, float]:
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
