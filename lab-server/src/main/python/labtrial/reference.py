"""The kernels of a cell alone, in as many processes as cores: what they could do without a model.

Processes rather than threads: under the GIL threads together are one core, and the bound of a
machine is all of its cores. Each is a fresh interpreter, since a process with threads is better
not forked.
"""

import json
import subprocess
import sys
import time
from typing import Any, Dict, List

from labtrial.faults import Faults
from labtrial.kinds import KindDraw
from labtrial.wire import Cell, Prepare
from labtrial.workload import kernels_of

_WARM_UP_PART = 5  # this part of the time is run first and not counted

_SCRIPT = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    " from labtrial.reference import child; child()"
)


def rate(cell: Cell, order: Prepare, nanos: int, faults: Faults) -> Dict[str, float]:
    """Tasks per second summed over the processes, and CPU per task; zeros without compute steps."""
    if not any(kernels_of(kind.steps) for kind in cell.kinds):
        return {"tasksPerSecond": 0.0, "cpuNanosPerTask": 0.0}
    spec = json.dumps(
        {
            "seed": order.seed,
            "nanos": nanos,
            "shares": [kind.share for kind in cell.kinds],
            "kernels": [
                [[type(k).__name__, list(k)] for k in kernels_of(kind.steps)]
                for kind in cell.kinds
            ],
        }
    )
    command = [sys.executable, "-I", "-S", "-c", _SCRIPT, sys.path[0], spec]
    children = [
        subprocess.Popen([*command, str(i)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for i in range(order.cores)
    ]
    try:
        for child in children:
            child.stdout.readline()  # it has started
        for child in children:
            child.stdin.write(b"go\n")
            child.stdin.flush()
        parts = [json.loads(child.stdout.readline()) for child in children]
    finally:
        for child in children:
            child.kill()
            child.communicate()
    faults.check()
    tasks = sum(part["tasks"] for part in parts)
    return {
        "tasksPerSecond": sum(part["tasks"] * 1e9 / part["nanos"] for part in parts),
        "cpuNanosPerTask": sum(part["cpu"] for part in parts) / tasks,
    }


def child() -> None:
    """One process: says that it is there, waits for the start, says what it did."""
    from labtrial import kernels

    spec = json.loads(sys.argv[2])
    by_kind = [
        [getattr(kernels, name)(*values) for name, values in kind] for kind in spec["kernels"]
    ]
    draw = KindDraw([_Share(share) for share in spec["shares"]], spec["seed"])
    print("ready", flush=True)
    if not sys.stdin.readline():
        return
    first = int(sys.argv[3]) << 32
    warm, _, _ = _run(by_kind, draw, first, spec["nanos"] // _WARM_UP_PART)
    left = spec["nanos"] - spec["nanos"] // _WARM_UP_PART
    tasks, nanos, cpu = _run(by_kind, draw, first + warm, left)
    print(json.dumps({"tasks": tasks, "nanos": nanos, "cpu": cpu}), flush=True)


class _Share:
    def __init__(self, share: float) -> None:
        self.share = share


def _run(by_kind: List[List[Any]], draw: KindDraw, first: int, nanos: int) -> Any:
    began = time.monotonic_ns()
    cpu = time.process_time_ns()
    task_id = first
    while True:
        for kernel in by_kind[draw.kind(task_id)]:
            kernel.run()
        task_id += 1
        now = time.monotonic_ns()
        if now - began >= nanos:
            return task_id - first, now - began, time.process_time_ns() - cpu
