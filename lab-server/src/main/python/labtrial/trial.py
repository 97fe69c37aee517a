"""A trial process: one model variant, measured on orders from standard input, answered on standard
output.
"""

import os
import platform
import queue
import sys
import threading
from time import monotonic_ns
from typing import Any, Dict

from labtrial import graphs, kernels, wire
from labtrial.counters import age_nanos
from labtrial.session import Session


def main() -> None:
    """Ends with status 0 after a shutdown, and at once when the input ends."""
    age = age_nanos()
    answers = wire.Answers(_private_output())
    session = Session(answers.send, age, monotonic_ns())
    orders: queue.Queue = queue.Queue()

    def accept(line: str) -> None:
        try:
            order = wire.read_order(line)
        except wire.BadOrder as e:
            order = e
        if isinstance(order, wire.Cancel):
            session.cancel()
        else:
            orders.put(order)

    def read() -> None:
        try:
            wire.read_lines(0, accept)
        finally:
            # Without the control JVM there is nobody to measure for; an orderly end could hang on
            # the very model that made it give up. Children see the end of their own pipes.
            graphs.remove_all()
            os._exit(0)

    threading.Thread(target=read, name="orders", daemon=True).start()
    answers.send(
        "hello",
        version=wire.VERSION,
        language="python",
        implementation=f"{platform.python_implementation()} {platform.python_version()}",
        pid=os.getpid(),
        capabilities=_capabilities(),
    )
    while session.carry_out(orders.get()):
        pass
    graphs.remove_all()
    sys.stderr.flush()
    os._exit(0)


def _private_output() -> int:
    """Standard output is ours alone: whatever else is printed goes to the log.

    The descriptor is one that no child inherits by itself. Standard input is no file object any
    more: `multiprocessing` would close it in a forked child, where its lock may be held for ever.
    """
    private = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    sys.stdin = None  # type: ignore[assignment]
    return private


def _capabilities() -> Dict[str, str]:
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    return {
        "kernels": " ".join(kernels.names()),
        "processors": str(os.cpu_count()),
        "gil": "on" if gil else "off",
        "switch-interval": f"{sys.getswitchinterval() * 1e3:g} ms",
    }


def describe(cause: BaseException) -> str:
    """What and where, in one line."""
    place: Any = cause.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f" at {place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
    return f"{cause!r}{where}"
