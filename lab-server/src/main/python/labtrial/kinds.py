"""Which kind of task an id is."""

from typing import Any, List

from labtrial.workload import GOLDEN, mix


class KindDraw:
    """Which kind of task an id is, by seed and id alone: every model gets the same mix."""

    def __init__(self, kinds: List[Any], seed: int) -> None:
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
