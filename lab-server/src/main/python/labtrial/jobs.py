"""One piece of work in chunks: who computes which items next, and how result vectors travel.

The four ways to distribute differ in when it is decided: beforehand (STATIC), chunk by chunk
(DYNAMIC), in chunks that shrink (GUIDED), or item by item through a queue (ONE_BY_ONE).
"""

import json
import mmap
import os
import struct
import tempfile
import threading
from typing import Any, Dict, List, Optional, Tuple

from labtrial.kernels import checksum
from labtrial.shared import SharedState
from labtrial.workload import Job, to_long

Range = Tuple[int, int]


class Chunks:
    """Thread-safe; the ranges given out cover every item once."""

    def __init__(self, job: Job, lanes: int) -> None:
        self._items = job.kernel.items
        self._chunk = 1 if job.distribute == "ONE_BY_ONE" else job.chunk_items
        self._count = -(-self._items // self._chunk)
        self._distribute = job.distribute
        self.lanes = max(1, min(lanes, self._count))
        self._lock = threading.Lock()
        self._next = 0
        self._of_lane = [self._first(lane) for lane in range(self.lanes)]

    def _first(self, lane: int) -> int:
        """Shares differ by one chunk at most."""
        return lane * self._count // self.lanes

    def take(self, lane: int) -> Optional[Range]:
        """What a lane computes next; None when nothing is left for it."""
        with self._lock:
            if self._distribute == "STATIC":
                chunk = self._of_lane[lane]
                if chunk >= self._first(lane + 1):
                    return None
                self._of_lane[lane] += 1
                return self._range(chunk * self._chunk, self._chunk)
            if self._next >= self._items:
                return None
            size = self._chunk
            if self._distribute == "GUIDED":
                size = max(size, (self._items - self._next) // (2 * self.lanes))
            found = self._range(self._next, size)
            self._next = found[1]
            return found

    def _range(self, begin: int, size: int) -> Range:
        return begin, min(self._items, begin + size)


class Codec:
    """How vectors travel. HEAP is a reference; SHARED_MEMORY a file both have mapped."""

    def __init__(self, transport: str, slots: int, width: int, path: Optional[str] = None) -> None:
        self._transport = transport
        self._width = width
        self._vector = struct.Struct(f">{width}q")
        self.path = path
        self._owner = path is None
        self._map: Optional[mmap.mmap] = None
        if transport == "SHARED_MEMORY":
            size = slots * self._vector.size
            if self._owner:
                descriptor, self.path = tempfile.mkstemp(prefix="lab-job-")
                os.ftruncate(descriptor, size)
            else:
                descriptor = os.open(self.path, os.O_RDWR)  # type: ignore[arg-type]
            self._map = mmap.mmap(descriptor, size)
            os.close(descriptor)

    def pack(self, vector: List[int], slot: int) -> Any:
        """Hands a vector over; a slot may be used again when its vector was opened."""
        wrapped = [to_long(value) for value in vector]
        if self._transport == "HEAP":
            return wrapped
        if self._transport == "JSON":
            return json.dumps(wrapped).encode("ascii")
        if self._map is None:
            return self._vector.pack(*wrapped)
        self._vector.pack_into(self._map, slot * self._vector.size, *wrapped)
        return slot

    def open(self, part: Any) -> List[int]:
        if self._transport == "HEAP":
            return part
        if self._transport == "JSON":
            return json.loads(part)
        if self._map is None:
            return list(self._vector.unpack(part))
        return list(self._vector.unpack_from(self._map, part * self._vector.size))

    def moved(self, part: Any) -> int:
        """Bytes that travelled; none with a reference."""
        if self._map is not None:
            return self._vector.size
        return len(part) if isinstance(part, bytes) else 0

    def close(self) -> None:
        if self._map is not None:
            self._map.close()
            if self._owner:
                os.unlink(self.path)  # type: ignore[arg-type]


def add(vector: List[int], into: List[int]) -> None:
    for i, value in enumerate(vector):
        into[i] += value


class Lanes:
    """The lanes of one job inside one process, and what they give each other."""

    def __init__(self, job: Job, lanes: int, shared: SharedState) -> None:
        self.job = job
        self._shared = shared
        self.chunks = Chunks(job, lanes)
        self._codec = Codec(job.transport, self.chunks.lanes, width(job.kernel))
        self._lock = threading.Lock()
        self._total = [0] * width(job.kernel)
        self._inbox: Dict[int, List[Any]] = {lane: [] for lane in range(self.chunks.lanes)}
        self._wake: Dict[int, Any] = {}

    def run(self, number: int, strand: Any) -> None:
        """One lane, on its own thread."""
        self._wake[number] = strand.wake
        lane = self.lane(number)
        while lane.chunk():
            strand.check()
        if self.job.reduce == "TREE" and self.chunks.lanes > 1:
            self._tree(number, lane.own, strand)

    def lane(self, number: int) -> "Lane":
        return Lane(self, number)

    def to_caller(self, vector: List[int], lane: int) -> None:
        packed = self._pack(vector, lane)
        with self._lock:
            add(self._codec.open(packed), self._total)

    def _pack(self, vector: List[int], lane: int) -> Any:
        packed = self._codec.pack(vector, lane)
        self._shared.count("bytes.moved", self._codec.moved(packed))
        return packed

    def _tree(self, lane: int, own: List[int], strand: Any) -> None:
        """Lane i gives its vector to lane i - 2^k, in log2(lanes) steps."""
        step = 1
        while step < self.chunks.lanes:
            if lane & step:
                self._give(lane - step, self._pack(own, lane))
                return
            if lane + step < self.chunks.lanes:
                strand.wait_for(lambda: bool(self._inbox[lane]))
                add(self._codec.open(self._inbox[lane].pop()), own)
            step *= 2
        self.to_caller(own, lane)

    def _give(self, lane: int, packed: Any) -> None:
        self._inbox[lane].append(packed)
        wake = self._wake.get(lane)
        if wake is not None:  # None: it has not begun, and will look
            wake()

    def checksum(self) -> int:
        return to_long(checksum(self._total))

    def close(self) -> None:
        self._codec.close()


class Lane:
    """Computes chunk after chunk. Alone, it is a whole job."""

    def __init__(self, lanes: Lanes, number: int) -> None:
        self._lanes = lanes
        self._number = number
        self.own = [0] * width(lanes.job.kernel)

    def chunk(self) -> bool:
        """The next chunk; False when there was none, and the lane's own sum is on its way."""
        lanes = self._lanes
        part = lanes.chunks.take(self._number)
        if part is not None:
            vector = lanes.job.kernel.part(*part)
            if lanes.job.reduce == "CALLER":
                lanes.to_caller(vector, self._number)
            else:
                add(vector, self.own)
            return True
        alone = lanes.job.reduce == "TREE" and lanes.chunks.lanes == 1
        if lanes.job.reduce == "WORKERS" or alone:
            lanes.to_caller(self.own, self._number)
        return False


def width(kernel: Any) -> int:
    """Length of a kernel's vector."""
    return getattr(kernel, "width", 1)
