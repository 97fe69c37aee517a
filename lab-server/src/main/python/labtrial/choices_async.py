"""Race and retry on an event loop."""

import asyncio
import time
from typing import Any, List

from labtrial.strand_async import Strand, cancel_all
from labtrial.workload import Race, Retry, StepFailure


async def race(steps: Any, step: Race, strand: Strand) -> int:
    runners: List[asyncio.Future] = []
    of_losers: Any = None
    strand.timeline.waiting()
    try:
        due = time.monotonic_ns()
        while True:
            now = time.monotonic_ns()
            left = step.branches[len(runners) :]
            waiting = [r for r in runners if not r.done()]
            if left and (now >= due or not waiting):
                runner = steps.lane(iter(left[:1]), strand.branch())
                runners.append(asyncio.ensure_future(runner))
                due = now + step.stagger_nanos
                continue
            await asyncio.wait(
                waiting,
                timeout=(due - now) / 1e9 if left else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            for runner in waiting:
                if runner.done() and runner.exception() is None:
                    if not all(r.done() for r in runners):
                        of_losers = steps.shared.cancellations.begin()
                    return runner.result()
            if not left and all(r.done() for r in runners):
                raise runners[0].exception()  # the first of the file, not of the clock
    finally:
        await cancel_all(runners)
        if of_losers is not None:
            of_losers.ended()
        strand.timeline.running()


async def retry(steps: Any, step: Retry, strand: Strand) -> int:
    for n, attempt in enumerate(step.attempts):
        try:
            return await steps.run(attempt, strand)
        except StepFailure:  # a cancelled task raises something else, and does not try again
            if n == len(step.attempts) - 1:
                raise
        strand.timeline.waiting()
        await asyncio.sleep((step.backoff_nanos << n) / 1e9)
        strand.timeline.running()
    raise StepFailure("other", "a retry without attempts")
