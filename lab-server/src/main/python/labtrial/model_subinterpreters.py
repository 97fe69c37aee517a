"""Several interpreters in one process, one task at a time each.

*What it is:* each interpreter has its own modules and objects, and from Python 3.12 on its own
GIL. A thread runs each; tasks and results are pickled into pipes, because no object may be
shared.

*In Java terms:* class loaders that were isolates; nothing is quite like it.

*Good at:* computing on all cores in one process: cheaper to start than a process, and one to look
after.

*Breaks when:* an extension module does not know of them: it cannot be imported. Before 3.12 all
share one GIL, and this is `python-threads` with copying. Small tasks, as with processes.

*Look at:* `_Interpreter.__init__`: what runs in an interpreter is given to it as text.

*A real system would add:* `concurrent.futures.InterpreterPoolExecutor` (3.14), which is this in
one line, and queues that need no pipe.
"""

import os
import sys
import threading
from typing import Any, Dict, List

from labtrial.child import PipeConnection
from labtrial.feeder import Feeders
from labtrial.models import Setup, Unavailable
from labtrial.workload import Task

try:
    import _interpreters as interpreters  # 3.13 and later
except ImportError:
    try:
        import _xxsubinterpreters as interpreters
    except ImportError:
        interpreters = None

_OWN_GIL = sys.version_info >= (3, 12)

_SCRIPT = """
import sys
sys.path[:] = {path!r}
from labtrial.child import Child, PipeConnection
try:
    Child(PipeConnection({read}, {write}), {connections}, {cores}, {home!r}, {name!r}).serve()
except EOFError:
    pass
"""


class SubinterpreterModel:
    """Owns the interpreters, their threads and pipes."""

    def __init__(self, setup: Setup) -> None:
        if interpreters is None:
            raise Unavailable("this Python has no subinterpreters")
        self._workers = setup.count("workers")
        self._connections = setup.connections
        self._per_child = max(1, setup.connections // self._workers)
        self._cores = setup.cores
        self._made = 0
        self._feeders = Feeders(self._workers, self._make)
        self.shared = self._feeders.shared

    def _make(self, home: str) -> "_Interpreter":
        self._made += 1
        name = f"interpreter {self._made}"
        return _Interpreter(name, self._per_child, self._cores, home)

    def start(self, task: Task, done: Any) -> None:
        self._feeders.start(task, done)

    def limits(self) -> Dict[str, str]:
        return {
            "branches": "threads of the interpreter",
            "channel": "pipe",
            "client": "socket",
            "connections": str(self._connections),
            "connections-per-interpreter": str(self._per_child),
            "gil": "one each" if _OWN_GIL else "one for all",
            "interpreters": str(self._workers),
            "keep-alive": "unlimited",
            "lock": "granted by the parent",
            "queue": "unbounded",
        }

    def children(self) -> List[int]:
        return []

    def close(self) -> None:
        self._feeders.close()


class _Interpreter:
    """An interpreter, the thread that runs it, and our end of its pipes."""

    pid = None

    def __init__(self, name: str, connections: int, cores: int, home: str) -> None:
        read, their_write = os.pipe()
        their_read, write = os.pipe()
        self.connection = PipeConnection(read, write)
        self._theirs = (their_read, their_write)
        self._id = _create()
        script = _SCRIPT.format(
            path=sys.path,
            read=their_read,
            write=their_write,
            connections=connections,
            cores=cores,
            home=home,
            name=name,
        )
        self._ended = False
        self._thread = threading.Thread(target=self._run, args=(script,), name=name, daemon=True)
        self._thread.start()

    def _run(self, script: str) -> None:
        try:
            failure = interpreters.run_string(self._id, script)
            if failure is not None:  # from 3.13 on it is returned, before it was raised
                print("an interpreter ended:", failure, file=sys.stderr)
            interpreters.destroy(self._id)
        except Exception as e:
            print("an interpreter ended:", e, file=sys.stderr)
        finally:
            os.close(self._theirs[1])  # whoever waits for its answer gets the end of the pipe

    def end(self) -> None:
        """It ends when its task does: nothing but the end of the process kills one."""
        if not self._ended:
            self._ended = True
            try:
                self.connection.send(("stop",))
            except OSError:
                pass

    def close(self) -> None:
        self.end()
        self._thread.join()
        os.close(self._theirs[0])
        self.connection.close()


def _create() -> Any:
    if sys.version_info >= (3, 13):
        return interpreters.create("isolated")
    # Before 3.12 "isolated" meant without threads, and did not mean a GIL of its own.
    return interpreters.create(isolated=_OWN_GIL)
