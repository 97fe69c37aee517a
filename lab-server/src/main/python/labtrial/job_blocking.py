"""One piece of work in chunks on threads: each is a lane."""

from typing import Any

from labtrial import jobs
from labtrial.strand import Strand, Together
from labtrial.workload import Job


def job(steps: Any, step: Job, strand: Strand) -> int:
    lanes = jobs.Lanes(step, steps.lanes, steps.shared)
    together = Together(strand, steps.branches, steps.shared.cancellations)
    try:
        for number in range(lanes.chunks.lanes):
            together.fork(lambda own, lane=number: lanes.run(lane, own))
        together.join()
        return lanes.checksum()
    finally:
        lanes.close()
