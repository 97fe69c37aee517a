"""One piece of work in chunks on an event loop, which is one lane."""

import asyncio
from typing import Any

from labtrial import jobs
from labtrial.strand_async import Strand
from labtrial.workload import Job


async def job(steps: Any, step: Job, strand: Strand) -> int:
    """One loop is one lane: chunk after chunk, and other tasks in between."""
    lanes = jobs.Lanes(step, 1, steps.shared)
    try:
        lane = lanes.lane(0)
        while lane.chunk():  # holds the loop
            await asyncio.sleep(0)
        return lanes.checksum()
    finally:
        lanes.close()
