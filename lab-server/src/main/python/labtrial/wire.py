"""The lines between the control JVM and this process: orders as records, answers as dicts.

One JSON object per line, UTF-8, at most 8 MiB; the messages are those of `dev.asynclab.wire`.
"""

import json
import os
import threading
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Union

from labtrial.step_reader import read_steps

VERSION = 1
MAX_LENGTH = 8 * 1024 * 1024
_READ_BYTES = 1 << 16


class BadOrder(Exception):
    """What came in is no order, or cannot be carried out as it stands."""


class Kind(NamedTuple):
    """A kind of task, and the checksum every task of it must return."""

    name: str
    share: float
    checksum: int
    steps: List[Any]


class Closed(NamedTuple):
    concurrency: int


class Batch(NamedTuple):
    tasks: int


class Open(NamedTuple):
    rate_per_second: float
    poisson: bool
    max_in_flight: int


Load = Union[Closed, Batch, Open]


class Cell(NamedTuple):
    """One sweep point of the variant."""

    id: str
    parameters: Dict[str, str]
    connections: int
    width: int
    base_delay_nanos: int
    kinds: List[Kind]
    load: Load


class Prepare(NamedTuple):
    model: str
    cores: int
    seed: int
    warm_up_nanos: int
    warm_up_most_nanos: int
    cells: List[Cell]


class Replace(NamedTuple):
    by: Prepare


class Measure(NamedTuple):
    cell: str
    settle_nanos: int
    window_nanos: int
    traced_tasks: Optional[int]


class Reference(NamedTuple):
    cell: str
    nanos: int


class Cancel(NamedTuple):
    pass


class Shutdown(NamedTuple):
    pass


def read_order(line: str) -> Any:
    """The order of a line. Raises BadOrder, which says what is wrong with it."""
    if len(line) > MAX_LENGTH:
        raise BadOrder(f"a line of more than {MAX_LENGTH} characters")
    try:
        value = json.loads(line)
        if not isinstance(value, dict) or value.get("type") not in _ORDERS:
            raise BadOrder(f"not an order; types are {', '.join(_ORDERS)}")
        return _ORDERS[value["type"]](value)
    except BadOrder:
        raise
    except KeyError as e:
        raise BadOrder(f"not an order: {e} is missing") from e
    except (ValueError, TypeError, AttributeError, RecursionError) as e:
        raise BadOrder(f"not an order: {e}") from e


def _prepare(value: Dict[str, Any]) -> Prepare:
    if value["version"] != VERSION:
        raise BadOrder(f"protocol version {value['version']}; this trial speaks {VERSION}")
    cells = [_cell(cell) for cell in value.get("cells") or []]
    if not cells:
        raise BadOrder("prepare without cells; at least one is needed")
    ids = [cell.id for cell in cells]
    for name in ids:
        if ids.count(name) > 1:
            raise BadOrder(f"cell {name}: is there twice; ids must differ")
    return Prepare(
        value["model"],
        value["cores"],
        value["seed"],
        value["warmUpNanos"],
        value["warmUpMostNanos"],
        cells,
    )


def _replace(value: Dict[str, Any]) -> Replace:
    if value.get("by") is None:
        raise BadOrder("replace without a prepare order under `by`")
    return Replace(_prepare(value["by"]))


def _cell(value: Dict[str, Any]) -> Cell:
    kinds = [
        Kind(kind["name"], kind["share"], kind["checksum"], read_steps(kind["steps"]))
        for kind in value["kinds"]
    ]
    if not kinds:
        raise BadOrder(f"cell {value['id']}: needs at least one kind of task")
    if value.get("load") is None:
        raise BadOrder(f"cell {value['id']}: needs a load")
    return Cell(
        value["id"],
        dict(value["parameters"]),
        value["connections"],
        value["width"],
        value["baseDelayNanos"],
        kinds,
        _load(value["id"], value["load"]),
    )


def _load(cell: str, value: Dict[str, Any]) -> Load:
    form = value["form"]
    if form == "closed" and value["concurrency"] >= 1:
        return Closed(value["concurrency"])
    if form == "batch" and value["tasks"] >= 1:
        return Batch(value["tasks"])
    if form == "open" and value["ratePerSecond"] > 0 and value["maxInFlight"] >= 1:
        return Open(value["ratePerSecond"], value["poisson"], value["maxInFlight"])
    raise BadOrder(f"cell {cell}: a {form} load of {value}; batch, closed or open, and above 0")


def _measure(value: Dict[str, Any]) -> Measure:
    trace = value.get("trace")
    return Measure(
        value["cell"], value["settleNanos"], value["windowNanos"], trace and trace["tasks"]
    )


_ORDERS: Dict[str, Callable[[Dict[str, Any]], Any]] = {
    "prepare": _prepare,
    "replace": _replace,
    "measure": _measure,
    "reference": lambda v: Reference(v["cell"], v["nanos"]),
    "cancel": lambda v: Cancel(),
    "shutdown": lambda v: Shutdown(),
}


class Answers:
    """Writes answers to a descriptor, one at a time."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def send(self, kind: str, **fields: Any) -> None:
        line = json.dumps({"type": kind, **fields}, separators=(",", ":")) + "\n"
        left = memoryview(line.encode("utf-8"))
        with self._lock:
            while left:
                left = left[os.write(self._descriptor, left) :]


def read_lines(descriptor: int, accept: Callable[[str], None]) -> None:
    """Hands on every line until the end of the input.

    Reads the descriptor itself: a buffered reader has a lock, and a child forked while another
    thread waits in it would inherit the lock for ever.
    """
    kept = bytearray()
    while True:
        part = os.read(descriptor, _READ_BYTES)
        if not part:
            return
        kept += part
        while b"\n" in kept:
            line, _, rest = kept.partition(b"\n")
            kept = bytearray(rest)
            if line.strip():
                accept(line.decode("utf-8", "replace"))
        if len(kept) > 4 * MAX_LENGTH:
            del kept[2 * MAX_LENGTH :]  # its end will come; what is left is too long already
