"""Which tasks say what they are doing, and what they said."""

from typing import Any, Dict, List

from labtrial import timeline
from labtrial.workload import GOLDEN

_MASK = (1 << 64) - 1


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

    def timeline_of(self, task_id: int, begin: int) -> Any:
        if not self._counts(task_id, self._halvings(task_id)):
            return timeline.NONE
        return timeline.Timeline(timeline.MOST_SEGMENTS if self._keep else 0, begin)

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
