"""Race and retry on threads: a thread for every branch."""

import threading
import time
from typing import Any, List

from labtrial.strand import Strand, cancelled
from labtrial.workload import Race, Retry, StepFailure


def race(steps: Any, step: Race, strand: Strand) -> int:
    runners = [_Runner(steps, branch, strand) for branch in step.branches]
    started = 0
    of_losers: Any = None
    try:
        while True:
            winners = [r for r in runners[:started] if r.over and r.failure is None]
            if winners:
                winner = min(winners, key=lambda r: r.ended_nanos)
                if any(not r.over for r in runners[:started]):
                    of_losers = winner.of_others
                return winner.result
            open_ones = [r for r in runners[:started] if not r.over]
            if started < len(runners) and (step.stagger_nanos == 0 or not open_ones):
                due = 0
            elif started < len(runners):
                due = runners[started - 1].started_nanos + step.stagger_nanos
            elif not open_ones:
                raise runners[0].failure  # the first of the file, not of the clock
            else:
                due = None
            if due is not None and time.monotonic_ns() >= due:
                runners[started].start(steps.branches)
                started += 1
                continue
            strand.timeline.waiting()
            seen = sum(r.over for r in runners)
            strand.wait_for(
                lambda: sum(r.over for r in runners) > seen
                or (due is not None and time.monotonic_ns() >= due),
                due,
            )
            strand.timeline.running()
    finally:
        if of_losers is not None:
            of_losers.begin()
        for runner in runners[:started]:
            runner.strand.stop()
        for runner in runners[:started]:
            runner.ended.wait()  # no branch outlives its task
        if of_losers is not None:
            of_losers.ended()
        strand.timeline.running()


def retry(steps: Any, step: Retry, strand: Strand) -> int:
    for n, attempt in enumerate(step.attempts):
        try:
            return steps.run(attempt, strand)
        except StepFailure:
            if strand.stopped or n == len(step.attempts) - 1:
                raise
        strand.timeline.waiting()
        strand.sleep(step.backoff_nanos << n)
        strand.timeline.running()
    raise StepFailure("other", "a retry without attempts")


class _Runner:
    """A branch of a race."""

    def __init__(self, steps: Any, branch: List[Any], parent: Strand) -> None:
        self._steps = steps
        self._branch = branch
        self._parent = parent
        self.strand = Strand(parent.task_id, parent.timeline)
        self.result: Any = None
        self.failure: Any = None
        self.started_nanos = self.ended_nanos = 0
        self.of_others: Any = None
        self.over = False
        self.ended = threading.Event()

    def start(self, pool: Any) -> None:
        self.started_nanos = time.monotonic_ns()
        self.strand = self._parent.branch()
        try:
            pool.submit(self._run)
        except RuntimeError:  # the pool is closed
            self._end(cancelled())

    def _run(self) -> None:
        self.strand.timeline.running()
        try:
            self.result = self._steps.run(self._branch, self.strand)
            self._end(None)
        except BaseException as e:
            self._end(e if isinstance(e, StepFailure) else StepFailure("other", repr(e)))

    def _end(self, failure: Any) -> None:
        self.ended_nanos = time.monotonic_ns()
        self.failure = failure
        # From here on nobody wants the others, though it takes the thread of the task to tell them.
        self.of_others = self._steps.shared.cancellations.within(0)
        self.over = True
        self.strand.timeline.ended()
        self.ended.set()
        self._parent.wake()
