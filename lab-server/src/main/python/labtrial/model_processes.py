"""A pool of processes fed over pipes, one task at a time each.

*What it is:* `multiprocessing`. Every child is an interpreter of its own, with its own memory and
its own GIL. A thread per child pickles the task into a pipe and waits for the number that comes
back.

*In Java terms:* `processes`, whose children take longer to start and need more memory.

*Good at:* computing: this is how Python gets past the GIL. A child that dies takes one task with
it.

*Breaks when:* tasks are small: pickling one and waking two processes costs more than a short
computation.

*Look at:* `_Process.__init__`, where `start` says how a child comes to be: `fork` copies this
process, which is fast and copies locks as they stand; `spawn` begins with an empty interpreter;
`forkserver` forks one that is empty and has no threads.

*A real system would add:* a time limit per task, recycling of children (`max_tasks_per_child`),
shared memory for large data.
"""

import multiprocessing
import os
from typing import Any, Dict, List

from labtrial.child import Child
from labtrial.feeder import Feeders
from labtrial.models import Setup, Unavailable
from labtrial.workload import Task


class ProcessModel:
    """Owns the children, their pipes, and the threads that feed them."""

    def __init__(self, setup: Setup) -> None:
        self._start = setup.text("start")
        self._workers = setup.count("workers")
        self._connections = setup.connections
        self._per_child = max(1, setup.connections // self._workers)
        self._cores = setup.cores
        if self._start not in multiprocessing.get_all_start_methods():
            raise Unavailable(f"this Python cannot start processes by {self._start}")
        self._context: Any = multiprocessing.get_context(self._start)
        self._parent_ends: List[Any] = []
        self._feeders = Feeders(self._workers, self._make)
        self.shared = self._feeders.shared

    def _make(self, home: str) -> "_Process":
        ours, theirs = self._context.Pipe()
        self._parent_ends.append(ours)
        arguments = (theirs, self._per_child, self._cores, home)
        # A forked child inherits our ends of all pipes; while it held one, no end would be seen.
        inherited = tuple(self._parent_ends) if self._start == "fork" else ()
        process = self._context.Process(target=_serve, args=(arguments, inherited), daemon=True)
        process.start()
        theirs.close()
        return _Process(process, ours, self._parent_ends)

    def start(self, task: Task, done: Any) -> None:
        self._feeders.start(task, done)

    def limits(self) -> Dict[str, str]:
        return {
            "branches": "threads of the child",
            "channel": "pipe",
            "client": "socket",
            "connections": str(self._connections),
            "connections-per-process": str(self._per_child),
            "keep-alive": "unlimited",
            "lock": "granted by the parent",
            "processes": str(self._workers),
            "queue": "unbounded",
            "start": self._start,
        }

    def children(self) -> List[int]:
        return self._feeders.pids()

    def close(self) -> None:
        self._feeders.close()


class _Process:
    """A child, and our end of its pipe."""

    def __init__(self, process: Any, connection: Any, parent_ends: List[Any]) -> None:
        self._process = process
        self._parent_ends = parent_ends
        self.connection = connection
        self.pid = process.pid

    def end(self) -> None:
        """Whoever waits for its answer gets the end of the pipe."""
        self._process.kill()

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._parent_ends.remove(self.connection)
        self.connection.close()


def _serve(arguments: Any, inherited: Any) -> None:
    """The main function of a child."""
    for end in inherited:
        end.close()
    try:
        Child(*arguments, f"child {os.getpid()}").serve()
    finally:
        os._exit(0)  # not an orderly end: nothing may delay it, least of all a task that computes
