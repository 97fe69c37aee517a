"""A task as data: its steps, and why one fails. The names are those of `dev.asynclab.workload`."""

import bisect
import math
from typing import Any, List, NamedTuple, Tuple

GOLDEN = 0x9E3779B97F4A7C15

_MASK = (1 << 64) - 1
_LONG = 1 << 64
_SIGN = 1 << 63


def mix(z: int) -> int:
    """The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014)."""
    z &= _MASK
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & _MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & _MASK
    return z ^ (z >> 31)


def to_long(value: int) -> int:
    """The integer as 64 bits with a sign: Java's sums wrap around, Python's grow."""
    return (value + _SIGN) % _LONG - _SIGN


class StepFailure(Exception):
    """Why a step failed.

    `kind` is one of timeout, connect, status, reset, rejected, cancelled, other.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind

    def __reduce__(self) -> Tuple[Any, ...]:
        return StepFailure, (self.kind, str(self))


class Call(NamedTuple):
    """One HTTP/1.1 exchange; its result is the length of the answer's body."""

    host: str
    port: int
    target: str
    ordinal: int
    timeout_nanos: int
    body_bytes: int

    def head(self, task_id: int) -> bytes:
        """The request up to its body, byte for byte what every model sends."""
        length = f"content-length: {self.body_bytes}\r\n" if self.body_bytes else ""
        return (
            f"{'POST' if self.body_bytes else 'GET'} {self.target}?id={task_id}-{self.ordinal}"
            f" HTTP/1.1\r\nhost: {self.host}:{self.port}\r\n{length}\r\n"
        ).encode("latin-1")


class Compute(NamedTuple):
    """A CPU kernel; its result is the kernel's."""

    kernel: Any
    global_lock: bool


class Wait(NamedTuple):
    """Wait the model's own way. Result 0."""

    nanos: int


class Block(NamedTuple):
    """Hold the thread that runs the step, on purpose. Result 0."""

    nanos: int


class Parallel(NamedTuple):
    """Branches at the same time, at most `limit` (0: all); the first failure cancels the rest."""

    branches: List[List[Any]]
    limit: int


class Timeout(NamedTuple):
    """Cancels what it covers after a time."""

    nanos: int
    steps: List[Any]


class Limit(NamedTuple):
    """A bulkhead all tasks share: so many inside, at most `queue` waiting (-1: any number)."""

    name: str
    permits: int
    queue: int
    steps: List[Any]


class Race(NamedTuple):
    """The first success wins and the others are cancelled."""

    branches: List[List[Any]]
    stagger_nanos: int


class Retry(NamedTuple):
    """Attempts one after the other until one succeeds, with a pause that doubles."""

    attempts: List[List[Any]]
    backoff_nanos: int


class Lock(NamedTuple):
    """Mutual exclusion; `kind` is MONITOR, REENTRANT or NONE."""

    name: str
    kind: str
    per_task: bool
    steps: List[Any]


class Keys(NamedTuple):
    """Which key a task asks for, the same on every model. Exponent 0 is uniform."""

    count: int
    exponent: float
    seed: int

    def table(self) -> List[float]:
        """The distribution function: entry k is the share of the keys 0 to k."""
        shares = [math.pow(k + 1.0, -self.exponent) for k in range(self.count)]
        total = 0.0
        reached = []
        for share in shares:
            total += share
            reached.append(total)
        return [value / total for value in reached]

    def of(self, task_id: int, table: List[float]) -> int:
        drawn = (mix((self.seed ^ task_id * GOLDEN) + GOLDEN) >> 11) * 2.0**-53
        return min(bisect.bisect_right(table, drawn), self.count - 1)


class Cache(NamedTuple):
    """A hit is the stored result; a miss runs the steps. `policy`: LRU LFU FIFO TTL."""

    name: str
    keys: Keys
    size: int
    policy: str
    ttl_nanos: int
    single_flight: bool
    steps: List[Any]


class Update(NamedTuple):
    """One update of a counter all tasks share. `how`: PLAIN VOLATILE LOCK ATOMIC ADDER CONFINED."""

    counter: str
    how: str


class Hold(NamedTuple):
    """Memory that is touched and kept until the task ends, or for the life of the thread."""

    bytes: int
    per_thread: bool


class Send(NamedTuple):
    """A payload goes to another thread or process and comes back; the result is its sum."""

    bytes: int
    shape: str
    codec: str


class Job(NamedTuple):
    """One piece of work in chunks; the result is the kernel's checksum."""

    kernel: Any
    chunk_items: int
    distribute: str
    reduce: str
    transport: str


class Node(NamedTuple):
    """A node of a graph; `needs` are names of earlier nodes."""

    name: str
    needs: List[str]
    steps: List[Any]


class Graph(NamedTuple):
    """A task graph in topological order; the result is the value of the last node."""

    nodes: List[Node]
    persist: bool
    before_nodes: int
    before_changed: List[str]


class Task(NamedTuple):
    """One unit of work: what to do, not how."""

    id: int
    steps: List[Any]


def inner_steps(step: Any) -> List[Any]:
    """The steps directly inside a step."""
    if isinstance(step, Parallel):
        return [inner for branch in step.branches for inner in branch]
    if isinstance(step, Graph):
        return [inner for node in step.nodes for inner in node.steps]
    # Of branches that are alternatives to each other, one counts.
    if isinstance(step, Race):
        return step.branches[0]
    if isinstance(step, Retry):
        return step.attempts[0]
    return getattr(step, "steps", [])


def kernels_of(steps: List[Any]) -> List[Any]:
    """The kernels one task runs, in order of the tree."""
    found = []
    for step in steps:
        if isinstance(step, Compute):
            found.append(step.kernel)
        else:
            found.extend(kernels_of(inner_steps(step)))
    return found
