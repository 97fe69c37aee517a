"""When an open load starts its tasks: made before it begins, whatever the model does."""

import math
from time import monotonic_ns, sleep
from typing import List

from labtrial.workload import GOLDEN, mix


def intended(rate_per_second: float, poisson: bool, seed: int, nanos: int) -> List[int]:
    """Arrivals from 0, all below `nanos`; the same as Java's, whose generator is SplitMix64."""
    gap = 1e9 / rate_per_second
    if not poisson:
        return [int(i * gap) for i in range(math.ceil(nanos / gap))]
    times = []
    at = 0.0
    while True:
        seed += GOLDEN
        at -= math.log1p(-(mix(seed) >> 11) * 2.0**-53) * gap
        if at >= nanos:
            return times
        times.append(int(at))


def park(until: int) -> None:
    """Sleeps until a time of the monotonic clock; may return a little early."""
    left = until - monotonic_ns()
    if left > 0:
        sleep(left / 1e9)
