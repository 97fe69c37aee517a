"""Counters of the process, read at the window's edges; None where there are none."""

import gc
import os
import re
import threading
import time
from typing import Any, Dict, List, NamedTuple, Optional

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]


def process_cpu(pid: int) -> Optional[int]:
    """CPU of another process of ours so far, by its clock; None when it is gone or has none."""
    try:
        # What clock_getcpuclockid() computes on Linux: the process's clock, all threads.
        return time.clock_gettime_ns((~pid << 3) | 2)
    except (AttributeError, OSError):
        return None


class ProcFile:
    """A file of /proc, kept open: a reading is one system call.

    Every system call lets go of the GIL, and to get it back from a thread that computes takes 5 ms.
    A reading that opens and closes would spend most of a window waiting for its turn.
    """

    def __init__(self, path: str) -> None:
        try:
            self._descriptor: Optional[int] = os.open(path, os.O_RDONLY)
        except OSError:
            self._descriptor = None

    def values(self, *keys: str) -> List[Optional[int]]:
        """Numbers by their keys; None where there are none, or the process is gone."""
        try:
            text = os.pread(self._descriptor, 8192, 0) if self._descriptor is not None else b""
        except OSError:
            text = b""
        found = (re.search(rf"^{key}:\s+(\d+)".encode(), text, re.MULTILINE) for key in keys)
        return [int(match.group(1)) if match else None for match in found]

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)


def open_files() -> Optional[int]:
    try:
        return len(os.listdir("/proc/self/fd"))
    except OSError:
        return None


def age_nanos() -> int:
    """Age of this process, in steps of 10 ms; 0 where it cannot be read."""
    try:
        with open("/proc/self/stat", encoding="latin-1") as file:
            started = int(file.read().rpartition(")")[2].split()[19])
        now = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        return now - started * 1_000_000_000 // os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError):
        return 0


class GarbageClock:
    """Counts collections and their time while it is on."""

    def __init__(self) -> None:
        self.nanos = 0
        self.count = 0
        self._began = 0

    def on(self) -> None:
        gc.callbacks.append(self._called)

    def off(self) -> None:
        gc.callbacks.remove(self._called)

    def _called(self, phase: str, info: Dict[str, int]) -> None:
        if phase == "start":
            self._began = time.monotonic_ns()
        else:
            self.nanos += time.monotonic_ns() - self._began
            self.count += 1


class Edge(NamedTuple):
    """One edge of a window: read in one go, without a system call that lets go of the GIL."""

    nanos: int
    cpu: int
    voluntary: Optional[int]
    involuntary: Optional[int]
    children: Optional[int]
    gc_nanos: int
    gc_count: int


class Counters:
    """The counters of the process and of the children its model names."""

    def __init__(self) -> None:
        self._garbage = GarbageClock()
        self._garbage.on()
        self._self = ProcFile("/proc/self/status")
        self._others: Dict[int, ProcFile] = {}
        self._threads_peak = 0
        self._processes_peak = 1
        self._resident_peak: Optional[int] = None
        self._children_resident = 0

    def edge(self, children: List[int]) -> Edge:
        """Children that end keep their CPU in what the kernel adds up for those waited for."""
        usage = resource and resource.getrusage(resource.RUSAGE_SELF)
        return Edge(
            time.monotonic_ns(),
            time.process_time_ns(),
            usage.ru_nvcsw if usage else None,
            usage.ru_nivcsw if usage else None,
            self._children_cpu(children),
            self._garbage.nanos,
            self._garbage.count,
        )

    @staticmethod
    def _children_cpu(children: List[int]) -> Optional[int]:
        if not resource:
            return None
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        alive = sum(process_cpu(pid) or 0 for pid in children)
        return int((ended.ru_utime + ended.ru_stime) * 1e9) + alive

    def reset_peaks(self, children: List[int]) -> None:
        for pid in ["self", *children]:
            try:
                with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as file:
                    file.write("5")
            except OSError:
                pass  # the peak then counts from the start of the process
        for pid in set(self._others) - set(children):
            self._others.pop(pid).close()
        self._threads_peak = 0
        self._processes_peak = 1
        self._resident_peak = None
        self._children_resident = 0
        self.sample(children)

    def sample(self, children: List[int]) -> None:
        threads, self._resident_peak = self._self.values("Threads", "VmHWM")
        self._threads_peak = max(self._threads_peak, threads or threading.active_count())
        self._processes_peak = max(self._processes_peak, 1 + len(children))
        resident = 0
        for pid in children:
            if pid not in self._others:
                self._others[pid] = ProcFile(f"/proc/{pid}/status")
            resident += self._others[pid].values("VmHWM")[0] or 0
        self._children_resident = max(self._children_resident, 1024 * resident)

    def between(self, before: Edge, after: Edge, window_nanos: int) -> Dict[str, Any]:
        """The part of `Measurement` that is about the process.

        Under the GIL the reading thread wakes up to some milliseconds late; what it read is taken
        down to the length of the window, at an even rate.
        """
        share = window_nanos / max(1, after.nanos - before.nanos)

        def used(earlier: Optional[int], later: Optional[int]) -> Optional[int]:
            return None if earlier is None or later is None else round((later - earlier) * share)

        resident = self._resident_peak
        return {
            "cpuNanos": used(before.cpu, after.cpu),
            "cpuRemovedNanos": None,
            "childrenCpuNanos": used(before.children, after.children),
            "allocatedBytes": None,
            "voluntarySwitches": used(before.voluntary, after.voluntary),
            "involuntarySwitches": used(before.involuntary, after.involuntary),
            "threadsPeak": self._threads_peak,
            "processesPeak": self._processes_peak,
            "rssPeakBytes": resident and 1024 * resident + self._children_resident,
            "memoryPerTaskBytes": None,
            "heapPeakBytes": None,
            "gcNanos": after.gc_nanos - before.gc_nanos,
            "gcCount": after.gc_count - before.gc_count,
            "jitNanos": 0,
        }

    @staticmethod
    def process_figures(children: List[int]) -> Dict[str, Any]:
        """As `ProcessFigures`: what has no counterpart in CPython stays away."""
        shares = []
        for pid in ["self", *children] if children else []:
            file = ProcFile(f"/proc/{pid}/smaps_rollup")
            shares.append(file.values("Pss")[0])
            file.close()
        limit = resource and resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        return {
            "pssBytes": 1024 * sum(s or 0 for s in shares) if shares and shares[0] else None,
            "openFiles": open_files(),
            "openFilesLimit": limit if limit and limit > 0 else None,
        }
