"""A pool of threads, and blocking code in them.

*What it is:* a `ThreadPoolExecutor`. Each thread is one of the operating system; those that
compute take turns, because only the one that holds the GIL runs Python. A thread that waits lets
go of it.

*In Java terms:* `platform-threads` where tasks wait; `gil-threads` where they compute.

*Good at:* waiting with ordinary code: any library will do.

*Breaks when:* tasks compute: two threads on two cores are as fast as one. And when more tasks
wait than there are threads, as everywhere.

*Look at:* `_run`, the same lines as in the other models of blocking code. In a build without the
GIL (`python3.13t`) this file does not change, and its threads use all cores.

*A real system would add:* a bounded queue; an executor has none.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Dict, List

from labtrial.models import Setup
from labtrial.steps_blocking import BlockingSteps
from labtrial.strand import cancelled
from labtrial.workload import Task


class ThreadModel:
    """Owns the pool, the threads of branches, and the client."""

    def __init__(self, setup: Setup) -> None:
        self._threads = setup.count("threads")
        self._connections = setup.connections
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="pool")
        self._steps = BlockingSteps(setup.connections, setup.cores, lanes=self._threads)
        self.shared = self._steps.shared

    def start(self, task: Task, done: Any) -> None:
        try:
            self._pool.submit(self._run, task, done)
        except RuntimeError as e:
            if "after shutdown" not in str(e):
                raise  # no thread could be started
            done.failed(cancelled())

    def _run(self, task: Task, done: Any) -> None:
        done.started()
        try:
            checksum = self._steps.run_task(task, done.timeline)
        except Exception as e:
            done.failed(e)
        else:
            done.succeeded(checksum)

    def limits(self) -> Dict[str, str]:
        gil = getattr(sys, "_is_gil_enabled", lambda: True)()
        return {
            "branches": "a pool of their own",
            "client": "socket",
            "connections": str(self._connections),
            "gil": "on" if gil else "off",
            "keep-alive": "unlimited",
            "lock": "monitor and reentrant are both an RLock",
            "queue": "unbounded",
            "switch-interval": f"{sys.getswitchinterval() * 1e3:g} ms",
            "threads": str(self._threads),
        }

    def children(self) -> List[int]:
        return []

    def close(self) -> None:
        self._steps.stop()
        self._pool.shutdown()
        self._steps.close()
