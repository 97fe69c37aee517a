"""A task as data: its steps, and why one fails. The names are those of `dev.asynclab.workload`."""

from typing import Any, Dict, List, NamedTuple, Tuple

from labtrial import kernels

_LONG = 1 << 64
_SIGN = 1 << 63


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
    """Branches at the same time, at most `limit` of them (0: all); the first failure cancels the rest."""

    branches: List[List[Any]]
    limit: int


class Timeout(NamedTuple):
    """Cancels what it covers after a time."""

    nanos: int
    steps: List[Any]


class Limit(NamedTuple):
    """A bulkhead all tasks share: at most `permits` inside, at most `queue` waiting (-1: any number)."""

    name: str
    permits: int
    queue: int
    steps: List[Any]


class Task(NamedTuple):
    """One unit of work: what to do, not how."""

    id: int
    steps: List[Any]


def read_steps(values: List[Dict[str, Any]]) -> List[Any]:
    """The steps of a JSON list. Raises KeyError, TypeError or ValueError for what is none."""
    return [read_step(value) for value in values]


def read_step(value: Dict[str, Any]) -> Any:
    """The step of a JSON object."""
    word = value["step"]
    if word not in _READERS:
        raise ValueError(f"no step {word}; there are {', '.join(_READERS)}")
    return _READERS[word](value)


def _lists(values: List[List[Dict[str, Any]]]) -> List[List[Any]]:
    return [read_steps(branch) for branch in values]


_READERS = {
    "call": lambda v: Call(
        v["host"], v["port"], v["target"], v["ordinal"], v["timeoutNanos"], v["bodyBytes"]
    ),
    "compute": lambda v: Compute(kernels.create(v["kernel"]), v["globalLock"]),
    "wait": lambda v: Wait(v["nanos"]),
    "block": lambda v: Block(v["nanos"]),
    "parallel": lambda v: Parallel(_lists(v["branches"]), v["limit"]),
    "timeout": lambda v: Timeout(v["nanos"], read_steps(v["steps"])),
    "limit": lambda v: Limit(v["name"], v["permits"], v["queue"], read_steps(v["steps"])),
}


def inner_steps(step: Any) -> List[Any]:
    """The steps directly inside a step."""
    if isinstance(step, Parallel):
        return [inner for branch in step.branches for inner in branch]
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
