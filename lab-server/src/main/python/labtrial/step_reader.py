"""Steps as they come over the wire, read into those of `workload`."""

from typing import Any, Dict, List

from labtrial import kernels
from labtrial.workload import (
    Block,
    Cache,
    Call,
    Compute,
    Graph,
    Hold,
    Job,
    Keys,
    Limit,
    Lock,
    Node,
    Parallel,
    Race,
    Retry,
    Send,
    Timeout,
    Update,
    Wait,
)


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
    "race": lambda v: Race(_lists(v["branches"]), v["staggerNanos"]),
    "retry": lambda v: Retry(_lists(v["attempts"]), v["backoffNanos"]),
    "lock": lambda v: Lock(v["name"], v["kind"], v["perTask"], read_steps(v["steps"])),
    "cache": lambda v: Cache(
        v["name"],
        Keys(v["keys"]["count"], v["keys"]["exponent"], v["keys"]["seed"]),
        v["size"],
        v["policy"],
        v["ttlNanos"],
        v["singleFlight"],
        read_steps(v["steps"]),
    ),
    "update": lambda v: Update(v["counter"], v["how"]),
    "hold": lambda v: Hold(v["bytes"], v["perThread"]),
    "send": lambda v: Send(v["bytes"], v["shape"], v["codec"]),
    "job": lambda v: Job(
        kernels.divisible(v["kernel"]),
        v["chunkItems"],
        v["distribute"],
        v["reduce"],
        v["transport"],
    ),
    "graph": lambda v: Graph(
        [Node(n["name"], n["needs"], read_steps(n["steps"])) for n in v["nodes"]],
        v["persist"],
        v["before"]["nodes"],
        v["before"]["changed"],
    ),
}
