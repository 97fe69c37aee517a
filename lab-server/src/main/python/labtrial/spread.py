"""One piece of work spread over children: chunks go to them, vectors come back."""

import threading
from typing import Any, Optional

from labtrial import jobs, kernels
from labtrial.shared import SharedState
from labtrial.workload import Job, StepFailure, to_long


class Spread:
    """A job on its way through the children. Vectors are added up here, in the parent."""

    def __init__(self, job: Job, children: int, shared: SharedState) -> None:
        self._job = job
        self._shared = shared
        self.chunks = jobs.Chunks(job, children)
        self._codec = jobs.Codec(job.transport, self.chunks.lanes, jobs.width(job.kernel))
        self._lock = threading.Lock()
        self._total = [0] * jobs.width(job.kernel)
        self._open = self.chunks.lanes
        self._failure: Optional[StepFailure] = None
        self.over = threading.Event()

    def lane(self, lane: int, connection: Any) -> None:
        """Chunk after chunk to one child, and its sum at the end."""
        about = (self._job, lane, self.chunks.lanes, self._codec.path)
        part = self.chunks.take(lane)
        while part is not None and self._failure is None:
            connection.send(("chunk", *about, *part))
            self._receive(connection)
            part = self.chunks.take(lane)
        connection.send(("collect", *about))
        self._receive(connection)
        self._ended()

    def _receive(self, connection: Any) -> None:
        kind, packed = connection.recv()
        if kind != "part":
            raise RuntimeError(f"a child answered a chunk with {kind}")
        if packed is not None:
            self._shared.count("bytes.moved", self._codec.moved(packed))
            with self._lock:
                jobs.add(self._codec.open(packed), self._total)

    def fail(self, cause: StepFailure) -> None:
        self._failure = cause
        self._ended()

    def _ended(self) -> None:
        with self._lock:
            self._open -= 1
            if self._open == 0:
                self.over.set()

    def checksum(self) -> int:
        if self._failure is not None:
            raise self._failure
        return to_long(kernels.checksum(self._total))

    def close(self) -> None:
        self._codec.close()
